"""The typist is tested too: it must stumble where a reader would."""

import os
from pathlib import Path

import pytest

from tests.docs.console import accepted, matches, problems, steps_of, type_out

PAGE = """\
# A page

```console
$ printf 'one\\ntwo 7f\\nthree\\n'
one
two …
three
$ false
$ echo $?
1
$ cd below && pwd
…/below
```

Edit:

```diff
--- a/file.txt
+++ b/file.txt
@@ -1,2 +1,2 @@
 first
-second
+SECOND
```

```sh
grep SECOND file.txt
```

<!-- not typed out: it is only shown -->
```sh
exit 7
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place with a file to edit."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below/file.txt").write_text("first\nsecond\n", "utf-8")
    return tmp_path


def typed(page: str, folder: Path) -> list[str]:
    return problems(type_out(steps_of(page), folder, dict(os.environ)))


def test_a_page_that_is_right_is_typed_out_without_a_word(folder: Path) -> None:
    assert [] == typed(PAGE, folder)
    assert "first\nSECOND\n" == (folder / "below/file.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "right", "wrong"),
    [
        (4, "two …", "too …"),
        (4, "three\n$", "$"),
        (8, "$ echo $?\n1\n", ""),
        (9, "\n1\n", "\n2\n"),
        (18, "-second", "-other"),
        (27, "grep SECOND", "grep THIRD"),
    ],
)
def test_a_reader_would_stumble_here_and_so_does_the_typist(line: int, right: str, wrong: str, folder: Path) -> None:
    assert PAGE.count(right)
    told = typed(PAGE.replace(right, wrong), folder)
    assert told[0].startswith(f"line {line}: "), told


@pytest.mark.parametrize(
    ("expected", "shown", "whether"),
    [
        ([], [], True),
        ([], ["a"], False),
        (["…"], [], True),
        (["…", "b"], ["a", "", "b"], True),
        (["a", "…"], ["b", "a"], False),
        (["a … c"], ["a b c"], True),
        (["a … c"], ["a b d"], False),
        (["(a)"], ["a"], False),
    ],
)
def test_an_ellipsis_stands_for_anything_in_its_place(expected: list[str], shown: list[str], whether: bool) -> None:
    assert whether == matches(expected, shown)


def test_accepting_writes_only_what_is_not_so(folder: Path) -> None:
    page = PAGE.replace("three\n$", "old\n$")
    seen = type_out(steps_of(page), folder, dict(os.environ))
    assert PAGE.replace("two …", "two 7f") == accepted(page, seen)


def test_a_digest_and_a_commit_are_accepted_as_an_ellipsis(folder: Path) -> None:
    page = f"```console\n$ echo Plan sha256:{'a' * 64} from commit {'b' * 40}\n```\n"
    seen = type_out(steps_of(page), folder, dict(os.environ))
    assert page.replace("\n```\n", "\nPlan sha256:… from commit …\n```\n") == accepted(page, seen)
