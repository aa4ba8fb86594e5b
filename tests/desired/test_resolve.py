"""The desired state: references resolved, lists expanded, and a digest over what has a meaning."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from reconciler.desired.load import load
from reconciler.desired.resolve import resolve
from reconciler.model.desired import DesiredState
from reconciler.rules.static import check_static

GROUP = "5b0c0000-0000-0000-0000-000000000000"
BOOK = "3f1c0000-0000-0000-0000-000000000000"
SCHOOL = f"""
tenant: {{name: nord, cloud: sandbox, mode: additive}}
policy:
  freezes: [{{from: 2026-12-14, to: 2026-12-18, reason: exams}}]
  timeZone: Europe/Stockholm
tokens:
  - {{name: norrskolan, organization: Norrskolan, appleId: it@norr.example, accountType: education}}
  - {{name: sydskolan, organization: Sydskolan, appleId: it@syd.example, accountType: business}}
groups:
  - {{alias: klass-9a, id: {GROUP}, displayName: Klass 9A}}
  - {{alias: lärare, displayName: Lärare i svenska}}
books:
  - title: Svenska 2
    token: norrskolan
    adamId: "1234567890"
    mode: authoritative
    assignments:
      - {{group: klass-9a, intent: required, seatCap: 30}}
      - {{group: Föräldrar, intent: available}}
  - {{title: Matte, token: sydskolan, id: {BOOK.upper()}, tags: [b, a]}}
readingLists:
  - name: Svenska åk 9
    token: norrskolan
    books: [Svenska 2, "555"]
    accept: [{{rule: VPP208, maxUsers: 3, reason: agreed}}]
    assignments: [{{group: lärare, intent: available, seatCap: 12}}]
"""


def state(folder: Path, files: Mapping[str, str]) -> DesiredState:
    """The desired state of a tenant in these files, which must be right."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    loaded = load(["."], folder)
    assert () == (*loaded.findings, *check_static(loaded.repository))
    return resolve(loaded.repository.tenants[0])


def test_reading_lists_are_written_out(tmp_path: Path) -> None:
    made = state(tmp_path, {"all.yaml": SCHOOL})
    told = [
        (item.book.label, item.mode, [(one.group, one.intent, one.seat_cap) for one in item.assignments])
        for item in made.books
    ]
    assert [
        ("555", "additive", [("lärare", "available", 12)]),
        (
            "Svenska 2",
            "authoritative",
            [("klass-9a", "required", 30), ("Föräldrar", "available", None), ("lärare", "available", 12)],
        ),
        ("Matte", "additive", []),
    ] == told
    assert [1, 1, 0] == [len(item.accept) for item in made.books]
    assert 4 == made.assignment_count


def test_alias_id_and_display_name_mean_one_group(tmp_path: Path) -> None:
    spellings = ["KLASS-9A", GROUP.upper(), "klass 9a"]
    made = [state(tmp_path, {"all.yaml": SCHOOL.replace("group: klass-9a", f"group: {name}")}) for name in spellings]
    for name, desired in zip(spellings, made, strict=True):
        assert GROUP == desired.group_of[name].id
        assert "klass-9a" == desired.group_of[name].alias
        assert "Föräldrar" == desired.group_of["Föräldrar"].display_name
    assert 1 == len({desired.digest for desired in made})


def test_a_freeze_counts_from_the_first_to_the_end_of_the_last_day(tmp_path: Path) -> None:
    (freeze,) = state(tmp_path, {"all.yaml": SCHOOL}).policy.freezes
    assert ("2026-12-13T23:00:00+00:00", "2026-12-18T23:00:00+00:00") == (
        freeze.start.isoformat(),
        freeze.end.isoformat(),
    )


def shuffled(seed: int) -> dict[str, str]:
    """The school with its entries in another order, keys in another order, spread over other files."""
    dice = random.Random(seed)
    files: dict[str, dict[str, object]] = {f"{name}.yaml": {} for name in "abc"}
    for key, value in yaml.load(SCHOOL, Loader=yaml.BaseLoader).items():
        if isinstance(value, list):
            dice.shuffle(value)
            for item in value:
                into = files[dice.choice(sorted(files))]
                into.setdefault(key, []).append(_turned(item, dice))  # type: ignore[attr-defined]
        else:
            files[dice.choice(sorted(files))][key] = _turned(value, dice)
    return {name: _written(content) for name, content in files.items()}


def _turned(item: object, dice: random.Random) -> object:
    if not isinstance(item, dict):
        return item
    keys = sorted(item, key=lambda _: dice.random())
    return {key: _turned_list(item[key], dice) for key in keys}


def _turned_list(value: object, dice: random.Random) -> object:
    if isinstance(value, list):
        items = [_turned(item, dice) for item in value]
        dice.shuffle(items)
        return items
    return value


def _written(content: object) -> str:
    numbers = ("30", "12", "3")
    text = str(yaml.dump(content, allow_unicode=True, sort_keys=False)) if content else "# nothing\n"
    for number in numbers:
        text = text.replace(f"'{number}'", number)
    return text


@pytest.mark.parametrize("seed", range(12))
def test_order_and_files_change_neither_the_digest_nor_the_state(seed: int, tmp_path: Path) -> None:
    expected = state(tmp_path / "one", {"all.yaml": SCHOOL})
    actual = state(tmp_path / "many", shuffled(seed))
    assert expected.digest == actual.digest
    assert [item.book.label for item in expected.books] == [item.book.label for item in actual.books]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# none\n", ""),
        ("name: nord,", "name: syd,"),
        ("mode: additive", "mode: observe"),
        ("2026-12-18", "2026-12-19"),
        ("reason: exams", "reason: other"),
        ("it@norr.example", "ti@norr.example"),
        (
            "accountType: business",
            (
                "accountType: business, secret: {env: A}, dataSharingConsent: true, "
                "preflight: {generatedForIntune: 2026-08-14}"
            ),
        ),
        ("displayName: Lärare i svenska", "displayName: Lärare"),
        ('"1234567890"', '"1234567891"'),
        ("    mode: authoritative\n", ""),
        ("group: klass-9a, intent: required", "group: klass-9a, intent: available"),
        ("group: klass-9a", "group: klass-9b"),
        ("seatCap: 30", "seatCap: 31"),
        (", seatCap: 12", ""),
        ("tags: [b, a]", "tags: [b]"),
        ("maxUsers: 3", "maxUsers: 4"),
        ("reason: agreed", "reason: agreed, expires: 2027-01-01"),
        ('[Svenska 2, "555"]', "[Svenska 2]"),
        ("token: sydskolan", "token: norrskolan"),
    ],
)
def test_what_changes_the_meaning_changes_the_digest(old: str, new: str, tmp_path: Path) -> None:
    school = SCHOOL + "# none\n"
    assert old in school
    before = state(tmp_path, {"all.yaml": school}).digest
    after = state(tmp_path, {"all.yaml": school.replace(old, new)}).digest
    assert (before == after) is (old == "# none\n")
