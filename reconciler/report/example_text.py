"""Examples of a rule for people at a terminal, for `explain`. Read `example_lines`."""

from collections.abc import Iterator, Mapping

from reconciler.model.rule import Phase, Rule
from reconciler.report.examples import Example, Examples
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import shown

_INDENT = "  "


def example_lines(rule: Rule, examples: Examples, say: Phrases = ENGLISH) -> Iterator[Line]:
    """An example that fails and one that passes.

    A rule that only speaks during an apply has none; another one without examples is not checked, and that is said.
    """
    fails, passes = examples.fails.get(rule.id), examples.passes.get(rule.id)
    if fails is None or passes is None:
        if rule.phases not in ((Phase.APPLY,), (Phase.MONITOR,)):
            yield from (Line(), Line(say("not-by-this-version")))
    else:
        yield from (Line(), Line(say("example-fails"), Tone.STRONG), *_one(fails, say))
        yield from (Line(), Line(say("example-passes"), Tone.STRONG), *_one(passes, say))


def _one(example: Example, say: Phrases) -> Iterator[Line]:
    yield from _files(example.before, "example-before", say)
    yield from _files(example.files, "example-file", say)
    yield from _text(say("example-tenant"), example.tenant)
    yield from _text(say("example-applied"), example.last_applied)
    yield from _text(say("example-around"), example.around)
    if example.places:
        yield Line(_INDENT + say("example-places", places=", ".join(example.places)))
    for change, held in example.changes.items():
        key = "example-held" if held else "example-goes-on"
        yield Line(_INDENT + say(key, change=change, rule=held or ""))


def _files(files: Mapping[str, str], title: str, say: Phrases) -> Iterator[Line]:
    for path, text in files.items():
        yield from _text(say(title, path=path), text)


def _text(title: str, text: str) -> Iterator[Line]:
    if text:
        yield Line(_INDENT + title)
        yield from (Line(f"{_INDENT * 2}{shown(line)}", Tone.FAINT) for line in text.splitlines())
