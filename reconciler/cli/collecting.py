"""Collects Intune's audit events into the ledger, and tells what happened outside git. Read `run_collect`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from reconciler.audit.compact import compact
from reconciler.audit.gaps import knowledge, next_span
from reconciler.audit.judge import gap_findings, outside_findings
from reconciler.audit.members import groups_to_learn, members_body
from reconciler.audit.names import learn
from reconciler.audit.observations import collected, concerning, newest_counts, observation_body, spans
from reconciler.cli.audited import Audited, audited
from reconciler.cli.doors import intune, pseudonyms_of
from reconciler.cli.exits import Exit, exit_code, of_findings
from reconciler.cli.language import language_of, worded
from reconciler.cli.run import Run
from reconciler.cli.tenants import report_blocked
from reconciler.model.audit import History, Recorded, Span
from reconciler.model.entities import Token
from reconciler.model.errors import Locked, UsageError
from reconciler.model.finding import Finding
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.observed import ObservedBook, ObservedToken
from reconciler.model.pseudonyms import Pseudonyms
from reconciler.model.record import LedgerState, RecordKind
from reconciler.report.audit_json import events_document
from reconciler.report.audit_text import knowledge_lines, outside_lines
from reconciler.report.findings_json import as_json
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.audit_phrases import audit_phrases
from reconciler.report.messages.rules import rules_in
from reconciler.rules.severity import as_policy_says

if TYPE_CHECKING:
    from reconciler.graph.provider import GraphIntune

_OVERLAP = timedelta(hours=1)
"""Events may show a while after they happened; so much of the time before is read again. Each counts once."""


@dataclass(frozen=True, slots=True)
class _Collection:
    """What a collection brought: its span, the ids of new events, and the record that keeps them."""

    span: Span
    fresh: frozenset[str]
    record: Digest


def run_collect(run: Run, path: str, name: str | None, form: str) -> int:
    """Collects, records, tells; gives the exit code."""
    of = audited(run, path, name)
    if not isinstance(of, Audited):
        return report_blocked(run, of, form)
    _check_ledger(run, of)
    now = run.settings.clock()
    state = of.door.ledger.state()
    _check_unlocked(state, now)
    records = tuple(compact(of.records()))
    with intune(run.settings, of.tenant) as service:
        pseudonyms = pseudonyms_of(run.settings, of.tenant)
        done, handles = _collect(of, service, records, state, pseudonyms, now)
    told = of.history(of.records(), handles)
    return _tell(run, of, told, done, now, form)


def run_told(run: Run, path: str, name: str | None, form: str) -> int:
    """Tells what was collected before; asks no service. Gives the exit code."""
    of = audited(run, path, name)
    if not isinstance(of, Audited):
        return report_blocked(run, of, form)
    return _tell(run, of, of.history(of.records()), None, run.settings.clock(), form)


def _collect(
    of: Audited,
    service: "GraphIntune",
    records: tuple[Recorded, ...],
    state: LedgerState,
    pseudonyms: Pseudonyms | None,
    now: datetime,
) -> tuple[_Collection, dict[str, str]]:
    """Reads what is new, and appends it with seats and tokens; the handles of declared VPP tokens by id too."""
    span = next_span(knowledge(records[0].at if records else None, spans(records)), now)
    read = service.logged_events(span.start - _OVERLAP)
    if read.until is not None:
        span = Span(span.start, max(span.start, read.until))
    books, tokens = service.books(), service.tokens()
    handles = _handles(of.desired.tokens if of.desired else (), tokens)
    names = learn(records, handles)
    known = {*names.titles, *names.handles, *(book.id for book in books), *(token.id for token in tokens)}
    before = {one.event.id for one in collected(records)}
    ours = concerning(read.events, known)
    fresh = tuple(event for event in ours if event.id not in before)
    body = observation_body(span, fresh, books, tokens, handles, newest_counts(records))
    people = _people(pseudonyms, service, books, state)
    record = of.door.ledger.append(RecordKind.OBSERVATION, {**body, **people}, now, state.head)
    return _Collection(span, frozenset(event.id for event in fresh), record), handles


def _people(
    pseudonyms: Pseudonyms | None, service: "GraphIntune", books: Sequence[ObservedBook], state: LedgerState
) -> dict[str, Any]:
    """Who is in the groups that the ledger does not know yet; nothing of anybody without a key."""
    groups = groups_to_learn(books, state.members_then, pseudonyms) if pseudonyms else ()
    if pseudonyms is None or not groups:
        return {}
    return members_body(pseudonyms, pseudonyms.of_groups(service.members(groups).members))


def _handles(declared: Sequence[Token], tokens: Sequence[ObservedToken]) -> dict[str, str]:
    """The handles of declared VPP tokens by id: found by id, else by organisation and Apple account."""
    by_id = {token.id: token.name for token in declared if token.id is not None}
    by_account = {
        (token.organization.casefold(), (token.apple_id or "").casefold()): token.name
        for token in declared
        if token.id is None
    }
    found: dict[str, str] = {str(identity): str(name) for identity, name in by_id.items()}
    for token in tokens:
        account = ((token.organization or "").casefold(), (token.apple_id or "").casefold())
        if token.id not in found and account in by_account:
            found[token.id] = str(by_account[account])
    return found


def _tell(run: Run, of: Audited, told: History, done: _Collection | None, now: datetime, form: str) -> int:
    """Prints what happened outside git and what nobody knows; gives the exit code. Without a collection all is new."""
    fresh = done.fresh if done is not None else frozenset(one.event.id for one in told.outside)
    findings = as_policy_says(_findings(of, told, fresh, now), of.policy)
    if form == "json":
        document = events_document(
            of.tenant.name,
            done.span if done else None,
            fresh if done else frozenset(),
            told,
            worded(findings, language_of(run, of.tenant)),
            done.record if done else None,
            named=of.named,
        )
        run.console.data(as_json(document))
    else:
        _print(run, of, told, done, findings)
    pending = Exit.PENDING if any(one.event.id in fresh for one in told.outside) else Exit.DONE
    return exit_code([of_findings(findings), pending])


def _findings(of: Audited, told: History, fresh: frozenset[str], now: datetime) -> tuple[Finding, ...]:
    """What happened outside git and is new, and for which time nobody knows."""
    new = [one for one in told.outside if one.event.id in fresh]
    instead = None if of.named else audit_phrases(of.tenant.language)("audit-somebody")
    return (*outside_findings(new, named=instead), *gap_findings(told.knowledge, now))


def _print(run: Run, of: Audited, told: History, done: _Collection | None, findings: Sequence[Finding]) -> None:
    language = language_of(run, of.tenant)
    say = audit_phrases(language)
    if done is None:
        run.console.result([Line(say("audit-not-collected", tenant=of.tenant.name), Tone.STRONG)])
    else:
        span = {"since": stamp(done.span.start), "until": stamp(done.span.end)}
        headline = say("audit-collected", tenant=of.tenant.name, count=len(done.fresh), **span)
        run.console.result([Line(headline, Tone.STRONG)])
    run.console.result(outside_lines(told.outside, done.fresh if done else frozenset(), say, named=of.named))
    run.console.result(knowledge_lines(told.knowledge, say))
    for finding in worded(findings, language):
        run.console.result(finding_lines(finding, rules_in(language), say))
    if done is not None:
        run.console.note(say("audit-observation", digest=done.record))


def _check_ledger(run: Run, of: Audited) -> None:
    """Raises UsageError where the ledger would vanish with the machine, or where no file declares the tenant."""
    if of.tenant.marks.path == "":
        raise UsageError("There is no YAML here that says which tenant to ask.", "Name its folder with --path.")
    if run.settings.ci and of.door.by_default:
        raise UsageError(
            "This is a pipeline, and the ledger would vanish with the runner.",
            "Set RECONCILER_LEDGER to a place that stays: dir:PATH or git:REMOTE#BRANCH.",
        )


def _check_unlocked(state: LedgerState, now: datetime) -> None:
    """Raises Locked while an apply is at work: a record between its intent and its receipt would stop it."""
    for intent in state.open_intents:
        if now < intent.lease_until:
            raise Locked(
                f"an apply holds the tenant until {stamp(intent.lease_until)} ({intent.holder.run}).",
                "Collect again when it has ended.",
            )
