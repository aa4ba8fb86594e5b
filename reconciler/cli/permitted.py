"""Whether an apply is permitted now: freezes, approvals, committed YAML. Read `check_permitted`."""

from dataclasses import replace

from reconciler.apply.stored import check_freeze
from reconciler.cli.doors import circumstances
from reconciler.cli.run import Run
from reconciler.cli.signing import believing_door
from reconciler.model.catalogue.changes import APPROVAL_EVIDENCE
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Cloud, Policy
from reconciler.model.errors import Refused
from reconciler.model.record import LedgerState
from reconciler.model.world import BaseState
from reconciler.policy import stricter


def applied_base(state: LedgerState) -> BaseState | None:
    """What an apply is compared with: the policy that was in force at the newest one; None before the first."""
    return BaseState(state.policy) if state.policy is not None else None


def check_permitted(run: Run, desired: DesiredState, emergency: str | None) -> None:
    """Raises Refused within a freeze, without approvals, and for YAML that was not committed.

    Freezes and approvals are those of the stricter policy, so that no commit lifts its own. An emergency lifts both.
    """
    if emergency is None:
        policy = _in_force(run, desired)
        check_freeze(replace(desired, policy=policy), run.settings.clock())
        _check_approvals(policy)
    facts = circumstances(run.settings, desired)
    if facts.dirty and desired.tenant.cloud is not Cloud.SANDBOX:
        raise Refused("The YAML has changes that are not committed.", "Commit them, have them reviewed, plan again.")


def _in_force(run: Run, desired: DesiredState) -> Policy:
    before = believing_door(run.settings, desired).ledger.state().policy
    return desired.policy if before is None else stricter(before, desired.policy)[0]


def _check_approvals(policy: Policy) -> None:
    """Raises Refused where approvals are asked for: none is known here, and unknown never counts as given."""
    if policy.approvals:
        finding = APPROVAL_EVIDENCE.found(None, "policy", count=policy.approvals)
        raise Refused(f"{finding.rule} {finding.message}", finding.remedy)
