"""How failures become exit codes, whatever raised them."""

import click
import pytest
from click.testing import CliRunner, Result

from reconciler.cli.group import LazyGroup
from reconciler.model.errors import Locked, ReconcilerError, Refused, ServiceError, UsageError


class _Failing(LazyGroup):
    """A command line whose only command fails as it is told."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(name="test")
        self._error = error

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        def fail() -> None:
            raise self._error

        return click.Command("fail", callback=fail)


def ended(error: BaseException, *before: str) -> Result:
    """The end of a run that fails with this error."""
    group = _Failing(error)
    group.params.append(click.Option(["--verbose"], is_flag=True, expose_value=False))
    return CliRunner().invoke(group, [*before, "fail"])


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("no such file", "Check the path."), 64),
        (ServiceError("no answer"), 5),
        (Refused("the plan is old"), 3),
        (Locked("another apply runs"), 6),
        (click.UsageError("no"), 64),
        (click.FileError("x"), 64),
        (click.Abort(), 130),
        (KeyboardInterrupt(), 130),
        (RuntimeError("never thought of"), 70),
    ],
)
def test_each_failure_has_its_exit_code_and_no_traceback(error: BaseException, code: int) -> None:
    result = ended(error)
    assert code == result.exit_code
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_internal_error_is_one_line_that_says_how_to_report_it() -> None:
    lines = ended(RuntimeError("never\nthought of")).stderr.splitlines()
    assert len(lines) == 1
    assert "RuntimeError: never" in lines[0]
    assert "--verbose" in lines[0]


def test_verbose_shows_the_traceback_of_an_internal_error_only() -> None:
    assert "Traceback" in ended(RuntimeError("never thought of"), "--verbose").stderr
    assert "Traceback" not in ended(ServiceError("no answer"), "--verbose").stderr


def test_an_error_is_told_with_its_remedy_and_its_names_steer_no_terminal() -> None:
    result = ended(ReconcilerError("group \x1b[31m\u202e is odd", "Rename it."))
    assert result.stderr == "reconciler: group \\x1b[31m\\u202e is odd\n  Rename it.\n"
