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
