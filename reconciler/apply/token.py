"""Writes one VPP token: re-read, write, read back, sync, and look whether it is still the same pool.

Read `write_token`. Nothing here takes a VPP token or a licence away, and no part of a content token is in any note.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reconciler.apply.job import Job
from reconciler.apply.upload import unfit
from reconciler.model.catalogue.token_changes import TOKEN_CREATE
from reconciler.model.change import Action, Change
from reconciler.model.content_token import ContentToken
from reconciler.model.entities import Token
from reconciler.model.errors import ServiceError
from reconciler.model.ids import BookId, TokenId
from reconciler.model.instants import stamp
from reconciler.model.observed import ObservedToken
from reconciler.model.providers import Written
from reconciler.model.record import OutcomeKind
from reconciler.model.token_fields import EXPIRES, TAKE_CONTROL, same_expiry, same_field, shown_fields

_REPEATABLE = (0, 408, 429, 500, 502, 503, 504)
_DEAD = ("expired", "invalid")
"""States of a token that nothing can be done with."""
_SYNC_PATIENCE = 60.0
"""Seconds that an apply waits for the sync after an upload."""


@dataclass(frozen=True, slots=True)
class TokenResult:
    """What became of the change of one VPP token.

    `shown` is the token as it was last read, `moved` what is no longer as it was behind it (VPP116): a variant of the
    rule with its parameters. `rule` is the rule under which nothing was written.
    """

    outcome: OutcomeKind
    request_ids: tuple[str, ...] = ()
    shown: ObservedToken | None = None
    sent: bool = False
    note: str = ""
    rule: str = ""
    moved: tuple[str, Mapping[str, Any]] | None = None
    client_request_ids: tuple[str, ...] = ()


def write_token(job: Job, change: Change, may_write: Callable[[], bool]) -> TokenResult:
    """Brings one VPP token to where its change wants it. `may_write`: whether the lock is still held."""
    assert change.token is not None  # only changes of tokens come here
    token = job.desired.token_of[change.token.name]
    content: ContentToken | None = None
    if change.action in (Action.CREATE, Action.RENEW):
        found = job.content_of(token.name)
        if wrong := unfit(found, token, change, job.clock()):
            return TokenResult(OutcomeKind.HELD, note=wrong, rule=TOKEN_CREATE.id)
        assert isinstance(found, ContentToken)  # everything else is unfit
        content = found
    try:
        writing = _Writing(job, token, change, content)
        return writing.run(may_write)
    except ServiceError as error:  # of a reading before anything was sent
        return TokenResult(OutcomeKind.FAILED, note=error.message, rule=error.code)


@dataclass(slots=True)
class _Writing:
    """One VPP token on its way."""

    job: Job
    token: Token
    change: Change
    content: ContentToken | None
    id: TokenId | None = None
    before: ObservedToken | None = None
    books: frozenset[BookId] = frozenset()
    request_ids: list[str] = field(default_factory=list)
    client_request_ids: list[str] = field(default_factory=list)
    uploaded: bool = False
    unread: str = ""

    def run(self, may_write: Callable[[], bool]) -> TokenResult:
        """Reads, writes, reads back, syncs where a content token was uploaded."""
        assert self.change.token is not None
        self.id = self.change.token.id
        if self.id is not None:
            self.before = self.job.writer.token(self.id)
            if self.before is None:
                return TokenResult(OutcomeKind.FAILED, note="the VPP token is no longer in the tenant")
            if surprise := self._surprise(self.before):
                return TokenResult(OutcomeKind.CONFLICT, shown=self.before, note=surprise)
            if self._is_done(self.before):
                return TokenResult(OutcomeKind.UNCHANGED, shown=self.before)
            if self.content is not None:
                self.books = self._books()
        failure = self._send_all(may_write)
        if failure is not None:
            return self._half_done(failure) if self.uploaded else failure
        shown = self._read_back()
        if shown is None and self.unread:
            told = f"it was sent, and could not be read back: {self.unread}"
            return self._result(OutcomeKind.FAILED, None, told)
        if shown is None:
            return self._result(OutcomeKind.CONFLICT, None, "after the write the tenant does not show it")
        return self._after_upload(shown) if self.content is not None else self._done(shown, "")

    def _surprise(self, there: ObservedToken) -> str:
        """What stands in the way: a field that is neither as it was planned from, nor as it shall be."""
        shown = _compared(there)
        before, after = self.change.before or {}, self.change.after or {}
        for key, planned in before.items():
            if not _same(key, shown[key], planned) and not _same(key, shown[key], after.get(key)):
                return f"{key} is {_text(shown[key])} by now, and the plan began at {_text(planned)}"
        return ""

    def _is_done(self, there: ObservedToken) -> bool:
        shown = _compared(there)
        return all(_same(key, shown[key], value) for key, value in (self.change.after or {}).items() if key in shown)

    def _send_all(self, may_write: Callable[[], bool]) -> TokenResult | None:
        """Sends what the change consists of; a renewal sends the content token alone. None: all was accepted."""
        for number, send in enumerate(self._steps()):
            failure = self._send(send, may_write)
            if failure is not None:
                return failure
            self.uploaded = self.uploaded or (number == 0 and self.content is not None)
        return None

    def _steps(self) -> list[Callable[[], Written]]:
        writer, content, after = self.job.writer, self.content, dict(self.change.after or {})
        if self.change.action is Action.CREATE:
            assert content is not None
            return [lambda: writer.create_token(content, after)]
        identity = self.id
        assert identity is not None
        steps: list[Callable[[], Written]] = []
        if content is not None:
            after.pop(EXPIRES, None)
            steps.append(lambda: writer.renew_token(identity, content))
        if after:
            steps.append(lambda: writer.update_token(identity, after))
        return steps

    def _send(self, send: Callable[[], Written], may_write: Callable[[], bool]) -> TokenResult | None:
        """Sends once, and again only after a reading showed that nothing was done."""
        failure: ServiceError | None = None
        for attempt in range(self.job.pace.write_attempts):
            if failure is not None:
                self.job.sleep(min(self.job.pace.longest_wait, failure.retry_after or self.job.pace.pause(attempt)))
            if self.job.stop.requested or not may_write():
                return self._stopped(failure)
            failure = self._sent(send)
            if failure is None or self._arrived(failure):
                return None
            if failure.status not in _REPEATABLE:
                break
        assert failure is not None
        return replace(self._result(OutcomeKind.FAILED, self.before, failure.message), rule=failure.code)

    def _stopped(self, failure: ServiceError | None) -> TokenResult:
        if failure is None:
            return TokenResult(OutcomeKind.NOT_TRIED, shown=self.before, note="the run ended before this write")
        return self._result(OutcomeKind.FAILED, self.before, f"{failure.message}; then the run ended")

    def _sent(self, send: Callable[[], Written]) -> ServiceError | None:
        try:
            written = send()
        except ServiceError as error:
            self.request_ids += [error.request_id] if error.request_id else []
            self.client_request_ids += [error.client_request_id] if error.client_request_id else []
            return error
        self.request_ids.append(written.request_id)
        self.client_request_ids += [written.client_request_id] if written.client_request_id else []
        self.id = self.id or written.token
        return None

    def _arrived(self, failure: ServiceError) -> bool:
        """Whether a write whose answer was lost, or bad, was done all the same."""
        if not failure.maybe_done and failure.status not in _REPEATABLE:
            return False
        try:
            there = self._find()
        except ServiceError:
            return False
        if there is None:
            return False
        if self.change.action is Action.CREATE:
            self.id = there.id
            return True
        return self._is_done(there)

    def _find(self) -> ObservedToken | None:
        """The token now. One that is being created is found as a declaration finds it."""
        if self.id is not None:
            return self.job.writer.token(self.id)
        declared = (self.token.organization.casefold(), (self.token.apple_id or "").casefold())
        found = [
            one
            for one in self.job.writer.tokens()
            if ((one.organization or "").casefold(), (one.apple_id or "").casefold()) == declared
        ]
        return found[0] if len(found) == 1 else None

    def _read_back(self) -> ObservedToken | None:
        """The token once the tenant shows it as planned; None when it never does."""
        for attempt in range(self.job.pace.readback_attempts):
            if attempt:
                self.job.sleep(self.job.pace.pause(attempt))
            try:
                there, self.unread = self._find(), ""
            except ServiceError as error:
                self.unread = error.message
                continue
            if there is not None and (self.change.action is Action.CREATE or self._is_done(there)):
                return there
        return None

    def _half_done(self, failure: TokenResult) -> TokenResult:
        """The renewal was accepted and a field was not: what stands behind the token is looked at all the same."""
        shown = self._find_quietly()
        looked = self._after_upload(shown) if shown is not None else failure
        return looked if looked.moved is not None else replace(failure, outcome=OutcomeKind.FAILED, sent=True)

    def _find_quietly(self) -> ObservedToken | None:
        try:
            return self._find()
        except ServiceError:
            return None

    def _after_upload(self, shown: ObservedToken) -> TokenResult:
        """Asks for one sync, waits for it, and compares what stands behind the token with what stood there."""
        synced, told = self.job.sync(shown, _SYNC_PATIENCE)
        moved = self._moved(synced)
        if moved is not None:
            return replace(self._result(OutcomeKind.CONFLICT, synced, told), moved=moved)
        if synced.sync_status == "failed" or synced.state in _DEAD:
            sick = f"after the upload the tenant reports state {synced.state}, sync {synced.sync_status}"
            return self._result(OutcomeKind.CONFLICT, synced, sick)
        return self._done(synced, told)

    def _done(self, shown: ObservedToken, told: str) -> TokenResult:
        notes = [told] if told else []
        taken = (self.change.after or {}).get(TAKE_CONTROL) is True
        notes += ["now set takeControlFromOtherMdm to false in the YAML"] if taken else []
        return self._result(OutcomeKind.APPLIED, shown, "; ".join(notes))

    def _moved(self, shown: ObservedToken) -> tuple[str, Mapping[str, Any]] | None:
        """Which sign says that another pool stands behind the token now (VPP116); None where none does."""
        declared, location = self.token.organization, self.token.location
        if shown.organization and shown.organization.strip().casefold() != declared.strip().casefold():
            return "organization", {"declared": declared, "observed": shown.organization}
        former = self.before.location_name if self.before else location.name if location else None
        if former and shown.location_name and former.casefold() != shown.location_name.casefold():
            return "location", {"declared": former, "observed": shown.location_name}
        lost = self.books - self._books() if self.books else frozenset()
        return ("lost", {"count": len(lost)}) if lost else None

    def _books(self) -> frozenset[BookId]:
        return frozenset(book.id for book in self.job.writer.books() if book.token == self.id)

    def _result(self, outcome: OutcomeKind, shown: ObservedToken | None, note: str = "") -> TokenResult:
        return TokenResult(
            outcome=outcome,
            request_ids=tuple(self.request_ids),
            shown=shown,
            sent=bool(self.request_ids) or shown is not None,
            note=note,
            client_request_ids=tuple(self.client_request_ids),
        )


def _compared(there: ObservedToken) -> dict[str, Any]:
    return {**shown_fields(there), EXPIRES: there.expires}


def _same(key: str, shown: Any, planned: Any) -> bool:
    """Whether the tenant shows what was planned; an expiry within a minute is the same."""
    if key != EXPIRES:
        return same_field(key, shown, planned)
    return shown is None if planned is None else same_expiry(shown, planned)


def _text(value: Any) -> str:
    return stamp(value) if isinstance(value, datetime) else "nothing" if value is None else str(value)
