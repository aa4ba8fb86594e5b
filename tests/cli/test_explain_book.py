"""`explain book`: what to tell readers, from the YAML alone."""

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from reconciler.cli.console import Console
from reconciler.cli.explain_book import explain_book
from reconciler.cli.run import Run
from reconciler.cli.settings import read_settings
from reconciler.model.errors import UsageError
from tests.cli.school import TENANT, School


@pytest.fixture
def here(school: School) -> Iterator[Run]:
    """A run in the school's folder, whose sandbox is gone: nothing but the YAML is there."""
    school.file.unlink()
    with chdir(school.folder):
        yield Run(read_settings({}, Path.cwd()), Console())


def test_a_declared_book_is_told_offline(here: Run, school: School, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert 0 == explain_book(here, "book 1", "desired-state", None)
    told = capfdbinary.readouterr().out.decode()
    assert told.startswith('What to tell the readers of "Book 1"\n')
    assert not school.file.exists()


def test_a_book_that_is_not_declared_is_wrong_usage(here: Run) -> None:
    with pytest.raises(UsageError) as stopped:
        explain_book(here, "Bok 1", ".", None)
    assert (64, 'Did you mean "Book 1"?') == (stopped.value.exit_code, stopped.value.remedy)


def test_yaml_with_errors_is_told_instead(here: Run, school: School, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    school.write("broken.yaml", "books: 1\n")
    assert 1 == explain_book(here, "Book 1", ".", None)
    assert b"desired-state/broken.yaml:1:8: error:" in capfdbinary.readouterr().out


def test_of_several_tenants_one_must_be_chosen(here: Run, school: School) -> None:
    other = school.folder / "other"
    other.mkdir()
    (other / "tenant.yaml").write_text(TENANT.format(name="söderskolan"), "utf-8")
    with pytest.raises(UsageError, match="There are 2 tenants here"):
        explain_book(here, "Book 1", ".", None)
    assert 0 == explain_book(here, "Book 1", ".", "nordskolan")
