"""Keeps in the ledger who was in the groups that an apply was about, under pseudonyms. Read `keep_members`."""

from reconciler.apply.job import Applied
from reconciler.audit.members import members_body
from reconciler.cli.doors import LedgerDoor, pseudonyms_of
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.model.desired import DesiredState
from reconciler.model.errors import Locked, ServiceError
from reconciler.model.ids import Digest
from reconciler.model.record import RecordKind
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import phrases


def keep_members(run: Run, desired: DesiredState, door: LedgerDoor, applied: Applied) -> Digest | None:
    """The head of the chain after an apply: an observation behind the receipt, where something was written.

    Without a key nothing of people is kept. The apply is done by now: what cannot be kept is only told.
    """
    pseudonyms = pseudonyms_of(run.settings, desired.tenant)
    if pseudonyms is None or applied.receipt is None or not applied.wrote:
        return applied.receipt
    body = members_body(pseudonyms, applied.planned.pseudonyms)
    if not body:
        return applied.receipt
    try:
        return door.ledger.append(RecordKind.OBSERVATION, body, run.settings.clock(), applied.receipt)
    except (Locked, ServiceError) as error:
        say = phrases(language_of(run, desired.tenant))
        run.console.warn([Line(say("members-not-kept", reason=error.message), Tone.WARNING)])
        return applied.receipt
