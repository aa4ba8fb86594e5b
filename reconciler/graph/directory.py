"""Reads groups and their members from the directory, twenty to a request. Read `read_groups`."""

from collections.abc import Sequence
from urllib.parse import quote

from reconciler.graph.client import GraphClient, Item, Version
from reconciler.graph.wire import GROUP_FIELDS, MEMBER_FIELDS, group_from_wire, members_from_wire
from reconciler.model.errors import ServiceError
from reconciler.model.ids import GroupId
from reconciler.model.observed import Members, ObservedGroup, Unread
from reconciler.model.providers import GroupAnswers, MemberAnswers

_VERSION: Version = "v1.0"
_MEMBERS_PER_PAGE = 999


def read_groups(client: GraphClient, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
    """The groups with these ids and display names, each asked for once, all in the same batches."""
    asked_ids, asked_names = list(dict.fromkeys(ids)), list(dict.fromkeys(names))
    paths = [f"/groups/{quote(identity, safe='')}?$select={GROUP_FIELDS}" for identity in asked_ids]
    paths += [f"/groups?$filter={_named(name)}&$select={GROUP_FIELDS}" for name in asked_names]
    items = client.batch(_VERSION, paths)
    by_id: dict[GroupId, ObservedGroup] = {}
    by_name: dict[str, tuple[ObservedGroup, ...]] = {}
    unread: dict[str, Unread] = {}
    for identity, item in zip(asked_ids, items, strict=False):
        if item.status == 200 and (group := group_from_wire(item.body)).id == identity:
            by_id[identity] = group
        elif item.status != 404:
            unread[identity] = _unread(item.status)
    for name, item in zip(asked_names, items[len(asked_ids) :], strict=True):
        if item.status == 200:
            by_name[name] = _groups_named(client, name, item)
        else:
            unread[name] = _unread(item.status)
    return GroupAnswers(by_id, by_name, unread)


def read_members(client: GraphClient, groups: Sequence[GroupId]) -> MemberAnswers:
    """The transitive members of groups; "not found" is no answer about members, it is a failure to read them."""
    asked = list(dict.fromkeys(groups))
    query = f"$select={MEMBER_FIELDS}&$top={_MEMBERS_PER_PAGE}"
    paths = [f"/groups/{quote(group, safe='')}/transitiveMembers?{query}" for group in asked]
    listings = client.lists(_VERSION, paths, "the members of a group")
    members: dict[GroupId, Members] = {}
    unread: dict[GroupId, Unread] = {}
    for group, listing in zip(asked, listings, strict=True):
        if listing.status == 200:
            members[group] = members_from_wire(listing.items)
        else:
            unread[group] = _unread(listing.status)
    return MemberAnswers(members, unread)


def _named(name: str) -> str:
    """The filter on a display name, ready for an address: quotes doubled, then everything percent-encoded."""
    literal = name.replace("'", "''")
    return quote(f"displayName eq '{literal}'", safe="")


def _groups_named(client: GraphClient, name: str, item: Item) -> tuple[ObservedGroup, ...]:
    """The groups of exactly this name, by id; the directory compares without case, and so do we."""
    wires = client.rest(item.body, f"the list of groups named {name!r}")
    groups = {group.id: group for group in map(group_from_wire, wires)}
    wanted = name.casefold()
    return tuple(group for _, group in sorted(groups.items()) if group.display_name.casefold() == wanted)


def _unread(status: int) -> Unread:
    """Why something is not known. Raises ServiceError where nobody is signed in: then nothing can be read."""
    if status == 401:
        raise ServiceError(
            "Microsoft Graph: the sign-in was not accepted while groups were read (401).",
            "Sign in again; an access token lasts about an hour.",
            status=401,
        )
    return Unread.FORBIDDEN if status == 403 else Unread.FAILED
