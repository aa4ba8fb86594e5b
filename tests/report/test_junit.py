"""Findings as a JUnit report: suites, cases, failures, and XML that every parser takes."""

from collections.abc import Callable
from xml.etree import ElementTree as Xml

from reconciler.model.catalogue import ALL
from reconciler.model.finding import Finding
from reconciler.report.junit import Suite, junit_document
from tests.report.found import at, every_kind
from tests.report.plans import RULES

FILES = ("desired-state/books.yaml", "desired-state/böcker, 100%: [a] #1?.yaml", "desired-state/nasty.yaml", "ok.yaml")
SCHOOL = Suite("nordskolan", FILES)


def report(*findings: Finding, suites: tuple[Suite, ...] = (SCHOOL,)) -> Xml.Element:
    return Xml.fromstring(junit_document(findings, suites, ALL))


def test_junit_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("findings.junit.xml", junit_document(every_kind(), [SCHOOL], RULES).decode("utf-8"))


def test_every_tenant_is_a_suite_and_every_file_a_case() -> None:
    root = report(suites=(SCHOOL, Suite("other", ("x.yaml",))))
    assert ["nordskolan", "other"] == [suite.get("name") for suite in root.iter("testsuite")]
    assert [*FILES, "x.yaml"] == [case.get("name") for case in root.iter("testcase")]
    assert "testsuites" == root.tag and ("5", "0") == (root.get("tests"), root.get("failures"))


def test_errors_and_guards_fail_their_file_and_the_rest_is_told() -> None:
    root = report(*every_kind())
    cases = {str(case.get("name")): case for case in root.iter("testcase")}
    books = cases["desired-state/books.yaml"]
    assert ["VPP307", "VPP401", "VPP313"] == [failure.get("type") for failure in books.iter("failure")]
    output = books.findtext("system-out") or ""
    assert "VPP316" in output and "VPP999" in output and "VPP307" not in output
    assert [] == list(cases["ok.yaml"])
    assert ("4", "3") == (root[0].get("tests"), root[0].get("failures"))


def test_a_failure_says_where_what_why_and_what_next() -> None:
    [failure] = report(at("ok.yaml")).iter("failure")
    assert "wrong" == failure.get("message")
    assert f"ok.yaml:3:5: error: wrong [VPP001]\n  {ALL['VPP001'].why}\n  Correct it.\n" == failure.text


def test_names_that_xml_cannot_hold_are_written_as_escapes() -> None:
    hostile = "a\x00\x1b\ufffe\uffff\udc80]]><x> & \u202e\nb.yaml"
    root = report(at(hostile, message=hostile), suites=(Suite(hostile, (hostile,)),))
    [failure] = root.iter("failure")
    [case] = root.iter("testcase")
    assert case.get("name") == root[0].get("name") == failure.get("message")
    assert "a\\x00\\x1b\\ufffe\\uffff\\udc80]]><x> & \\u202e\\nb.yaml" == case.get("name")
