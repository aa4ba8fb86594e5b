"""What an import did, as text. Read `import_lines`."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from reconciler.model.adoption import Left, Step, StepKind
from reconciler.model.book_list import ListLine, MatchedLine, Missing
from reconciler.model.isbn import bare, check_digit
from reconciler.model.position import Position
from reconciler.report.imported import Imported
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown

_MOST = 40
"""So many lines of one kind are read; the JSON has all."""
_NEW = frozenset({StepKind.TOKEN, StepKind.GROUP, StepKind.BOOK, StepKind.ASSIGNMENT})


def import_lines(imported: Imported, say: Phrases) -> Iterator[Line]:
    """What was written, what was left and why, the lines of a list, and what comes next."""
    if imported.rows is not None:
        yield from _list_lines(imported.rows, say)
    if imported.open:
        yield Line(say("import-open", count=imported.open), Tone.ERROR)
        return
    steps = imported.adoption.steps
    yield Line(_headline(imported, say), Tone.STRONG)
    for _, several in groupby(steps, lambda step: step.kind):
        yield from _limited([_step(step, say) for step in several], say)
    yield from _left_lines(imported.adoption.left, say)
    if imported.record:
        yield Line(say("import-record", digest=imported.record), Tone.FAINT)
    if imported.files:
        yield Line(say("import-next" if imported.rows is None else "import-next-list"))


def _headline(imported: Imported, say: Phrases) -> str:
    name = shown(imported.tenant.name)
    if not imported.files:
        return say("import-nothing" if imported.rows is None else "import-nothing-list", name=name)
    created = sum(not there for there in imported.files.values())
    return say("import-files", name=name, created=created, edited=len(imported.files) - created)


def _step(step: Step, say: Phrases) -> Line:
    subject, target = shown(step.subject), shown(step.target)
    where = _where(step.position) or step.path
    text = say(
        f"import-{step.kind}" if step.before is not None or step.kind is not StepKind.VALUE else "import-value-new",
        subject=subject,
        target=target,
        before=shown(step.before or ""),
        after=shown(step.after or ""),
        count=step.assignments,
    )
    sign, tone = ("+", Tone.ADD) if step.kind in _NEW else ("~", Tone.CHANGE)
    return Line(f"  {sign} {text}  ({where})", tone)


def _left_lines(left: Sequence[Left], say: Phrases) -> Iterator[Line]:
    for kind, several in groupby(left, lambda one: one.kind):
        yield Line()
        yield Line(say(f"left-{kind}"), Tone.WARNING)
        yield from _limited([_left(one, say) for one in several], say)


def _left(one: Left, say: Phrases) -> Line:
    parts = [f'"{shown(one.subject)}"']
    if one.target:
        parts.append(f"→ {shown(one.target)}")
    intents = [
        say(key, intent=shown(intent))
        for key, intent in (("left-shown", one.shown), ("left-declared", one.declared))
        if intent
    ]
    if intents:
        parts.append(f"({', '.join(intents)})")
    if one.reason:
        parts.append(f"[{say.word('left-reason', shown(one.reason))}]")
    if where := _where(one.position):
        parts.append(where)
    return Line(f"  {' '.join(parts)}")


def _list_lines(rows: Sequence[MatchedLine], say: Phrases) -> Iterator[Line]:
    for row in rows:
        line = row.line
        wanted = shown(line.called)
        if line.isbn_fault is not None:
            yield _isbn_line(line, say, Tone.ERROR if row.missing else Tone.WARNING)
        if row.book is not None and row.group is not None:
            yield Line(
                say(
                    "list-line",
                    line=line.line,
                    text=wanted,
                    title=shown(row.title),
                    group=shown(row.group_name),
                    intent=line.intent,
                )
            )
        elif row.missing is None:
            yield Line(say("list-left-out", line=line.line, text=wanted), Tone.FAINT)
        else:
            if row.missing is Missing.ISBN and line.isbn_fault is not None:
                continue  # what is wrong with it has been said
            key = f"list-{row.missing}-{'many' if row.options else 'none'}"
            yield Line(say(key, line=line.line, text=wanted, group=shown(line.group)), Tone.ERROR)
            yield from (Line(f"    {shown(option.label)}") for option in row.options)


def _isbn_line(line: ListLine, say: Phrases, tone: Tone) -> Line:
    """What is wrong with the ISBN of a line, as VPP203 says it of a declared one."""
    digit = check_digit(bare(line.isbn))
    return Line(say(f"list-isbn-{line.isbn_fault}", line=line.line, text=shown(line.isbn), digit=digit), tone)


def _limited(lines: Sequence[Line], say: Phrases) -> Iterator[Line]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield Line(f"  {say('import-more', count=len(lines) - _MOST)}", Tone.FAINT)


def _where(position: Position | None) -> str:
    return f"{shown(position.path)}:{position.line}:{position.column}" if position and position.path else ""
