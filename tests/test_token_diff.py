"""What is created, renewed and updated of VPP tokens, row by row; and who made it differ."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.match import match
from reconciler.model.change import Action, Change, Origin
from reconciler.model.content_token import Absence, Flaw
from reconciler.model.contents import ContentFacts, Contents
from reconciler.model.entities import BetaUse, Mode, Secret, Token
from reconciler.model.observed import ObservedToken
from reconciler.token_diff import diff_tokens
from tests import worlds as w

SECRET = Secret("env", "VPP_TOKEN")
EXPIRES = w.NOW + timedelta(days=100)


def declared(**fields: Any) -> Token:
    marks = w.marks(**dict.fromkeys(fields.pop("stated", ()), 3))
    return replace(w.token(), **{"secret": SECRET, "data_sharing_consent": True, "marks": marks, **fields})


def there(**fields: Any) -> ObservedToken:
    return replace(w.observed_token(expires=EXPIRES), **fields)


def changes(
    token: Token,
    *shown: ObservedToken,
    contents: Contents | None = None,
    memory: Mapping[Any, Mapping[str, Any]] | None = None,
    beta: BetaUse = BetaUse.READ,
    mode: Mode = Mode.ADDITIVE,
) -> tuple[Change, ...]:
    desired = replace(w.desired(), tenant=w.tenant(mode, beta), tokens=(token,))
    observed = w.observed(tokens=shown)
    return diff_tokens(desired, match(desired, observed), contents or {}, w.NOW, beta=True, memory=memory)


def newer(by: timedelta = timedelta(days=300)) -> Contents:
    return {w.TOKEN: ContentFacts("Norr", EXPIRES + by)}


def test_a_missing_token_with_a_secret_is_created_whether_or_not_the_secret_is_at_hand() -> None:
    token = declared(id=None, country="SE", automatically_update_apps=False)
    [without], [with_it] = changes(token), changes(token, contents=newer())
    assert without == with_it
    assert Action.CREATE is without.action
    assert None is without.before
    expected = {
        "organizationName": token.organization,
        "appleId": token.apple_id,
        "vppTokenAccountType": token.account_type,
        "countryOrRegion": "SE",
        "automaticallyUpdateApps": False,
    }
    assert expected == without.after


@pytest.mark.parametrize("fields", [{"secret": None, "id": None}, {"id": w.TOKEN_ID}])
def test_a_missing_token_without_a_secret_or_with_an_id_is_not_created(fields: dict[str, Any]) -> None:
    assert () == changes(declared(**fields), contents=newer())


@pytest.mark.parametrize(("seconds", "action"), [(61, Action.RENEW), (60, None), (0, None), (-3600, None)])
def test_only_a_content_token_that_is_newer_by_more_than_a_minute_renews(seconds: int, action: Action | None) -> None:
    found = changes(declared(), there(), contents=newer(timedelta(seconds=seconds)))
    assert [action] == [change.action for change in found] if action else () == found


def test_a_renewal_tells_both_expiries_and_nothing_else() -> None:
    [change] = changes(declared(), there(), contents=newer(timedelta(days=1)))
    assert {"expirationDateTime": "2027-03-02T12:00:00Z"} == change.before
    assert {"expirationDateTime": "2027-03-03T12:00:00Z"} == change.after


def test_a_text_that_is_no_content_token_renews_nothing() -> None:
    assert () == changes(declared(), there(expires=w.NOW), contents={w.TOKEN: Flaw.NOT_JSON})


@pytest.mark.parametrize("contents", [{}, {w.TOKEN: Absence.NOT_SET}])
@pytest.mark.parametrize(
    ("shown", "due"),
    [
        ({"expires": w.NOW + timedelta(days=30)}, True),
        ({"expires": w.NOW + timedelta(days=30, seconds=1)}, False),
        ({"expires": w.NOW - timedelta(days=1)}, True),
        ({"state": "expired"}, True),
        ({"state": "invalid"}, True),
        ({"expires": None}, True),
    ],
)
def test_a_renewal_that_is_due_is_planned_without_its_secret_and_says_no_expiry(
    contents: Contents, shown: dict[str, Any], due: bool
) -> None:
    found = changes(declared(), there(**shown), contents=contents)
    assert [(Action.RENEW, None)] * due == [(one.action, (one.after or {})["expirationDateTime"]) for one in found]
    assert () == changes(declared(secret=None), there(**shown), contents=contents)


@pytest.mark.parametrize(
    ("declaration", "shown", "before", "after"),
    [
        ({"country": "NO"}, {"country": "SE"}, {"countryOrRegion": "SE"}, {"countryOrRegion": "NO"}),
        ({"country": "SE"}, {"country": "se"}, None, None),
        ({"country": None}, {"country": "SE"}, None, None),
        ({"country": "SE"}, {"country": None}, {"countryOrRegion": None}, {"countryOrRegion": "SE"}),
        (
            {"automatically_update_apps": True},
            {"automatically_update_apps": None},
            {"automaticallyUpdateApps": None},
            {"automaticallyUpdateApps": True},
        ),
        ({"automatically_update_apps": False}, {"automatically_update_apps": None}, None, None),
    ],
)
def test_fields_that_differ_are_updated(
    declaration: dict[str, Any], shown: dict[str, Any], before: object, after: object
) -> None:
    found = changes(declared(**declaration), there(**shown))
    assert [(before, after)] == [(change.before, change.after) for change in found] if after else () == found


def test_beta_fields_are_updated_only_where_beta_is_written() -> None:
    token = declared(take_control=True, stated=("takeControlFromOtherMdm",))
    shown = there(display_name="old", data_sharing_consent=False, take_control=False)
    assert () == changes(token, shown)
    [change] = changes(token, shown, beta=BetaUse.READWRITE)
    expected = {
        "displayName": w.TOKEN,
        "dataSharingConsentGranted": True,
        "claimTokenManagementFromExternalMdm": True,
    }
    assert expected == change.after


def test_beta_fields_that_the_tenant_does_not_show_are_not_written_over() -> None:
    shown = there(display_name=None, data_sharing_consent=None, take_control=None)
    assert () == changes(declared(), shown, beta=BetaUse.READWRITE)


def test_mode_observe_reports() -> None:
    [change] = changes(declared(country="NO"), there(country="SE"), mode=Mode.OBSERVE)
    assert change.held is not None
    assert None is change.held.rule


@pytest.mark.parametrize(
    ("memory", "origin"),
    [
        (None, Origin.INITIAL),
        ({}, Origin.GIT),
        ({w.TOKEN: {"countryOrRegion": "SE"}}, Origin.GIT),
        ({w.TOKEN: {"countryOrRegion": "NO"}}, Origin.DRIFT),
        ({w.TOKEN: {"countryOrRegion": "DK"}}, Origin.BOTH),
    ],
)
def test_an_update_tells_who_made_the_field_differ(memory: Any, origin: Origin) -> None:
    [change] = changes(declared(country="NO"), there(country="SE"), memory=memory)
    assert origin is change.origin


def test_a_renewal_comes_from_git_even_beside_a_field_that_drifted() -> None:
    memory = {w.TOKEN: {"countryOrRegion": "NO"}}
    [alone] = changes(declared(), there(), contents=newer(), memory=memory)
    [beside] = changes(declared(country="NO"), there(country="SE"), contents=newer(), memory=memory)
    assert (Origin.GIT, Origin.BOTH) == (alone.origin, beside.origin)


FIELDS = st.fixed_dictionaries(
    {
        "country": st.sampled_from([None, "SE", "se", "NO"]),
        "automatically_update_apps": st.sampled_from([None, True, False]),
        "display_name": st.sampled_from([None, w.TOKEN, "other"]),
        "data_sharing_consent": st.sampled_from([None, True, False]),
        "take_control": st.sampled_from([None, True, False]),
    }
)


@given(FIELDS, st.sampled_from(list(BetaUse)), st.booleans(), st.integers(-2, 2))
def test_what_a_change_says_makes_the_next_plan_empty(
    shown: dict[str, Any], beta: BetaUse, take_control: bool, days: int
) -> None:
    flags = {"automatically_update_apps": True, "take_control": take_control}
    token = declared(country="SE", stated=("takeControlFromOtherMdm",), **flags)
    observed = there(**shown)
    contents = newer(timedelta(days=days))
    for change in changes(token, observed, contents=contents, beta=beta):
        after = dict(change.after or {})
        if after.pop("expirationDateTime", None):
            observed = replace(observed, expires=EXPIRES + timedelta(days=days))
        observed = replace(observed, **{_NOUNS[key]: value for key, value in after.items()})
    assert () == changes(token, observed, contents=contents, beta=beta)


_NOUNS = {
    "countryOrRegion": "country",
    "automaticallyUpdateApps": "automatically_update_apps",
    "displayName": "display_name",
    "dataSharingConsentGranted": "data_sharing_consent",
    "claimTokenManagementFromExternalMdm": "take_control",
}
