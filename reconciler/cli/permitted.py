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
from reconciler.model.forge import Approvals
from reconciler.model.record import LedgerState
from reconciler.model.world import BaseState
from reconciler.policy import stricter


def applied_base(state: LedgerState) -> BaseState | None:
    """What an apply is compared with: the policy that was in force at the newest one; None before the first."""
    return BaseState(state.policy) if state.policy is not None else None


def check_permitted(run: Run, desired: DesiredState, emergency: str | None) -> Approvals | None:
    """Who approved the commit, as far as the pipeline tells; None where it does not.

    Raises Refused within a freeze, without approvals, and for YAML that was not committed. Freezes and approvals are
    those of the stricter policy, so that no commit lifts its own. An emergency lifts both. Raises ServiceError where
    approvals are asked for and the service that holds them does not answer.
    """
    facts = circumstances(run.settings, desired)
    approvals: Approvals | None = None
    if emergency is None:
        policy = _in_force(run, desired)
        check_freeze(replace(desired, policy=policy), run.settings.clock())
        approvals = _approvals(run, policy, facts.commit)
    if facts.dirty and desired.tenant.cloud is not Cloud.SANDBOX:
        raise Refused("The YAML has changes that are not committed.", "Commit them, have them reviewed, plan again.")
    return approvals


def _in_force(run: Run, desired: DesiredState) -> Policy:
    before = believing_door(run.settings, desired).ledger.state().policy
    return desired.policy if before is None else stricter(before, desired.policy)[0]


def _approvals(run: Run, policy: Policy, commit: str | None) -> Approvals | None:
    """The approvals of a commit. Raises Refused (VPP510) where there are fewer than the policy asks for."""
    if not policy.approvals:
        return None
    from reconciler.cli.forge_door import approvals_of  # here: it loads HTTP, and most policies ask for none

    known = approvals_of(run.settings, commit)
    if known is None:
        raise _unapproved("", count=policy.approvals)
    if known.pull_request is None:
        raise _unapproved("unmerged", commit=known.commit[:12], count=policy.approvals)
    if len(known.approvers) < policy.approvals:
        raise _unapproved("few", commit=known.commit[:12], known=len(known.approvers), count=policy.approvals)
    return known


def _unapproved(variant: str, *, count: int, commit: str = "", known: int = 0) -> Refused:
    finding = APPROVAL_EVIDENCE.found(None, "policy", variant=variant, count=count, commit=commit, known=known)
    return Refused(f"{finding.rule} {finding.message}", finding.remedy, finding=finding)


def approvals_for_the_record(run: Run, desired: DesiredState, known: Approvals | None) -> Approvals | None:
    """Who approved the commit, for the receipt: asked also where no approval was needed, and never a hindrance."""
    if known is not None or not run.settings.pipeline.name:
        return known
    from reconciler.cli.forge_door import approvals_if_told  # here: as above

    return approvals_if_told(run.settings, circumstances(run.settings, desired).commit)
