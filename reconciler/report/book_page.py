"""What to tell the readers of a book before a roll-out, group by group, ready to be pasted. Read `book_page`."""

from collections.abc import Iterator, Mapping

from reconciler.model.desired import DesiredBook
from reconciler.model.entities import Assignment, Group, Language, Mode, Token
from reconciler.report.book_texts import book_phrases
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases, phrases
from reconciler.report.names import shown

_ACCOUNTS = frozenset(("managed", "personal", "mixed"))


def book_page(
    book: DesiredBook, groups: Mapping[str, Group], token: Token | None, language: Language
) -> Iterator[Line]:
    """One block for each group, which holds all that its readers need; then a block for the sender.

    `groups` gives the group behind each text that an assignment names; `token` is the book's.
    """
    say = book_phrases(language)
    title = book.book.label
    yield Line(shown(say("title", book=title)), Tone.STRONG)
    if book.mode is Mode.OBSERVE:
        yield Line(say("observe"))
    if not book.assignments:
        yield Line(say("no-groups"))
        return
    for assignment in book.assignments:
        yield Line()
        yield from _block(assignment, groups[assignment.group], title, token, say)
    yield Line()
    yield from _sender([groups[one.group] for one in book.assignments], book, token, say)


def _block(assignment: Assignment, group: Group, title: str, token: Token | None, say: Phrases) -> Iterator[Line]:
    """What one group is told: what it gets, what to see to first, that it is for good, whom to ask."""
    yield Line(shown(f"{_name(group)} ({_intent(assignment, say)})"), Tone.STRONG)
    yield Line(shown(say(str(assignment.intent), book=title)))
    yield Line(say("before"))
    accounts = _accounts(group)
    steps = [say(f"account-{accounts}", organization=token.organization if token else say("us"))]
    steps += [say("one-account")] if accounts in ("mixed", "unknown") else []
    steps += [say("app"), say("device")]
    yield from (Line(shown(f"  {number}. {step}")) for number, step in enumerate(steps, start=1))
    yield Line(say("irrevocable"))
    owner = token.owner if token else None
    yield Line(shown(say("ask", contact=owner) if owner else say("ask-nobody")))


def _sender(groups: list[Group], book: DesiredBook, token: Token | None, say: Phrases) -> Iterator[Line]:
    """What no text can promise, and what the YAML does not say yet."""
    yield Line(say("sender"), Tone.STRONG)
    unknown = [group for group in groups if _accounts(group) == "unknown"]
    notes = [say("sender-accounts", group=_name(group)) for group in unknown]
    if token is None or not token.owner:
        notes.append(say("sender-contact", token=book.book.token))
    if any(_accounts(group) != "managed" for group in groups):
        notes.append(say("sender-invitation"))
    notes += [say("sender-store"), say("sender-unseen"), say("sender-final")]
    yield from (Line(shown(f"  * {note}")) for note in notes)


def _intent(assignment: Assignment, say: Phrases) -> str:
    return phrases(say.language).word("intent", str(assignment.intent))


def _accounts(group: Group) -> str:
    return group.apple_accounts if group.apple_accounts in _ACCOUNTS else "unknown"


def _name(group: Group) -> str:
    """The name that readers know; the alias is the administrators' own."""
    return group.display_name or group.label
