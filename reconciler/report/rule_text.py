"""A rule of the catalogue on a page, for `explain`."""

import string
from collections.abc import Iterator

from reconciler.model.rule import Rule
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import ENGLISH, Phrases


def rule_lines(rule: Rule, say: Phrases = ENGLISH) -> Iterator[Line]:
    """What the rule asks for, its severity, reason and source; then what it says, and what to do next."""
    phases = ", ".join(str(phase) for phase in rule.phases)
    yield Line(f"{rule.id} {rule.slug} ({say.word('severity', rule.severity)}; {phases})", Tone.STRONG)
    yield Line(rule.statement)
    yield Line()
    yield Line(say("why", why=rule.why))
    yield Line(say("source", source=rule.source))
    for said in rule.texts.values():
        yield from (Line(), Line(say("says", message=sample(said.message, say))))
        yield Line(say("to-do", remedy=sample(said.remedy, say)))


def sample(template: str, say: Phrases = ENGLISH) -> str:
    """A message's template with words in place of its values: `BOOK`, `N seats`."""
    parts: list[str] = []
    for text, name, form, _ in string.Formatter().parse(template):
        parts.append(text)
        if name is not None:
            plural = form.split("|")[1].replace("#", "N") if form and "|" in form else ""
            parts.append(plural or say.word("sample", name).upper())
    return "".join(parts)
