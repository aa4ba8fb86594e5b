"""Random tenants for imports: names that are no harmless texts, and assignments that YAML has no words for."""

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests import worlds as w

ODD = (
    "no",
    "On",
    "1984",
    "2026-08-14",
    "12:30",
    "1e3",
    "~",
    "a: b",
    "c #d",
    "- e",
    "#f",
    "[g]",
    "*h",
    "'i'",
    '"j"',
    "k\\l",
)
ODD += (
    "👩\u200d🏫 Läs",
    "\u202egpj.exe",
    "m\x85n",
    "o\u2028p",
    "q\tr\ns",
    "all users",
    "klass-9a",
    "Klass 9A",
    "KLASS 9A ",
)
ODD += ("x" * 1030, "{{ y }}", "../z", "null", "true", "å" * 200, "=1+1")
NAMES = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
GROUPS = range(1, 6)
INTENTS = ("available", "required", "uninstall")
KINDS = ("group", "group", "group", "exclusionGroup", "allLicensedUsers", "filtered")


def token_id(number: int) -> str:
    return f"70000000-0000-0000-0000-{number:012}"


def _token(number: int, name: str, place: str | None, country: str | None, account: str | None) -> dict[str, Any]:
    return {
        "id": token_id(number),
        "displayName": name,
        "organizationName": place or "Norr",
        "locationName": place,
        "appleId": account,
        "vppTokenAccountType": "education",
        "countryOrRegion": country,
        "automaticallyUpdateApps": number % 2 == 0,
        "state": "valid",
        "expirationDateTime": "2027-06-01T00:00:00Z",
        "lastSyncDateTime": "2026-11-22T10:00:00Z",
        "lastSyncStatus": "completed",
    }


def assignment(kind: str, group: int, intent: str) -> dict[str, Any]:
    """An assignment of a kind of target, as Graph spells it."""
    target: dict[str, Any] = {"@odata.type": f"#microsoft.graph.{kind.replace('filtered', 'group')}AssignmentTarget"}
    if kind != "allLicensedUsers":
        target["groupId"] = w.group_id(group)
    if kind == "filtered":
        target["deviceAndAppManagementAssignmentFilterId"] = "f0000000-0000-0000-0000-000000000001"
        target["deviceAndAppManagementAssignmentFilterType"] = "include"
    return {
        "@odata.type": "#microsoft.graph.managedEBookAssignment",
        "installIntent": intent,
        "target": target,
    }


def book(number: int, title: str, **fields: Any) -> dict[str, Any]:
    """A book as Graph spells it, of the first VPP token."""
    return {
        "@odata.type": "#microsoft.graph.iosVppEBook",
        "id": w.book_id(number),
        "displayName": title,
        "publisher": "Publisher",
        "vppTokenId": token_id(1),
        "totalLicenseCount": 60,
        "usedLicenseCount": 0,
        "assignments": [],
        **fields,
    }


_ASSIGNMENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(GROUPS), st.sampled_from(INTENTS)),
    max_size=4,
    unique_by=lambda one: (one[0], one[1] if one[0] != "allLicensedUsers" else 0),
)
_BOOKS = st.lists(
    st.tuples(
        NAMES | st.just(""),
        NAMES | st.none(),
        st.integers(1, 3),
        st.sampled_from([None, "1", "1", "2", "77"]),
        _ASSIGNMENTS,
    ),
    max_size=5,
)
_TOKENS = st.lists(
    st.tuples(
        NAMES,
        NAMES | st.none(),
        st.sampled_from(["SE", "NO", "no", "xx", None]),
        st.sampled_from(["a@b.example", "a@b.example", "nobody", None]),
    ),
    min_size=3,
    max_size=3,
)


def _state(tokens: Sequence[Any], books: Sequence[Any], names: Sequence[str]) -> dict[str, Any]:
    return {
        "formatVersion": "1.0",
        "now": "2026-11-22T12:00:00Z",
        "vppTokens": [_token(n, *token) for n, token in enumerate(tokens, start=1)],
        "managedEBooks": [
            book(
                n,
                title,
                publisher=publisher,
                vppTokenId=token_id(token),
                informationUrl=f"https://books.apple.com/se/book/id{adam}" if adam else None,
                assignments=[assignment(*one) for one in assignments],
            )
            for n, (title, publisher, token, adam, assignments) in enumerate(books, start=1)
        ],
        "groups": [
            {"id": w.group_id(n), "displayName": name, "groupTypes": [], "members": []}
            for n, name in zip(GROUPS, names, strict=True)
        ],
        "users": [],
    }


TENANTS: st.SearchStrategy[Mapping[str, Any]] = st.builds(
    _state, _TOKENS, _BOOKS, st.lists(NAMES, min_size=len(GROUPS), max_size=len(GROUPS))
)
"""The sandbox states of tenants with three VPP tokens, a few books, and groups of which several may share a name."""
