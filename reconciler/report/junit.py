"""Findings as a JUnit report: a suite for each tenant, a test case for each file. Read `junit_document`.

Source: the schema of the JUnit plugin of Jenkins (junit-10.xsd), which other readers follow.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import plain
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import shown

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_FAILING = frozenset(("error", "guard"))
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even as a reference ("Char" in section 2.2)."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A tenant and its files."""

    name: str
    files: tuple[str, ...]


def junit_document(
    findings: Sequence[Finding], suites: Iterable[Suite], rules: Mapping[str, Rule], say: Phrases = ENGLISH
) -> bytes:
    """The report as XML, UTF-8. Each error or guard is a failure of its file, the rest is in the file's output.

    `suites` must have a file for every finding with a place. Findings in no file are left out.
    """
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.position is not None:
            by_file.setdefault(finding.position.path, []).append(finding)
    root = Xml.Element("testsuites", {"name": "reconciler"})
    for suite in suites:
        root.append(_suite(suite, by_file, rules, say))
    for key in ("tests", "failures"):
        root.set(key, str(sum(int(each.get(key, "0")) for each in root)))
    Xml.indent(root)
    return _DECLARATION + Xml.tostring(root, encoding="unicode").encode() + b"\n"


def _suite(
    suite: Suite, by_file: Mapping[str, Sequence[Finding]], rules: Mapping[str, Rule], say: Phrases
) -> Xml.Element:
    cases = [_case(suite.name, file, by_file.get(file, ()), rules, say) for file in suite.files]
    element = Xml.Element("testsuite", {"name": _safe(suite.name), "tests": str(len(cases))})
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", "0")
    element.extend(cases)
    return element


def _case(suite: str, file: str, findings: Sequence[Finding], rules: Mapping[str, Rule], say: Phrases) -> Xml.Element:
    case = Xml.Element("testcase", {"classname": _safe(suite), "name": _safe(file)})
    rest = []
    for finding in findings:
        told = _xml(plain(finding_lines(finding, rules, say)))
        if finding.severity in _FAILING:
            attributes = {"type": _safe(finding.rule), "message": _safe(finding.message)}
            Xml.SubElement(case, "failure", attributes).text = told
        else:
            rest.append(told)
    if rest:
        Xml.SubElement(case, "system-out").text = "".join(rest)
    return case


def _safe(text: str) -> str:
    """A name on one line."""
    return _xml(shown(text))


def _xml(text: str) -> str:
    """The text with what XML cannot hold written as escapes."""
    return _FORBIDDEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)
