"""Tenants made up by `sandbox generate`: the three parts fit each other, whatever the size."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reconciler.model.desired import DesiredState
from reconciler.model.entities import Group
from reconciler.model.ids import GroupId
from reconciler.observed.snapshot import write_snapshot
from reconciler.sandbox.generate.files import generate
from reconciler.sandbox.generate.nouns import CannotGenerateError, Size
from reconciler.sandbox.generate.snapshot import key_of_seed
from tests import worlds as w
from tests.cli.command import Ended, call
from tests.sandboxes import sandbox_tenant

SCHEMA = Path(__file__).parents[2] / "schemas" / "snapshot.schema.json"
MADE_AT = datetime(2026, 8, 14, 6, tzinfo=UTC)
SIZES = [
    (Size(0, 0, 0, 0), 1),
    (Size(1, 1, 1, 0), 2),
    (Size(1, 1, 1, 1), 3),
    (Size(4, 3, 0, 5), 4),
    (Size(3, 4, 12, 9), 5),
    (Size(12, 20, 90, 11), 6),
    (Size(30, 19, 200, 24), 7),
]
IDS = [f"{size.books}x{size.groups}:{size.assignments}+{size.changes}" for size, _ in SIZES]


def made(folder: Path, size: Size, seed: int, *more: str) -> Ended:
    counts = {"books": size.books, "groups": size.groups, "assignments": size.assignments, "changes": size.changes}
    words = [word for name, number in counts.items() for word in (f"--{name}", str(number))]
    return call("sandbox", "generate", *words, "--seed", str(seed), "--out", "made", *more, cwd=folder)


def planned(folder: Path, *more: str, **env: str) -> dict[str, Any]:
    ended = call("plan", "made/desired", "--format", "json", "--detailed-exitcode", *more, cwd=folder, env=env)
    plan: dict[str, Any] = json.loads(ended.out)
    assert (2 if plan["changes"] else 0) == ended.code, ended.err
    return plan


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


@pytest.mark.parametrize(("size", "seed"), SIZES, ids=IDS)
def test_a_plan_has_the_changes_asked_for_from_the_snapshot_and_from_the_tenant(
    tmp_path: Path, size: Size, seed: int
) -> None:
    assert 0 == made(tmp_path, size, seed).code
    state = json.loads((tmp_path / "made/state.json").read_bytes())
    assert size.assignments == sum(len(book["assignments"]) for book in state["managedEBooks"])
    with sandbox_tenant(tmp_path / "tenant") as tenant:
        tenant.put(state)
    online = planned(tmp_path, RECONCILER_SANDBOX_STATE=str(tmp_path / "tenant" / "tenant.sqlite"))
    offline = planned(tmp_path, "--from-snapshot", "made/snapshot.json")
    for plan in (online, offline):
        assert size.changes == len(plan["changes"])
        assert [] == [change for change in plan["changes"] if change["held"]]
        assert [] == [one for one in plan["findings"] if one["severity"] in ("error", "guard")]
    same = ("changes", "forecast", "summary", "unmanaged", "findings")
    assert {key: online[key] for key in same} == {key: offline[key] for key in same}
    assert online["observed"]["digest"] == offline["observed"]["digest"]


@pytest.mark.parametrize(("size", "seed"), SIZES, ids=IDS)
def test_the_snapshot_is_the_one_that_would_be_taken_of_the_tenant(tmp_path: Path, size: Size, seed: int) -> None:
    generate(tmp_path / "made", size, seed)
    snapshot = json.loads((tmp_path / "made/snapshot.json").read_bytes())
    jsonschema.validate(snapshot, json.loads(SCHEMA.read_bytes()))
    with sandbox_tenant(tmp_path / "tenant") as tenant:
        tenant.put(json.loads((tmp_path / "made/state.json").read_bytes()))
        desired = named_groups(snapshot)
        taken = write_snapshot(tenant.intune, desired, key_of_seed(seed), MADE_AT)
    assert snapshot == json.loads(json.dumps(taken))


def named_groups(snapshot: dict[str, Any]) -> DesiredState:
    """A desired state that names every group of a snapshot by its id."""
    named = {group["id"]: Group(None, GroupId(group["id"]), None) for group in snapshot["groups"]}
    return replace(w.desired(), groups=tuple(named.values()), group_of=named)


def test_equal_arguments_give_equal_bytes_and_another_seed_others(tmp_path: Path) -> None:
    size = Size(6, 5, 14, 3)
    generate(tmp_path / "a", size, 1)
    generate(tmp_path / "b", size, 1)
    generate(tmp_path / "c", size, 2)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert digests(tmp_path / "a")["state.json"] != digests(tmp_path / "c")["state.json"]


def test_a_file_holds_no_more_books_than_asked_for(tmp_path: Path) -> None:
    size = Size(5, 4, 9, 2)
    plans = []
    for most, files in ((1, 5), (2, 3), (5, 1)):
        assert 0 == made(tmp_path, size, 3, "--books-per-file", str(most)).code
        assert files == len(list((tmp_path / "made/desired/books").iterdir()))
        plans.append(planned(tmp_path, "--from-snapshot", "made/snapshot.json")["source"]["desiredDigest"])
    assert 1 == len(set(plans))


def test_a_file_never_grows_beyond_what_is_read(tmp_path: Path) -> None:
    generate(tmp_path / "made", Size(2400, 60, 24000, 4), 1)
    assert 1 < len(list((tmp_path / "made/desired/books").iterdir()))
    ended = call("validate", "made/desired", cwd=tmp_path)
    assert (0, "") == (ended.code, ended.err)
    assert "2400 books, 24002 assignments" in ended.out


@pytest.mark.parametrize("size", [Size(2, 2, 5), Size(0, 3, 1), Size(2, 2, 1, 5)])
def test_a_size_that_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, size: Size) -> None:
    ended = made(tmp_path, size, 1)
    assert 64 == ended.code
    assert "make room for" in ended.err
    assert not (tmp_path / "made").exists()
    with pytest.raises(CannotGenerateError):
        generate(tmp_path / "made", size, 1)


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("in the way")
    ended = made(tmp_path, Size(1, 1, 1), 1)
    assert 64 == ended.code
    assert "cannot be written" in ended.err or "is a file" in ended.err


def test_any_text_is_a_seed(tmp_path: Path) -> None:
    size = Size(2, 2, 3)
    states = []
    for folder, seed in (("a", "åk 9"), ("b", "åk 9"), ("c", "åk 8")):
        (tmp_path / folder).mkdir()
        words = ["--books", str(size.books), "--groups", str(size.groups), "--assignments", str(size.assignments)]
        ended = call("sandbox", "generate", *words, "--seed", seed, "--out", "made", cwd=tmp_path / folder)
        assert 0 == ended.code
        states.append((tmp_path / folder / "made/state.json").read_bytes())
    assert states[0] == states[1] != states[2]
