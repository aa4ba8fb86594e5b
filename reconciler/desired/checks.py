"""What a shape cannot say: fields that need each other, names of the world outside. `check` first.

Everything here is VPP001, or VPP004 for fields that a rule of 1xx–3xx judges.
"""

import re
from collections.abc import Iterator
from typing import Any

from yaml.nodes import MappingNode

from reconciler.desired.errors import BOUNDS, foreign_bound, invalid, misread, missing
from reconciler.desired.locate import node_at, take_out
from reconciler.desired.read import Tree
from reconciler.desired.shape import Loc
from reconciler.desired.tenant_nouns import span, zone
from reconciler.model.finding import Finding

_JUDGED = {"tokens": ("appleId", "accountType", "countryOrRegion"), "books": ("adamId", "isbn")}
_SSH_KEY = re.compile(r"(?:ssh-|ecdsa-|sk-)\S+ \S+.*")


def check(tree: Tree) -> list[Finding]:
    """What is wrong with a file beyond its shape; takes it out of the tree's values."""
    found = list(_judged_texts(tree))
    for loc, value in _mappings(tree.value):
        found.extend(_mapping(tree, loc, value))
    return found


def _judged_texts(tree: Tree) -> Iterator[Finding]:
    """Unquoted values that some YAML takes for another type, in fields that a rule judges."""
    for section, keys in _JUDGED.items():
        for index, item in enumerate(tree.value.get(section, ())):
            for key in keys:
                if item and key in item and not isinstance(item[key], str):
                    finding = misread(tree, (section, index, key))
                    if finding:
                        take_out(tree, (section, index, key))
                        yield finding


def _mappings(value: dict[str, Any]) -> Iterator[tuple[Loc, dict[str, Any]]]:
    """The mappings in which fields need each other; assignments only where they accept something."""
    for key in ("tenant", "policy"):
        if key in value:
            yield (key,), value[key]
            yield from _acceptances((key,), value[key])
    for section in ("tokens", "groups", "books", "readingLists"):
        for index, item in enumerate(value.get(section, ())):
            if item is not None:
                yield (section, index), item
                yield from _acceptances((section, index), item)
                for number, assignment in enumerate(item.get("assignments", ())):
                    if assignment is not None and "accept" in assignment:
                        yield from _acceptances((section, index, "assignments", number), assignment)


def _acceptances(loc: Loc, value: dict[str, Any]) -> Iterator[tuple[Loc, dict[str, Any]]]:
    for index, item in enumerate(value.get("accept", ())):
        if item is not None:
            yield (*loc, "accept", index), item


def _mapping(tree: Tree, loc: Loc, value: dict[str, Any]) -> Iterator[Finding]:
    if len(loc) > 1 and loc[-2] == "accept":
        yield from _bound(tree, loc, value)
    elif loc == ("tenant",):
        yield from _tenant(tree, value)
    elif loc == ("policy",):
        yield from _policy(tree, value)
    elif loc[0] == "tokens":
        yield from _secret(tree, loc, value)
    elif loc[0] == "groups" and not _stated(tree, loc, "id") and not _stated(tree, loc, "displayName"):
        yield invalid(tree, loc, "group-name")


def _bound(tree: Tree, loc: Loc, value: dict[str, Any]) -> Iterator[Finding]:
    """The bound of an acceptance is there where its rule has one, and is that rule's own."""
    rule = value.get("rule")
    if rule is None:
        return
    needed = BOUNDS.get(rule)
    foreign = [key for key in BOUNDS.values() if key in value and key != needed]
    if needed and not foreign and not _stated(tree, loc, needed):
        yield invalid(tree, loc, "bound-missing", rule=rule, key=needed)
    for key in foreign:
        yield foreign_bound(tree, (*loc, key))


def _tenant(tree: Tree, value: dict[str, Any]) -> Iterator[Finding]:
    if value.get("cloud", "sandbox") != "sandbox" and not _stated(tree, ("tenant",), "tenantId"):
        yield missing(tree, ("tenant", "tenantId"))


def _policy(tree: Tree, value: dict[str, Any]) -> Iterator[Finding]:
    for index, key in enumerate(value.get("ledgerKeys", ())):
        if key is not None and not _SSH_KEY.fullmatch(key):
            yield invalid(tree, ("policy", "ledgerKeys", index), "type-key")
    where = zone(value.get("timeZone", "UTC"))
    if where is None:
        yield invalid(tree, ("policy", "timeZone"), "type-zone")
        value.pop("timeZone")
        where = zone("UTC")
    for index, freeze in enumerate(value.get("freezes", ())):
        if freeze and where and "from" in freeze and "to" in freeze:
            begin, end = span(freeze, where)
            if end <= begin:
                yield invalid(tree, ("policy", "freezes", index, "to"), "freeze-order")


def _secret(tree: Tree, loc: Loc, value: dict[str, Any]) -> Iterator[Finding]:
    """A secret is found in exactly one place."""
    secret = value.get("secret")
    if secret is not None and len(secret) != 1:
        stated = [key for key in ("env", "file", "keyVault") if _stated(tree, (*loc, "secret"), key)]
        if len(stated) != 1:
            yield invalid(tree, (*loc, "secret"), "one-secret")
        value.pop("secret")


def _stated(tree: Tree, loc: Loc, key: str) -> bool:
    """Whether the file has this key here, be its spelling and its value right or wrong."""
    node = node_at(tree, loc)
    return isinstance(node, MappingNode) and key in tree.pairs(node)
