"""How the declared VPP tokens differ from the tenant's: what to create, renew and update. Read `diff_tokens`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reconciler.model import token_fields as field
from reconciler.model.change import Action, Change, Hold, Origin, TokenRef
from reconciler.model.contents import ContentFacts, Contents, at_hand, may_create, renewal_due
from reconciler.model.desired import DesiredState
from reconciler.model.entities import BetaUse, Mode, Token
from reconciler.model.ids import token_change_id
from reconciler.model.instants import stamp
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedToken
from reconciler.model.token_fields import TokenMemory, declared_fields, same_field, shown_fields

_OBSERVED_ONLY = Hold(None, "mode observe", "")


# declared | in the tenant | secret            | change
# ---------|---------------|-------------------|---------------------------------------------------------------
# yes      | no            | declared, no id   | create, also while the secret is not at hand
# yes      | no            | none, or an id    | nothing: VPP108
# yes      | yes           | newer by a minute | renew, together with the fields that differ
# yes      | yes, renewal  | not at hand       | renew by what is there when it is applied: no expirationDateTime yet
#          | is due        |                   |
# yes      | yes           | other, or none    | update of the fields that differ; nothing where none does
# no       | yes           |                   | nothing, ever: VPP121, VPP127
def diff_tokens(
    desired: DesiredState,
    matching: Matching,
    contents: Contents,
    now: datetime,
    *,
    beta: bool,
    memory: TokenMemory | None,
) -> tuple[Change, ...]:
    """The changes of VPP tokens, by handle. Pure, and empty where tenant and declaration agree.

    `beta` says whether tokens were read through beta; `memory` None: nothing was ever applied.
    """
    compare = _Comparison(desired, contents, now, beta and desired.tenant.beta is BetaUse.READWRITE, memory)
    missing = [compare.create(token) for token in matching.missing_tokens if may_create(token)]
    found = [compare.change(desired.token_of[name], there) for name, there in matching.tokens.items()]
    changes = [change for change in (*missing, *found) if change is not None]
    return tuple(sorted(changes, key=lambda change: change.id))


_ONLY_WHERE_SHOWN = (field.DISPLAY_NAME, field.CONSENT)
"""What a tenant may not show at all: nothing is known of it then, and nothing is written over it."""


class _Comparison:
    def __init__(
        self, desired: DesiredState, contents: Contents, now: datetime, writes_beta: bool, memory: TokenMemory | None
    ) -> None:
        self._contents = contents
        self._now = now
        self._days = desired.policy.token_expiry_warning_days
        self._writes_beta = writes_beta
        self._held = _OBSERVED_ONLY if desired.tenant.mode is Mode.OBSERVE else None
        self._memory = memory

    def create(self, token: Token) -> Change:
        """The creation of a token that the tenant lacks."""
        after = {
            field.ORGANIZATION: token.organization,
            field.APPLE_ID: token.apple_id,
            field.ACCOUNT_TYPE: token.account_type,
            **declared_fields(token, with_beta=self._writes_beta),
        }
        known = self._memory is not None and token.name in self._memory
        origin = Origin.INITIAL if self._memory is None else Origin.DRIFT if known else Origin.GIT
        return self._made(token, None, Action.CREATE, origin, None, after)

    def change(self, token: Token, there: ObservedToken) -> Change | None:
        """The renewal or update of a token; None where nothing differs."""
        shown, declared = shown_fields(there), declared_fields(token, with_beta=self._writes_beta)
        after = {
            key: value
            for key, value in declared.items()
            if not same_field(key, shown[key], value) and not (shown[key] is None and key in _ONLY_WHERE_SHOWN)
        }
        before = {key: shown[key] for key in after}
        origin = self._origin(token, before, after)
        content = at_hand(self._contents.get(token.name))
        is_newer = isinstance(content, ContentFacts) and content.is_newer(there)
        unseen = content is None and token.secret is not None and renewal_due(there, self._now, self._days)
        if is_newer or unseen:
            before[field.EXPIRES] = stamp(there.expires) if there.expires else None
            after[field.EXPIRES] = stamp(content.expires) if isinstance(content, ContentFacts) else None
            return self._made(token, there, Action.RENEW, self._renewed(origin), before, after)
        return self._made(token, there, Action.UPDATE, origin, before, after) if after else None

    def _made(
        self,
        token: Token,
        there: ObservedToken | None,
        action: Action,
        origin: Origin,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> Change:
        key = "" if action is Action.CREATE else "secret" if action is Action.RENEW else field.YAML_KEYS[min(after)]
        return Change(
            id=token_change_id(token.name),
            action=action,
            origin=origin,
            before=before,
            after=after,
            position=token.marks.position(key),
            token=TokenRef(there.id if there else None, token.name),
            held=self._held,
        )

    def _origin(self, token: Token, before: Mapping[str, Any], after: Mapping[str, Any]) -> Origin:
        """Who made these fields differ: a commit, somebody outside git, or both."""
        if self._memory is None:
            return Origin.INITIAL
        last = self._memory.get(token.name, {})
        by_git = any(key not in last or not same_field(key, last[key], value) for key, value in after.items())
        by_drift = any(key in last and not same_field(key, value, last[key]) for key, value in before.items())
        if by_git and by_drift:
            return Origin.BOTH
        return Origin.DRIFT if by_drift else Origin.GIT

    def _renewed(self, origin: Origin) -> Origin:
        """A newer content token comes from the repository's side, whatever else differs."""
        return Origin.BOTH if origin is Origin.DRIFT else origin
