"""Syncs VPP tokens for the command line: which are meant, one question each, and waiting for the end. `run_sync`."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reconciler.cli.doors import intune
from reconciler.cli.exits import Exit
from reconciler.cli.language import language_of
from reconciler.cli.progress import progress
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.graph.provider import GraphIntune
from reconciler.match import match
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Token
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import Handle, TokenId
from reconciler.model.naming import fold, nearest
from reconciler.model.observed import ObservedState, ObservedToken
from reconciler.model.progress import Progress
from reconciler.model.token_sync import SUCCEEDED, SyncKind, TokenSync
from reconciler.report.findings_json import as_json
from reconciler.report.messages.doctor_phrases import sync_phrases
from reconciler.report.messages.phrases import Phrases
from reconciler.report.sync import sync_document, sync_lines
from reconciler.syncs import Begun, Ended, Patience, Syncing, begin_sync, wait_for_sync

LONGEST_WAIT_SECONDS = 600.0
"""All syncs of a run together are waited for this long."""

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks: handles and ids; none means all declared."""

    tokens: tuple[str, ...]
    path: str
    tenant: str | None
    wait: bool
    form: str


def run_sync(run: Run, wanted: Wanted) -> int:
    """Asks for the syncs, waits where that is wanted, prints what came of them; gives the exit code."""
    choice = choose_tenant(run, wanted.path, wanted.tenant)
    desired = choice.desired
    if desired is None:
        return report_blocked(run, choice, wanted.form)
    names = _named(desired, wanted.tokens)
    say = sync_phrases(language_of(run, desired.tenant))
    with intune(run.settings, desired.tenant) as tenant, progress(run.console) as told:
        syncs = _asked(run, tenant, _meant(run, desired, names, tenant)) if names else []
        if wanted.wait and syncs:
            run.console.note(say("sync-wait", minutes=round(LONGEST_WAIT_SECONDS / 60)))
        done = _waited(tenant, syncs, told, say) if wanted.wait else [sync for sync, _ in syncs]
    if wanted.form == "json":
        run.console.data(as_json(sync_document(done, desired.tenant.name, say)))
    else:
        run.console.result(sync_lines(done, say))
    return Exit.DONE if all(one.kind in SUCCEEDED for one in done) else Exit.SERVICE


_Sync = tuple[TokenSync, Begun | None]


def _named(desired: DesiredState, given: Sequence[str]) -> tuple[str, ...]:
    """Handles and ids that are meant, each once. Raises UsageError for a text that is neither."""
    if not given:
        return tuple(token.name for token in desired.tokens)
    handles = {fold(token.name): token.name for token in desired.tokens}
    return tuple(dict.fromkeys(_one_name(text, handles) for text in given))


def _one_name(text: str, handles: dict[str, Handle]) -> str:
    if (handle := handles.get(fold(text))) is not None:
        return handle
    if _GUID.fullmatch(text.strip()):
        return text.strip().lower()
    close = nearest(text, handles.values())
    known = f"Declared are: {', '.join(handles.values())}." if handles else "None is declared here."
    raise UsageError(
        f'There is no VPP token "{text}" in the YAML, and it is no id.', f"Did you mean {close}?" if close else known
    )


def _meant(run: Run, desired: DesiredState, names: Sequence[str], tenant: GraphIntune) -> list[TokenSync]:
    """The tokens of the tenant behind the names, each once; what is not found exactly once says so."""
    found = _places(desired, ObservedState(run.settings.clock(), tenant.beta(), (), tenant.tokens()))
    meant: dict[str, TokenSync] = {}
    for name in names:
        one = found.get(name) or TokenSync(name, TokenId(name) if _GUID.fullmatch(name) else None, SyncKind.NOT_FOUND)
        meant.setdefault(one.token or one.name, one)
    return list(meant.values())


def _places(desired: DesiredState, observed: ObservedState) -> dict[str, TokenSync]:
    """Where each handle and each id leads; a declared token goes by its handle."""
    matched = match(replace(desired, books=(), group_of={}), observed)
    places: dict[str, TokenSync] = {token.id: _there(token.id, token) for token in observed.tokens}
    for handle, token in matched.tokens.items():
        places[handle] = places[token.id] = _there(handle, token)
    for declared in matched.missing_tokens:
        places[declared.name] = _absent(declared, SyncKind.NOT_FOUND)
    for declared, _ in matched.ambiguous_tokens:
        places[declared.name] = _absent(declared, SyncKind.AMBIGUOUS)
    return places


def _there(name: str, token: ObservedToken) -> TokenSync:
    return TokenSync(name, token.id, SyncKind.ASKED, token)


def _absent(declared: Token, kind: SyncKind) -> TokenSync:
    return TokenSync(declared.name, None, kind)


def _asked(run: Run, writer: Syncing, meant: Sequence[TokenSync]) -> list[_Sync]:
    """Each token asked once; a token that refuses does not stop the others."""
    return [_ask(run, writer, one) for one in meant]


def _ask(run: Run, writer: Syncing, one: TokenSync) -> _Sync:
    if one.kind is not SyncKind.ASKED or one.token is None:
        return one, None
    try:
        begun = begin_sync(writer, one.token, run.settings.clock())
    except ServiceError as error:
        return _refused(one, error), None
    if begun is None:
        return replace(one, kind=SyncKind.NOT_FOUND, shown=None), None
    if begun.written is None:
        return replace(one, kind=SyncKind.RUNNING, shown=begun.before), begun
    return replace(one, shown=begun.before, request_id=begun.written.request_id), begun


def _waited(writer: Syncing, syncs: Sequence[_Sync], told: Progress, say: Phrases) -> list[TokenSync]:
    """What became of each, all of them waited for until one moment."""
    patience = Patience(LONGEST_WAIT_SECONDS, time.monotonic, time.sleep)
    until = patience.until()
    done = []
    for one, begun in syncs:
        if begun is None:
            done.append(one)
            continue
        try:
            ended = wait_for_sync(writer, begun, patience, told, say("sync-waiting", name=one.name), until)
        except ServiceError as error:
            done.append(_refused(one, error))
            continue
        done.append(_came_to(one, ended))
    return done


def _came_to(one: TokenSync, ended: Ended) -> TokenSync:
    return replace(one, kind=ended.kind, shown=ended.shown)


def _refused(one: TokenSync, error: ServiceError) -> TokenSync:
    """What the service said instead, with the rule that it falls under."""
    rule = f"{error.code}: " if error.code.startswith("VPP") else ""
    return replace(
        one, kind=SyncKind.REFUSED, message=rule + error.message, remedy=error.remedy, request_id=error.request_id
    )


def sync_once(
    run: Run, writer: Syncing, progress: Progress, there: ObservedToken, seconds: float
) -> tuple[ObservedToken, str]:
    """One sync of a VPP token that was just uploaded: the token as it is afterwards, and a word where it went wrong."""
    patience = Patience(seconds, time.monotonic, time.sleep)
    try:
        begun = begin_sync(writer, there.id, run.settings.clock())
        if begun is not None and begun.written is None:  # it ran before the upload, so it says nothing of it
            wait_for_sync(writer, begun, Patience(seconds / 2, time.monotonic, time.sleep), progress)
            begun = begin_sync(writer, there.id, run.settings.clock())
        if begun is None:
            return there, "it vanished before its sync"
        ended = wait_for_sync(writer, begun, patience, progress)
    except ServiceError as error:
        return there, f"its sync could not be asked for: {error.message}"
    return ended.shown or there, "" if ended.kind in SUCCEEDED else f"its sync ended with: {ended.kind}"
