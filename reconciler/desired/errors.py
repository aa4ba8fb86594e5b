"""What is wrong with the shape of a file, as findings. `judge` first.

VPP001, VPP002 and VPP004, and the keys and values that the language knows only in order to refuse them.
"""

from typing import Any

from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reconciler.desired.compiled import problems_of
from reconciler.desired.locate import is_text, key_at, node_at, take_out, value_at
from reconciler.desired.read import Tree
from reconciler.desired.scalars import kind_of, old_octal
from reconciler.desired.shape import Loc, choices_at, field_path, keys_at, most_at
from reconciler.desired.values import LONGEST
from reconciler.model.catalogue.assignments import (
    ASSIGN_BROAD_TARGET,
    ASSIGN_DEVICE_GROUP,
    ASSIGN_EXCLUDE,
    ASSIGN_INTENT,
)
from reconciler.model.catalogue.books import BOOK_CATEGORY, BOOK_IN_HOUSE
from reconciler.model.catalogue.repository import SCHEMA_INVALID, SCHEMA_UNKNOWN_FIELD, YAML_AMBIGUOUS
from reconciler.model.finding import Finding
from reconciler.model.naming import nearest
from reconciler.model.position import Position
from reconciler.model.quoting import shown
from reconciler.model.rule import Rule

_REFUSED_KEYS: dict[tuple[str, str], Rule] = {
    ("assignments", "category"): BOOK_CATEGORY,
    ("assignments", "categories"): BOOK_CATEGORY,
    ("assignments", "exclude"): ASSIGN_EXCLUDE,
    ("assignments", "excludeGroup"): ASSIGN_EXCLUDE,
    ("assignments", "allUsers"): ASSIGN_BROAD_TARGET,
    ("assignments", "allDevices"): ASSIGN_BROAD_TARGET,
    ("books", "category"): BOOK_CATEGORY,
    ("books", "file"): BOOK_IN_HOUSE,
    ("books", "url"): BOOK_IN_HOUSE,
    ("books", "path"): BOOK_IN_HOUSE,
}
_REFUSED_VALUES: dict[tuple[str, str, str], Rule] = {
    ("assignments", "intent", "uninstall"): ASSIGN_INTENT,
    ("assignments", "intent", "availableWithoutEnrollment"): ASSIGN_INTENT,
    ("groups", "kind", "device"): ASSIGN_DEVICE_GROUP,
}
_JUDGED_BY_RULES = frozenset({"appleId", "accountType"})
"""Keys of a token whose absence a rule of 1xx reports."""
BOUNDS = {"VPP313": "maxMembers", "VPP208": "maxUsers", "VPP122": "maxBooks", "VPP504": "maxRemovals"}
"""The guards whose acceptance has a bound, and its key."""
_BY_SEAT_CAP = frozenset({"VPP401", "VPP410"})
_TYPES = {
    "bool_type": "type-boolean",
    "list_type": "type-list",
    "dict_type": "type-mapping",
    "date": "type-date",
    "moment": "type-moment",
}
_PATTERNS = {"0-9a-fA-F": "type-guid", "sha256": "type-digest", "A-Z": "type-country"}


