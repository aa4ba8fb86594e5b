"""Findings for people: three lines each (where and what, why, what next), then one line that counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model.finding import Finding, Related
from reconciler.model.rule import Rule
from reconciler.report.lines import TONE_OF, Line, Tone
from reconciler.report.names import shown
from reconciler.report.numbers import count

SEVERITIES = ("error", "guard", "warning", "info")


@dataclass(frozen=True, slots=True)
class Totals:
    """What was looked at: files that were read, books and assignments that are declared."""

    files: int
    books: int
    assignments: int


def findings_lines(findings: Sequence[Finding], totals: Totals, rules: Mapping[str, Rule]) -> Iterator[Line]:
    """All findings and the line that counts them; `ok: …` alone where there are none."""
    for finding in findings:
        yield from finding_lines(finding, rules)
    yield _last_line(findings, totals)


def finding_lines(finding: Finding, rules: Mapping[str, Rule]) -> Iterator[Line]:
    """The three lines of one finding. A rule that this version does not know has no reason to give but its name."""
    known = rules.get(finding.rule)
    yield Line(shown(f"{_where(finding)}: {finding.severity}: {finding.message} [{finding.rule}]"), _tone(finding))
    yield Line("  " + shown(" ".join([known.why if known else finding.slug, *map(_see, finding.related)])))
    yield Line("  " + shown(_next(finding)))


def counted(findings: Iterable[Finding]) -> str:
    """`2 errors, 1 warning`, the gravest first; empty without findings."""
    severities = [finding.severity for finding in findings]
    numbers = {severity: severities.count(severity) for severity in SEVERITIES}
    return ", ".join(count(number, severity) for severity, number in numbers.items() if number)


def _last_line(findings: Sequence[Finding], totals: Totals) -> Line:
    files = count(totals.files, "file")
    if findings:
        return Line(f"{counted(findings)} in {files}", Tone.STRONG)
    return Line(f"ok: {files}, {count(totals.books, 'book')}, {count(totals.assignments, 'assignment')}", Tone.GOOD)


def _where(finding: Finding) -> str:
    if finding.position is None:
        return finding.subject or "tenant"
    return f"{finding.position.path}:{finding.position.line}:{finding.position.column}"


def _tone(finding: Finding) -> Tone:
    return Tone.FAINT if finding.accepted is not None else TONE_OF.get(finding.severity, Tone.PLAIN)


def _see(related: Related) -> str:
    place = related.position
    return f"See also {place.path}:{place.line}:{place.column}: {related.message}"


def _next(finding: Finding) -> str:
    if finding.accepted is not None:
        return f"Accepted: {finding.accepted}"
    return finding.remedy or f"Run `reconciler explain {finding.rule}`."
