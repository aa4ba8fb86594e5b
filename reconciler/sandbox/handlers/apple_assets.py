"""Giving licences of assets to people and devices at Apple's side, and taking revocable ones back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reconciler.sandbox.apple_assets import STANDARD, Asset, assets_by_key, move_counts
from reconciler.sandbox.apple_bodies import Targets, managed_assets, revoked_targets
from reconciler.sandbox.apple_call import AppleCall
from reconciler.sandbox.apple_errors import AppleRefusal, about, failure
from reconciler.sandbox.apple_events import Done, event_answer
from reconciler.sandbox.apple_people import active_person
from reconciler.sandbox.apple_rows import add_rows, held_by, held_by_device, placed_rows, remove_rows
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.values import text_of

_NO_USER, _NOT_REVOCABLE, _NOT_FOR_DEVICES, _NO_LICENCES = 9609, 9706, 9707, 9709


def associate_assets(call: AppleCall) -> Answer:
    """Gives each asset to each target. A licence that is held already is no change; what runs out fails alone."""
    assets, targets = managed_assets(call)
    _refuse_devices(assets, targets)
    present, failures = _known_targets(call, targets, len(assets))
    completed = 0
    for asset in assets:
        left = _give(call, asset, present)
        completed += len(present) - len(left)
        if left:
            failures.append(failure(_NO_LICENCES, left.about([asset.name])))
    return event_answer(call, "ASSOCIATE", Done(len(assets) * len(targets), completed, tuple(failures)))


def disassociate_assets(call: AppleCall) -> Answer:
    """Takes each asset from each target; what was not held is no change. A book is refused before anything is done."""
    assets, targets = managed_assets(call)
    firm = [asset.name for asset in assets if not asset.revocable]
    if firm:
        raise AppleRefusal(_NOT_REVOCABLE, info=about(firm))
    present, failures = _known_targets(call, targets, len(assets))
    wanted = {asset.key for asset in assets}
    _take_back(call, present, wanted)
    done = Done(len(assets) * len(targets), len(assets) * len(present), tuple(failures))
    return event_answer(call, "DISASSOCIATE", done)


def revoke_assets(call: AppleCall) -> Answer:
    """Takes everything revocable from each target. Books stay where they are."""
    targets = revoked_targets(call)
    present, failures = _known_targets(call, targets, 1)
    revocable = {key for key, asset in assets_by_key(call.store, call.uid).items() if asset.revocable}
    _take_back(call, present, revocable)
    return event_answer(call, "REVOKE", Done(len(targets), len(present), tuple(failures)))


def free_licences(call: AppleCall, held: Iterable[tuple[int, JsonObject]], keys: set[tuple[str, str]]) -> None:
    """Removes those associations whose asset is among the keys, and counts their licences as available again."""
    freed = [(place, _key(row)) for place, row in held if _key(row) in keys]
    remove_rows(call.store, call.uid, [place for place, _ in freed])
    assets = assets_by_key(call.store, call.uid)
    for key in sorted({key for _, key in freed}):
        number = sum(1 for _, other in freed if other == key)
        move_counts(call.store, call.uid, assets[key], assigned=-number)


@dataclass(frozen=True, slots=True)
class _Holders:
    """People and devices, in the order of the request."""

    people: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.people) + len(self.devices)

    def about(self, assets: list[JsonObject]) -> JsonObject:
        return about(assets, self.people, self.devices)


def _refuse_devices(assets: list[Asset], targets: Targets) -> None:
    bound = [asset.name for asset in assets if not asset.device_assignable]
    if targets.devices and bound:
        raise AppleRefusal(_NOT_FOR_DEVICES, info=about(bound))


def _known_targets(call: AppleCall, targets: Targets, assets: int) -> tuple[_Holders, list[JsonObject]]:
    """Targets that exist, and the failure for people who do not. Refuses when nobody does: nothing is queued then."""
    known = [name for name in targets.people if active_person(call.store, call.uid, name)]
    unknown = [name for name in targets.people if name not in set(known)]
    found = _Holders(known, list(targets.devices))
    if unknown and not len(found):
        raise AppleRefusal(_NO_USER, info=about(client_user_ids=unknown))
    return found, [failure(_NO_USER, about(client_user_ids=unknown))] if unknown else []


def _give(call: AppleCall, asset: Asset, wanted: _Holders) -> _Holders:
    """Gives an asset to all who lack it while licences last; those who got none."""
    rows = [row for _, row in placed_rows(call.store, call.uid, "assignments", asset.adam_id) if _key(row) == asset.key]
    people = _lacking(wanted.people, rows, "clientUserId")
    devices = _lacking(wanted.devices, rows, "serialNumber")
    room = asset.available
    served = _Holders(people[:room], devices[: max(0, room - len(people))])
    added = [{**asset.name, "clientUserId": person} for person in served.people]
    added += [{**asset.name, "serialNumber": device} for device in served.devices]
    if added:
        add_rows(call.store, call.uid, "assignments", added)
        move_counts(call.store, call.uid, asset, assigned=len(added))
    return _Holders(people[len(served.people) :], devices[len(served.devices) :])


def _lacking(wanted: list[str], rows: list[JsonObject], name: str) -> list[str]:
    held = {row.get(name) for row in rows}
    return [each for each in wanted if each not in held]


def _take_back(call: AppleCall, holders: _Holders, keys: set[tuple[str, str]]) -> None:
    free_licences(call, _held(call, holders), keys)


def _held(call: AppleCall, holders: _Holders) -> Iterator[tuple[int, JsonObject]]:
    for person in holders.people:
        yield from held_by(call.store, call.uid, person)
    for device in holders.devices:
        yield from held_by_device(call.store, call.uid, device)


def _key(row: JsonObject) -> tuple[str, str]:
    return text_of(row, "adamId") or "", text_of(row, "pricingParam") or STANDARD
