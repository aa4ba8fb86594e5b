"""Findings for people: three lines each (where and what, why, what next), then one line that counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model.finding import Finding, Related
from reconciler.model.rule import Rule
from reconciler.report.lines import TONE_OF, Line, Tone
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import shown

SEVERITIES = ("error", "guard", "warning", "info")


@dataclass(frozen=True, slots=True)
class Totals:
    """What was looked at: files that were read, books and assignments that are declared."""

    files: int
    books: int
    assignments: int


def findings_lines(
    findings: Sequence[Finding], totals: Totals, rules: Mapping[str, Rule], say: Phrases = ENGLISH
) -> Iterator[Line]:
    """All findings and the line that counts them; `ok: …` alone where there are none."""
    for finding in findings:
        yield from finding_lines(finding, rules, say)
    yield _last_line(findings, totals, say)


def finding_lines(finding: Finding, rules: Mapping[str, Rule], say: Phrases = ENGLISH) -> Iterator[Line]:
    """The three lines of one finding. A rule that this version does not know has no reason to give but its name."""
    known = rules.get(finding.rule)
    severity = say.word("severity", finding.severity)
    see = [_see(related, say) for related in finding.related]
    yield Line(shown(f"{_where(finding)}: {severity}: {finding.message} [{finding.rule}]"), _tone(finding))
    yield Line("  " + shown(" ".join([known.why if known else finding.slug, *see])))
    yield Line("  " + shown(_next(finding, say)))


def counted(findings: Iterable[Finding], say: Phrases = ENGLISH) -> str:
    """`2 errors, 1 warning`, the gravest first; empty without findings."""
    severities = [finding.severity for finding in findings]
    numbers = {severity: severities.count(severity) for severity in SEVERITIES}
    return ", ".join(say(f"count-{severity}", count=number) for severity, number in numbers.items() if number)


def _last_line(findings: Sequence[Finding], totals: Totals, say: Phrases) -> Line:
    if findings:
        return Line(say("in-files", counted=counted(findings, say), files=totals.files), Tone.STRONG)
    read = {"files": totals.files, "books": totals.books, "assignments": totals.assignments}
    return Line(say("ok", **{key: say(key, count=number) for key, number in read.items()}), Tone.GOOD)


def _where(finding: Finding) -> str:
    if finding.position is None:
        return finding.subject or "tenant"
    return f"{finding.position.path}:{finding.position.line}:{finding.position.column}"


def _tone(finding: Finding) -> Tone:
    return Tone.FAINT if finding.accepted is not None else TONE_OF.get(finding.severity, Tone.PLAIN)


def _see(related: Related, say: Phrases) -> str:
    place = related.position
    return say("see-also", place=f"{place.path}:{place.line}:{place.column}", message=related.message)


def _next(finding: Finding, say: Phrases) -> str:
    if finding.accepted is not None:
        return say("accepted", reason=finding.accepted)
    return finding.remedy or say("explain", rule=finding.rule)
