"""The list of static rules, and the law that order never matters. Each rule's cases stand in `tests/cases/static`."""

import json
import random
import shutil
from pathlib import Path

import pytest

from reconciler.desired.load import load
from reconciler.model.catalogue import ALL
from reconciler.rules.static import STATIC, check_static

CASES = sorted((Path(__file__).parents[1] / "cases/static").iterdir())


def test_a_rule_function_is_named_like_its_slug() -> None:
    slugs = {rule.slug.lower().replace("-", "_") for rule in ALL.values()}
    assert set() == {rule.__name__ for rule in STATIC} - slugs


def test_every_rule_function_says_what_it_gives() -> None:
    assert [] == [rule.__name__ for rule in STATIC if not rule.__doc__]


def findings(folder: Path) -> list[tuple[str, str]]:
    """Rule and message of everything that is found."""
    loaded = load(["."], folder)
    return sorted((finding.rule, finding.message) for finding in (*loaded.findings, *check_static(loaded.repository)))


@pytest.mark.parametrize("name", ["vpp003", "vpp106", "vpp202", "vpp305", "vpp306"])
def test_the_names_of_files_change_no_finding_but_its_place(name: str, tmp_path: Path) -> None:
    case = next(case for case in CASES if name in case.name)
    expected = len(json.loads((case / "expected.json").read_text("utf-8")))
    for seed in range(4):
        folder = tmp_path / str(seed)
        shutil.copytree(case / ".input", folder)
        dice = random.Random(seed)
        for file in sorted(folder.glob("*.yaml")):
            file.rename(folder / f"{dice.random()}.yaml")
        assert expected == len(findings(folder))


def test_thousands_of_wrong_names_are_told_in_time(tmp_path: Path) -> None:
    books = "".join(f"  - {{title: Bok {number}, token: nord, publisher: F}}\n" for number in range(1_500))
    listed = "".join(f"      - Fel bok {number}\n" for number in range(3_000))
    (tmp_path / "tenant.yaml").write_text(
        "tenant: {name: nord, cloud: sandbox}\n"
        "tokens: [{name: nord, organization: Nord, appleId: a@b.example, accountType: business}]\n"
        f"books:\n{books}readingLists:\n  - name: Lista\n    token: nord\n    books:\n{listed}"
    )
    assert 3_000 == len(findings(tmp_path))