def judge(tree: Tree) -> list[Finding]:
    """What is wrong with the shape of the file; takes what is wrong out of the tree's values.

    One cause, one message: a key is not called missing where it is there with a typing error, or where its mapping
    has a key that is refused.
    """
    problems = problems_of(tree.value)
    extras = [problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"]
    explained = _explained(tree, extras)
    found = []
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "missing" and ((loc[:-1], "") in explained or (loc[:-1], loc[-1]) in explained):
            continue
        if finding := _finding(tree, problem):
            found.append(finding)
    meant = [(key_at(tree, loc), _meant(tree, loc)) for loc in extras]
    for problem in sorted(problems, key=lambda problem: len(problem["loc"]), reverse=True):
        if problem["type"] != "missing":
            take_out(tree, problem["loc"])
    for key, name in meant:
        if key is not None and name:
            tree.rename(key, name)
    return found


def _explained(tree: Tree, extras: list[Loc]) -> set[tuple[Loc, int | str]]:
    """Which keys are not missing: (mapping, key) for a mistyped key, (mapping, "") for one with a refused key."""
    explained: set[tuple[Loc, int | str]] = set()
    for loc in extras:
        if (_owner(loc), str(loc[-1])) in _REFUSED_KEYS:
            explained.add((loc[:-1], ""))
        elif near := _meant(tree, loc):
            explained.add((loc[:-1], near))
    return explained


def _meant(tree: Tree, loc: Loc) -> str:
    """The key that was probably meant by an unknown one; empty where there is none, or where it is there as well."""
    holder = value_at(tree, loc[:-1])
    absent = [key for key in keys_at(loc[:-1]) if not isinstance(holder, dict) or key not in holder]
    return nearest(str(loc[-1]), absent)


def bad_keys(tree: Tree) -> list[Finding]:
    """Keys that stand twice in one mapping, and merge keys (VPP004)."""
    return [
        YAML_AMBIGUOUS.found(
            Position(tree.path, bad.line, bad.column), shown(bad.key), variant=bad.variant, key=shown(bad.key)
        )
        for bad in tree.bad_keys
    ]


def misread(tree: Tree, loc: Loc) -> Finding | None:
    """VPP004 where a text is expected and an unquoted scalar stands that some YAML reads as another type."""
    node = node_at(tree, loc)
    if not isinstance(node, ScalarNode) or not node.value or is_text(node):
        return None
    kind = kind_of(node.value) or "number"
    quoted = f'"{shown(node.value)}"'
    return YAML_AMBIGUOUS.found(
        tree.place(node), variant=kind, field=field_path(loc), found=shown(node.value), quoted=quoted
    )


def invalid(tree: Tree, loc: Loc, variant: str, *, at_key: bool = False, **params: str | int) -> Finding:
    """VPP001 at a place, with the field and the value as found."""
    node = node_at(tree, loc)
    place = key_at(tree, loc) if at_key else node
    at = tree.place(place) if place is not None else Position(tree.path, 1, 1)
    filled: dict[str, Any] = {"field": field_path(loc), "found": _quoted(node), **params}
    return SCHEMA_INVALID.found(at, field_path(loc), variant=variant, **filled)


def missing(tree: Tree, loc: Loc) -> Finding:
    """VPP001 for a key that is not there, at the mapping that lacks it."""
    return invalid(tree, loc, "missing", key=str(loc[-1]))


def _finding(tree: Tree, problem: ErrorDetails) -> Finding | None:
    """The finding for one problem; None where a rule reports it."""
    loc, kind = problem["loc"], problem["type"]
    if kind == "missing":
        judged = loc[0] == "tokens" and len(loc) == 3 and loc[-1] in _JUDGED_BY_RULES
        return None if judged else missing(tree, loc)
    if kind == "extra_forbidden":
        return _extra(tree, loc)
    node = node_at(tree, loc)
    if isinstance(node, ScalarNode) and not node.value and not is_text(node):
        return invalid(tree, loc, "empty")
    if kind == "literal_error":
        return _choice(tree, loc, problem["input"])
    if kind == "string_type" or kind == "name":
        return misread(tree, loc) or _text(tree, loc, problem["input"])
    if kind.startswith("string_"):
        return _text(tree, loc, problem["input"], str(problem.get("ctx", {}).get("pattern", "")))
    return _other(tree, loc, kind)


def _extra(tree: Tree, loc: Loc) -> Finding | None:
    key, place = str(loc[-1]), key_at(tree, loc)
    at = tree.place(place) if place is not None else Position(tree.path, 1, 1)
    owner = _owner(loc)
    if refusing := _REFUSED_KEYS.get((owner, key)):
        return refusing.found(at, field_path(loc), key=key, found=key)
    if owner == "accept" and key in BOUNDS.values():
        rule = value_at(tree, (*loc[:-1], "rule"))
        return foreign_bound(tree, loc) if rule in choices_at((*loc[:-1], "rule")) else None
    known, near = keys_at(loc[:-1]), _meant(tree, loc)
    variant = "near" if near else ""
    return SCHEMA_UNKNOWN_FIELD.found(
        at, field_path(loc[:-1]), variant=variant, key=shown(key), near=near, known=", ".join(known)
    )


def foreign_bound(tree: Tree, loc: Loc) -> Finding:
    """VPP001 for a bound that belongs to another rule than the one that is accepted."""
    acceptance = value_at(tree, loc[:-1])
    rule = str(acceptance.get("rule", "") if isinstance(acceptance, dict) else "")
    bound = BOUNDS.get(rule, "no bound")
    return invalid(tree, loc, "bound-foreign", at_key=True, rule=shown(rule), key=str(loc[-1]), bound=bound)


def _choice(tree: Tree, loc: Loc, value: object) -> Finding:
    owner, key = _owner(loc), str(loc[-1])
    if isinstance(value, str) and (rule := _REFUSED_VALUES.get((owner, key, value))):
        node = node_at(tree, loc)
        return rule.found(tree.place(node) if node else None, field_path(loc), found=value)
    if finding := misread(tree, loc):
        return finding
    if owner == "accept" and isinstance(value, str) and value in _BY_SEAT_CAP:
        return invalid(tree, loc, "by-seat-cap")
    allowed = choices_at(loc)
    near = nearest(value, allowed) if isinstance(value, str) else ""
    return invalid(tree, loc, "choice-near" if near else "choice", allowed=", ".join(allowed), near=near)


def _text(tree: Tree, loc: Loc, value: object, pattern: str = "") -> Finding:
    if not isinstance(value, str):
        return invalid(tree, loc, "type-text")
    if not value.strip():
        return invalid(tree, loc, "blank")
    if len(value) > LONGEST:
        return invalid(tree, loc, "long", length=len(value), most=LONGEST)
    named = next((variant for mark, variant in _PATTERNS.items() if mark in pattern), "control")
    return invalid(tree, loc, named)


def _other(tree: Tree, loc: Loc, kind: str) -> Finding:
    node = node_at(tree, loc)
    if kind.startswith("int_"):
        octal = isinstance(node, ScalarNode) and not is_text(node) and old_octal(node.value)
        return _octal(tree, loc) if octal else invalid(tree, loc, "type-integer")
    if kind in ("greater_than_equal", "less_than_equal"):
        return invalid(tree, loc, "range", least=0, most=most_at(loc))
    return invalid(tree, loc, _TYPES.get(kind, ""))


def _octal(tree: Tree, loc: Loc) -> Finding:
    node = node_at(tree, loc)
    text = node.value if node is not None else ""
    at = tree.place(node) if node is not None else None
    return YAML_AMBIGUOUS.found(
        at, field_path(loc), variant="octal", field=field_path(loc), found=text, new=int(text), old=int(text, 8)
    )


def _owner(loc: Loc) -> str:
    """The list that holds the mapping with this key: `assignments` for `books[3].assignments[0].intent`."""
    names = [part for part in loc[:-1] if isinstance(part, str)]
    return names[-1] if names and isinstance(loc[-2], int) else ""


def _quoted(node: Node | None) -> str:
    """The value as a message quotes it."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a mapping"
    return f'"{shown(node.value)}"' if node is not None else "nothing"
