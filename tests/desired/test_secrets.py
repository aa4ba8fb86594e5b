"""Content tokens are found wherever they stand, and never quoted."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from reconciler.desired.files import Contents
from reconciler.desired.load import load
from reconciler.desired.secrets import scan, secrets_in
from reconciler.model.finding import Finding

SECRET = "kXq7" * 30
TENANT = "tenant: {name: nord, cloud: sandbox}\n"


def token_file(order: tuple[str, ...] = ("token", "expDate", "orgName"), indent: int | None = None) -> str:
    """What Apple lets one download; made up."""
    values = {"token": SECRET, "expDate": "2027-08-14T09:12:33+0000", "orgName": "Norrskolan"}
    return base64.b64encode(json.dumps({key: values[key] for key in order}, indent=indent).encode()).decode()


def places(data: bytes | str, path: str = "x.txt") -> list[tuple[int, int]]:
    """Line and column of what is found in the bytes of a file."""
    found = secrets_in(path, data.encode() if isinstance(data, str) else data)
    return [(finding.position.line, finding.position.column) for finding in found if finding.position]


def paths_found(paths: list[str], cwd: Path) -> list[str]:
    """The files in which something is found."""
    return [finding.position.path for finding in scan(paths, cwd, Contents()) if finding.position]


def lines(text: str, width: int, before: str = "", after: str = "\n") -> str:
    return "".join(before + text[start : start + width] + after for start in range(0, len(text), width))


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("order", [("token", "expDate", "orgName"), ("orgName", "token", "expDate")])
def test_order_and_blanks_inside_the_json_do_not_matter(order: tuple[str, ...], indent: int | None) -> None:
    assert [(1, 1)] == places(token_file(order, indent))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((1, 3), f"# {token_file()}\n"),
        ((2, 10), f"a: 1\nowner:   {token_file()}\n"),
        ((1, 1), f"{token_file()}: a key\n"),
        ((2, 3), "a: >\n" + lines(token_file(), 40, "  ")),
        ((1, 3), lines(token_file(), 64, "# ")),
        ((1, 2), lines(token_file(), 76, '"', '" \\\n')),
        ((1, 9), '{"all": "' + lines(token_file(), 64, "", "\\n") + '"}'),
        ((1, 1), token_file().rstrip("=")),
        ((1, 1), base64.urlsafe_b64encode(base64.b64decode(token_file())).decode()),
        ((1, 4), f"å: {token_file()}"),
    ],
)
def test_a_content_token_is_found_however_it_is_written(expected: tuple[int, int], text: str) -> None:
    expected = (1, 10) if text.startswith('{"all') else expected
    assert [expected] == places(text)


def test_in_yaml_the_place_is_that_of_the_value() -> None:
    assert [(1, 4)] == places(f'a: "{token_file()}"', "x.yaml")
    assert [(1, 4)] == places("a: >-\n" + lines(token_file(), 40, "  "), "x.yaml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings_hide_nothing(encoding: str) -> None:
    assert 1 == len(places(f"one\ntwo {token_file()}\n".encode(encoding)))


def test_two_in_one_file_are_two() -> None:
    assert [(1, 1), (3, 1)] == places(f"{token_file()}\n- - -\n{token_file(indent=2)}\n")


def test_a_file_full_of_them_is_told_in_time() -> None:
    assert 20 == len(places((token_file() + "\n#-\n") * 10_000))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "expDate orgName token",
        '{"token": "x", "expDate": "y", "orgName": "z"}',
        base64.b64encode(b'{"token": "x", "expDate": "y"}').decode(),
        base64.b64encode(b"x" * 5000).decode(),
    ],
)
def test_other_texts_are_let_pass(text: str) -> None:
    assert [] == places(text)


def test_no_finding_quotes_any_part_of_it(tmp_path: Path) -> None:
    secret = token_file()
    (tmp_path / "tenant.yaml").write_text(TENANT)
    for number, text in enumerate(
        [
            f"tokens:\n  - {{name: a, secret: {secret}}}\n",
            f"{secret}: 1\n",
            f"books:\n  - title: {secret}\n    token: {secret}\n    mode: {secret}\n    isbn: {secret}\n",
            "books:\n  - title: >\n" + lines(secret, 20, "      ") + "    token: a\n",
            f"a: &{secret} 1\nb: *{secret[:60]}\n",
            f"a: [\n'{secret}'",
        ]
    ):
        (tmp_path / f"{number}.yaml").write_text(text)
    found = load(["."], tmp_path).findings
    assert {f"{number}.yaml" for number in range(6)} <= {item.position.path for item in found if item.position}
    for finding in found:
        assert not _quotes(finding, secret), finding


def _quotes(finding: Finding, secret: str) -> bool:
    said = " ".join((finding.message, finding.remedy, finding.subject, *(str(value) for _, value in finding.params)))
    return any(secret[start : start + 12] in said for start in range(0, len(secret) - 12, 4))


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_with_git_only_what_git_does_not_ignore_is_looked_at(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitignore").write_text("ignored/\nforced.txt\n")
    for name in ("tracked.bin", "new å.txt", "ignored/a.txt", "forced.txt", ".git/b.txt", "sub/c.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(token_file())
    git(tmp_path, "add", "-f", "tracked.bin", "forced.txt")
    found = paths_found(["."], tmp_path)
    assert ["forced.txt", "new å.txt", "sub/c.txt", "tracked.bin"] == found
    assert ["c.txt"] == [
        finding.position.path for finding in scan(["."], tmp_path / "sub", Contents()) if finding.position
    ]


def test_without_git_every_file_is_looked_at_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "deep/.hidden").mkdir(parents=True)
    (tmp_path / "deep/.hidden/a").write_text(token_file())
    (tmp_path / "link").symlink_to(tmp_path / "deep/.hidden/a")
    assert ["deep/.hidden/a"] == [
        finding.position.path for finding in scan(["."], tmp_path, Contents()) if finding.position
    ]


def test_a_file_as_path_is_the_only_one_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(token_file())
    (tmp_path / "b.txt").write_text(token_file())
    assert ["b.txt"] == paths_found(["b.txt"], tmp_path)
