"""Groups and who is in them."""

from typing import Any

import pytest

from tests.sandbox.client import EVENTUAL, Client, group, users

DEVICES = [{"id": "ipad", "displayName": "iPad"}]


@pytest.fixture
def nested(client: Client) -> Client:
    """year holds two classes; one user is in both; a class holds the year again."""
    client.put_state(
        users=users("ann", "bo", "cia"),
        devices=DEVICES,
        groups=[group("year", "9a", "9b"), group("9a", "ann", "bo", "ipad"), group("9b", "bo", "cia", "year", "gone")],
    )
    return client


def ids(values: list[dict[str, Any]]) -> list[str]:
    return [value["id"] for value in values]


def test_transitive_members_come_once_with_their_types_although_groups_hold_each_other(nested: Client) -> None:
    found = nested.get("/v1.0/groups/year/transitiveMembers")["value"]
    assert ["ann", "bo", "cia", "ipad", "9a", "9b"] == sorted(
        ids(found), key=["ann", "bo", "cia", "ipad", "9a", "9b"].index
    )
    assert {"#microsoft.graph.user", "#microsoft.graph.device", "#microsoft.graph.group"} == {
        value["@odata.type"] for value in found
    }


def test_direct_members_are_those_of_the_group_alone(nested: Client) -> None:
    assert {"9a", "9b"} == set(ids(nested.get("/v1.0/groups/year/members")["value"]))


@pytest.mark.parametrize("prefix", ["", "microsoft."])
@pytest.mark.parametrize(
    ("cast", "expected"), [("user", {"ann", "bo", "cia"}), ("device", {"ipad"}), ("group", {"9a", "9b"})]
)
def test_a_cast_shows_one_kind(nested: Client, prefix: str, cast: str, expected: set[str]) -> None:
    path = f"/v1.0/groups/year/transitiveMembers/{prefix}graph.{cast}"
    found = nested.get(path)["value"]
    assert expected == set(ids(found))
    assert len(expected) == len(found)
    assert str(len(expected)) == nested.get(f"{path}/$count", **EVENTUAL)


def test_members_are_paged(nested: Client) -> None:
    pages = nested.pages("/v1.0/groups/year/transitiveMembers/graph.user?$select=id,userPrincipalName&$top=2")
    assert [2, 1] == [len(page) for page in pages]
    assert {"ann", "bo", "cia"} == {value["id"] for page in pages for value in page}


def test_a_field_that_only_users_have_may_be_chosen_from_all_members(nested: Client) -> None:
    found = nested.get("/v1.0/groups/9a/transitiveMembers?$select=id,userPrincipalName")["value"]
    shown = {value["id"]: value.get("userPrincipalName") for value in found}
    assert {"ann": "ann@norr.example", "bo": "bo@norr.example", "ipad": None} == shown


def test_members_are_replaced_with_the_state(nested: Client) -> None:
    assert 3 == len(nested.get("/v1.0/groups/year/transitiveMembers/graph.user")["value"])
    nested.put_state(users=users("ann"), groups=[group("year", "ann")])
    assert ["ann"] == ids(nested.get("/v1.0/groups/year/transitiveMembers/graph.user")["value"])


def test_members_of_an_unknown_group_are_not_found(nested: Client) -> None:
    assert 404 == nested.call("GET", "/v1.0/groups/nobody/members").status


def test_members_can_be_expanded(nested: Client) -> None:
    assert {"ann", "bo", "ipad"} == set(ids(nested.get("/v1.0/groups/9a?$expand=members")["members"]))


def test_objects_are_found_by_ids_and_unknown_ids_left_out(nested: Client) -> None:
    body = {"ids": ["9a", "nobody", "ann", "ipad"]}
    assert ["9a", "ann", "ipad"] == ids(nested.call("POST", "/v1.0/directoryObjects/getByIds", body).json["value"])
    body["types"] = ["group"]
    path = "/v1.0/directoryObjects/microsoft.graph.getByIds"
    assert ["9a"] == ids(nested.call("POST", path, body).json["value"])


@pytest.mark.parametrize("body", [{}, {"ids": []}, {"ids": "x"}, {"ids": ["x"] * 1001}, {"ids": ["x"], "types": ["y"]}])
def test_objects_by_ids_refuses_a_wrong_question(nested: Client, body: dict[str, object]) -> None:
    assert 400 == nested.call("POST", "/v1.0/directoryObjects/getByIds", body).status


@pytest.fixture
def hidden(client: Client) -> Client:
    """A group that hides its members, inside one that does not."""
    client.put_state(
        users=users("ann", "bo"),
        groups=[group("all", "ann", "health"), {**group("health", "bo"), "visibility": "HiddenMembership"}],
    )
    return client


@pytest.mark.parametrize("relation", ["members", "transitiveMembers"])
def test_hidden_members_are_shown_to_who_may_see_them(hidden: Client, relation: str) -> None:
    assert ["bo"] == ids(hidden.get(f"/v1.0/groups/health/{relation}")["value"])


@pytest.mark.parametrize("relation", ["members", "transitiveMembers"])
def test_hidden_members_are_left_out_without_a_word_for_all_others(hidden: Client, relation: str) -> None:
    other = Client(hidden.sandbox, "app:pipeline;deny=hidden")
    assert [] == other.get(f"/v1.0/groups/health/{relation}")["value"]
    assert "0" == other.get(f"/v1.0/groups/health/{relation}/$count", **EVENTUAL)
    assert [] == other.get(f"/v1.0/groups/health?$expand={relation}")[relation]
    assert {"ann", "health"} == set(ids(other.get(f"/v1.0/groups/all/{relation}")["value"]))
    assert "HiddenMembership" == other.get("/v1.0/groups/health")["visibility"]


def test_what_one_caller_may_see_is_not_remembered_for_another(hidden: Client) -> None:
    path = "/v1.0/groups/all/transitiveMembers/graph.user"
    assert ["ann"] == ids(Client(hidden.sandbox, "app:a;deny=hidden").get(path)["value"])
    assert ["ann", "bo"] == ids(hidden.get(path)["value"])


KINDS: dict[str, dict[str, Any]] = {
    "dynamic": {"groupTypes": ["DynamicMembership"], "membershipRule": '(user.department -eq "9A")'},
    "unified": {"groupTypes": ["Unified"], "mailEnabled": True, "mail": "9a@norr.example"},
    "synced": {"onPremisesSyncEnabled": True, "onPremisesSecurityIdentifier": "S-1-5-21-1"},
    "hidden": {"groupTypes": ["Unified"], "visibility": "HiddenMembership"},
}


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_a_group_tells_what_kind_it_is(client: Client, version: str, kind: str) -> None:
    client.put_state(users=users("ann"), groups=[{**group("g", "ann"), **KINDS[kind]}])
    found = client.get(f"/{version}/groups/g")
    assert KINDS[kind] == {name: found[name] for name in KINDS[kind]}
    assert ["ann"] == ids(client.get(f"/{version}/groups/g/transitiveMembers")["value"])
