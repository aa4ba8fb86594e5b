"""Imports for the command line: read the tenant, compare, write the YAML, remember. Read `run_import`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.adopt.adoption import adopt
from reconciler.adopt.known import NO_MEMORY, Known, Memory, known
from reconciler.adopt.remember import after_import
from reconciler.adopt.wishes import Scope
from reconciler.cli.book_list import Listed, read_list
from reconciler.cli.book_lookup import Candidate, candidates, find_book
from reconciler.cli.doors import intune, ledger_door
from reconciler.cli.exits import Exit
from reconciler.cli.import_files import Draft, NotWritten, make_draft, new_tenant_files, read_files, yaml_below
from reconciler.cli.import_target import NewTenant, Target, find_target
from reconciler.cli.language import language_of
from reconciler.cli.progress import progress
from reconciler.cli.run import Run
from reconciler.cli.signing import believing_door, signing_door
from reconciler.cli.tenants import Choice, report_blocked, totals_of
from reconciler.match import match
from reconciler.model.adoption import Adoption
from reconciler.model.book_list import MatchedLine
from reconciler.model.catalogue.changes import OBSERVED_INCOMPLETE
from reconciler.model.desired import DesiredState
from reconciler.model.edits import CannotEdit
from reconciler.model.errors import Locked, ServiceError, Unrecorded, UsageError
from reconciler.model.ids import BookId, Digest
from reconciler.model.instants import stamp
from reconciler.model.observed import ObservedState, Unread
from reconciler.model.record import LedgerState, RecordKind
from reconciler.observed.observe import observe
from reconciler.report.findings_json import as_json
from reconciler.report.import_json import import_document
from reconciler.report.import_text import import_lines
from reconciler.report.imported import Imported
from reconciler.report.messages.import_phrases import import_phrases


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    path: str
    tenant: str | None
    new: NewTenant
    book_list: Path | None
    books: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """The tenant beside its YAML and its ledger."""

    target: Target
    observed: ObservedState
    known: Known
    ledger: LedgerState

    @property
    def memory(self) -> Memory:
        if self.ledger.last_applied is None:
            return NO_MEMORY
        return Memory(self.ledger.last_applied, self.ledger.tokens)


def run_import(run: Run, wanted: Wanted) -> int:
    """Writes the YAML, prints what was done, appends to the ledger; gives the exit code."""
    target = find_target(run, wanted.path, wanted.tenant, wanted.new)
    if isinstance(target, Choice):
        return report_blocked(run, target, wanted.form)
    ledger = _ledger(run, target)
    seen, listed = _look(run, wanted, target, ledger)
    if listed is not None and listed.open:
        return _ask_back(run, wanted, seen, listed)
    scope = _scope(wanted, seen, listed)
    adoption = adopt(seen.observed, seen.known, seen.memory, scope)
    draft = _draft(run, seen, adoption)
    after = _tried(seen, draft, scope)
    if isinstance(after, Choice):
        return report_blocked(run, after, wanted.form)
    remember = _memory_of(run, seen, after)
    draft.write()
    record = remember()
    files = {path: path in draft.before for path in draft.after}
    rows = listed.rows if listed else None
    _print(run, wanted, _imported(seen, adoption, files, rows, record))
    return Exit.DONE


def _ledger(run: Run, target: Target) -> LedgerState:
    """What the ledger says. Raises Locked while an apply is at work, whose plan the YAML may still be."""
    if target.desired is not None:
        state = believing_door(run.settings, target.desired).ledger.state()
    else:
        state = ledger_door(run.settings, target.tenant).ledger.state()
    now = run.settings.clock()
    for intent in state.open_intents:
        if intent.lease_until > now:
            raise Locked(
                f"VPP512 an apply runs since {stamp(intent.at)} ({intent.holder.run}).",
                "Import again when it has ended.",
            )
    return state


def _look(run: Run, wanted: Wanted, target: Target, ledger: LedgerState) -> tuple[_Seen, Listed | None]:
    """Reads the tenant, and the book list against it."""
    tenant, desired = target.tenant, target.desired
    with intune(run.settings, tenant) as reader, progress(run.console) as told:
        observed = observe(reader, desired, run.settings.clock(), told)
        _check_whole(observed)
        here = _known(target, observed)
        if wanted.book_list is None:
            return _Seen(target, observed, here, ledger), None
        listed, groups = read_list(run, wanted.book_list, observed, here, reader)
    return _Seen(target, replace(observed, groups={**observed.groups, **groups}), here, ledger), listed


def _check_whole(observed: ObservedState) -> None:
    """Raises ServiceError where groups could not be read: what was not seen must not look as if it were not there."""
    failed = [group for group, why in observed.unread_groups.items() if why is Unread.FAILED]
    if failed:
        raise ServiceError(
            f"{len(failed)} groups could not be read: nothing was written.",
            "Run import again.",
            code=OBSERVED_INCOMPLETE.id,
        )


def _known(target: Target, observed: ObservedState) -> Known:
    if target.desired is None:
        return Known(target.tenant.path)
    return known(target.desired, match(target.desired, observed), target.listed)


def _scope(wanted: Wanted, seen: _Seen, listed: Listed | None) -> Scope:
    """Which books are meant. A book list adds to a tenant with YAML, and comes on top of all books of a new one."""
    only = _books(wanted.books, seen)
    if listed is None:
        return Scope(only, forced=only is not None)
    if only is None and seen.target.desired is not None:
        only = frozenset(listed.wish)
    return Scope(only, wish=listed.wish)


def _books(names: Sequence[str], seen: _Seen) -> frozenset[BookId] | None:
    """The books that --book names; None without any. Raises UsageError for one that the tenant does not have."""
    if not names:
        return None
    desired = seen.target.desired
    if desired is not None:
        among = candidates(desired.books, match(desired, seen.observed), seen.observed.books)
    else:
        among = tuple(Candidate(None, book, book.token or "") for book in seen.observed.books)
    found = [find_book(name, among) for name in names]
    for one, name in zip(found, names, strict=True):
        if one.observed is None:
            raise UsageError(f'The tenant has no book "{name}".', "Name a book that the tenant shows.")
    return frozenset(one.observed.id for one in found if one.observed is not None)


def _draft(run: Run, seen: _Seen, adoption: Adoption) -> Draft:
    cwd, target = run.settings.cwd, seen.target
    if target.desired is None:
        made = new_tenant_files(cwd, target.tenant, adoption.edits)
        before = read_files(cwd, yaml_below(cwd, target.tenant.path))
    else:
        made, before = {}, read_files(cwd, target.files)
    try:
        return make_draft(cwd, before, adoption.edits, made)
    except CannotEdit as error:
        raise NotWritten(
            f"{error}: nothing was written.", "Write this part in another way, or change it by hand."
        ) from error


def _tried(seen: _Seen, draft: Draft, scope: Scope) -> DesiredState | Choice:
    """What the files say once they are written; the findings where they would be wrong.

    Raises NotWritten where they would not say what was meant.
    """
    tenant = seen.target.tenant
    if not draft.after and seen.target.desired is not None:
        return seen.target.desired
    done = draft.validated(tenant.path)
    desired = done.desired.get(tenant.name)
    if desired is None:
        return Choice(tenant, None, done.findings, totals_of(done))
    again = adopt(seen.observed, known(desired, match(desired, seen.observed), seen.target.listed), seen.memory, scope)
    if again.edits:
        where = ", ".join(sorted({edit.path for edit in again.edits}))
        raise NotWritten(
            f"{where}: written this way, another import would change it again. Nothing was written.",
            "Please open an issue in the project with the part of the file that import should have changed.",
        )
    return desired


def _memory_of(run: Run, seen: _Seen, desired: DesiredState) -> Callable[[], Digest | None]:
    """What appends to the ledger what the tenant shows as declared, where there is one and that says something new.

    Raises UsageError now for a signing key of no use, and Unrecorded then, where the ledger does not take the record.
    """
    former = seen.ledger.last_applied
    applied = after_import(former, match(desired, seen.observed), seen.observed)
    nowhere = run.settings.ledger is None and not seen.ledger.seq
    if nowhere or (former is not None and dict(former) == applied):
        return lambda: None
    ledger = signing_door(run.settings, desired).ledger

    def append() -> Digest:
        try:
            return ledger.append(RecordKind.IMPORT, {"lastApplied": applied}, run.settings.clock(), seen.ledger.head)
        except (Locked, ServiceError) as error:
            raise Unrecorded(
                f"The YAML was written, and the ledger did not take the record of it: {error.message}",
                "Run import again, which appends it.",
            ) from error

    return append


def _ask_back(run: Run, wanted: Wanted, seen: _Seen, listed: Listed) -> int:
    """Shows what of a list is not clear. Nothing is written."""
    _print(run, wanted, _imported(seen, Adoption((), (), ()), {}, listed.rows, None))
    return Exit.USAGE


def _imported(
    seen: _Seen,
    adoption: Adoption,
    files: Mapping[str, bool],
    rows: tuple[MatchedLine, ...] | None,
    record: Digest | None,
) -> Imported:
    target = seen.target
    return Imported(target.tenant, target.desired is None, seen.observed.at, adoption, files, rows, record)


def _print(run: Run, wanted: Wanted, imported: Imported) -> None:
    if wanted.form == "json":
        run.console.data(as_json(import_document(imported)))
    else:
        run.console.result(import_lines(imported, import_phrases(language_of(run, imported.tenant))))
