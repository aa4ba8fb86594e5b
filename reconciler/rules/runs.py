"""Rules on the run itself and those before it: `(World) -> Iterator[Finding]`, one per rule."""

from collections.abc import Iterator

from reconciler.model.catalogue.changes import APPLY_LOCKED, EMERGENCY_CHANGE, POLICY_LOOSENED, THROTTLED
from reconciler.model.catalogue.evidence import EVIDENCE_UNSIGNED
from reconciler.model.finding import Finding
from reconciler.model.instants import stamp
from reconciler.model.rule import Severity
from reconciler.model.world import World


def apply_locked(world: World) -> Iterator[Finding]:
    """Applies that are at work, or that left no receipt. A plan only warns of them."""
    for intent in world.ledger.abandoned:
        at_work = intent in world.ledger.open_intents and world.now < intent.lease_until
        yield APPLY_LOCKED.found(
            None,
            "tenant",
            variant="open" if at_work else "lapsed",
            severity=Severity.WARNING,
            since=stamp(intent.at),
            holder=f"{intent.holder.run} on {intent.holder.host}, process {intent.holder.pid}",
            until=stamp(intent.lease_until),
        )


def emergency_change(world: World) -> Iterator[Finding]:
    """Emergencies that nobody has reviewed yet (policy.reviewedEmergencies); shown in every plan until then."""
    policy = world.desired.policy
    reviewed = {digest.strip().lower().removeprefix("sha256:") for digest in policy.reviewed_emergencies}
    for one in world.ledger.emergencies:
        if one.receipt.removeprefix("sha256:") in reviewed:
            continue
        yield EMERGENCY_CHANGE.found(
            policy.marks.position("reviewedEmergencies") if policy.marks.path else None,
            "ledger",
            date=one.at.date().isoformat(),
            days=max(0, (world.now - one.at).days),
            reason=one.reason,
            receipt=one.receipt,
        )


def evidence_unsigned(world: World) -> Iterator[Finding]:
    """Receipts and imports newer than last applied that do not count, for no ledger key signed them."""
    ledger, policy = world.ledger, world.desired.policy
    if count := ledger.unsigned + len(ledger.untrusted):
        place = policy.marks.position("ledgerKeys") if policy.marks.path and policy.ledger_keys else None
        yield EVIDENCE_UNSIGNED.found(
            place,
            "ledger",
            variant="newest" if ledger.last_applied_record is None else "newer",
            count=count,
            done=ledger.unsigned,
            what=ledger.last_applied_record or "",
        )


def throttled(world: World) -> Iterator[Finding]:
    """The service made the reading wait."""
    if world.observed.waited_seconds:
        yield THROTTLED.found(None, "tenant", seconds=world.observed.waited_seconds)


def policy_loosened(world: World) -> Iterator[Finding]:
    """Limits of the policy that the pull request would loosen; until it is applied the stricter ones hold."""
    marks = world.desired.policy.marks
    if world.base_unread:
        yield POLICY_LOOSENED.found(None, "policy", variant="unread")
    for one in world.loosened:
        place = marks.position(one.key) if marks.path else None
        yield POLICY_LOOSENED.found(place, "policy", limit=f"policy.{one.key}", was=one.was, now=one.now)
