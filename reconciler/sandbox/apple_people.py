"""People registered at a location: who is active, and how Apple shows a row.

What Apple makes up for a person (an invitation, the hash of an account) is worked out from the row, so that it is
the same in every answer without being stored.
"""

import hashlib
from typing import Any

from reconciler.sandbox.apple_rows import placed_rows
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.store import Store
from reconciler.sandbox.values import text_of

ACTIVE = frozenset({"Registered", "Associated"})


def status_of(person: JsonObject) -> str:
    """The status of a row; one that does not say has joined."""
    return text_of(person, "status") or "Associated"


def active_person(store: Store, location: str, client_user_id: str) -> tuple[int, JsonObject] | None:
    """(place, JSON) of the one row of a clientUserId that is Registered or Associated; None without one."""
    rows = placed_rows(store, location, "users", client_user_id)
    return next((row for row in rows if status_of(row[1]) in ACTIVE), None)


def shown_state(store: Store, location: str, client_user_id: str) -> JsonObject:
    """`userStatus` and `idHash` of a person: of the active row, else of the last one; empty for a stranger."""
    active = active_person(store, location, client_user_id)
    rows = [active] if active else placed_rows(store, location, "users", client_user_id)[-1:]
    if not rows:
        return {}
    shown = person_json(rows[0][1])
    state: JsonObject = {"userStatus": shown["status"]}
    return {**state, "idHash": shown["idHash"]} if "idHash" in shown else state


def person_json(person: JsonObject) -> JsonObject:
    """A person as Apple shows one: the Managed Apple Account is never told."""
    status = status_of(person)
    shown: JsonObject = {"clientUserId": person.get("clientUserId"), "status": status}
    made_up: dict[str, Any] = {"email": None, "inviteCode": None, "idHash": None}
    if status == "Registered":
        made_up["inviteCode"] = _code("invite", person)
    if status == "Associated":
        made_up["idHash"] = _code("account", person)
    found = {name: text_of(person, name) or value for name, value in made_up.items()}
    return {**shown, **{name: value for name, value in found.items() if value}}


def _code(purpose: str, person: JsonObject) -> str:
    account = text_of(person, "managedAppleId") or text_of(person, "email") or ""
    named = f"{purpose}\n{person.get('clientUserId')}\n{account.casefold()}"
    return hashlib.sha256(named.encode("utf-8")).hexdigest()[:32]
