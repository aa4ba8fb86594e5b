"""A rule of the catalogue on a page, for `explain`."""

import string
from collections.abc import Iterator

from reconciler.model.rule import Rule
from reconciler.report.lines import Line, Tone


def rule_lines(rule: Rule) -> Iterator[Line]:
    """What the rule asks for, its severity, reason and source; then what it says, and what to do next."""
    phases = ", ".join(str(phase) for phase in rule.phases)
    yield Line(f"{rule.id} {rule.slug} ({rule.severity}; {phases})", Tone.STRONG)
    yield Line(rule.statement)
    yield Line()
    yield Line(f"Why: {rule.why}")
    yield Line(f"Source: {rule.source}")
    for said in rule.texts.values():
        yield from (Line(), Line(f"It says: {sample(said.message)}"), Line(f"What to do: {sample(said.remedy)}"))


def sample(template: str) -> str:
    """A message's template with words in place of its values: `BOOK`, `N seats`."""
    parts: list[str] = []
    for text, name, form, _ in string.Formatter().parse(template):
        parts.append(text)
        if name is not None:
            parts.append(form.split("|")[1].replace("#", "N") if form and "|" in form else name.upper())
    return "".join(parts)
