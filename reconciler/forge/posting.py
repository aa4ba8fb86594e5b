"""Keeps one comment, or one issue, as it should be: found by its first line, edited in place, written where missing."""

from collections.abc import Callable, Iterable

from reconciler.model.errors import ServiceError
from reconciler.model.forge import Did, Forge, Posted


def post_comment(forge: Forge, pull_request: str, marker: str, compose: Callable[[str], str]) -> Did:
    """Makes the comment with this marker say what `compose` gives for what it says so far (empty: not there yet).

    Only comments of this very identity are looked at, and only their first line, so that nobody who quotes a marker
    is taken for us. Where a race left several, the oldest is kept up.
    """

    def read() -> Posted | None:
        return _marked(forge.comments(pull_request), marker)

    found = read()
    body = compose(found.body if found else "")
    if found is None:
        _write(lambda: forge.add_comment(pull_request, body), read, body)
        return Did.CREATED
    if _same(found.body, body):
        return Did.UNCHANGED
    _write(lambda: forge.edit_comment(pull_request, found, body), read, body)
    return Did.EDITED


def settle_issue(forge: Forge, marker: str, title: str, body: str, *, wanted: bool) -> Did:
    """Opens, updates or closes the issue with this marker; `wanted` says whether there is something to settle."""

    def read() -> Posted | None:
        return _marked(forge.issues(), marker)

    found = read()
    if found is None and not wanted:
        return Did.NOTHING
    if found is None:
        _write(lambda: forge.open_issue(title, body), read, body)
        return Did.CREATED
    if not wanted:
        _write(lambda: forge.close_issue(found, body), lambda: read() or Posted("", body), body)
        return Did.CLOSED
    if _same(found.body, body):
        return Did.UNCHANGED
    _write(lambda: forge.edit_issue(found, body), read, body)
    return Did.EDITED


def _marked(posted: Iterable[Posted], marker: str) -> Posted | None:
    return next((one for one in posted if one.body.lstrip().partition("\n")[0].strip() == marker), None)


def _write(write: Callable[[], None], read: Callable[[], Posted | None], body: str) -> None:
    """Writes; a write whose answer was lost is looked for, and counts when it stands there."""
    try:
        write()
    except ServiceError as error:
        if not error.maybe_done:
            raise
        stands = read()
        if stands is None or not _same(stands.body, body):
            raise


def _same(one: str, other: str) -> bool:
    """Whether two texts are one to a service: line ends and blanks at the ends are not always kept."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
