"""`reconciler sandbox`: a tenant on this machine to try things on."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # loaded when a command runs, so that --help stays fast
    from reconciler.sandbox import Sandbox

EXIT_USAGE = 64


@click.group()
def sandbox() -> None:
    """Serve, reset or make up a tenant on this machine: Intune and Apple over a file."""


_tenant_option = click.option(
    "--tenant",
    default="nordskolan",
    show_default=True,
    metavar="NAME",
    help="Tenant whose file is meant, when --state does not name one.",
)
_state_option = click.option("--state", metavar="FILE", help="State file; made with the example school.")


@sandbox.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port on 127.0.0.1; 0 lets the system choose.")
@_state_option
@_tenant_option
def serve(port: int, state: str | None, tenant: str) -> None:
    """Serve the tenant over HTTP until the process is ended. The first line printed is the root URL."""
    from reconciler.sandbox.serve import serve as serve_tenant  # the HTTP server is loaded by this command only

    with _opened(state, tenant) as opened:
        try:
            serve_tenant(opened, port, sys.stdout)
        except OSError as error:
            raise _Failure(f"127.0.0.1:{port}: cannot listen: {error.strerror}. Choose another --port.") from error


@sandbox.command()
@_state_option
@_tenant_option
def reset(state: str | None, tenant: str) -> None:
    """Put the example school back into the tenant's file."""
    with _opened(state, tenant) as opened:
        opened.reset()


_some = click.IntRange(min=0)


@sandbox.command()
@click.option("--books", required=True, type=_some, metavar="N", help="Books in the tenant.")
@click.option("--groups", required=True, type=_some, metavar="N", help="Groups in the tenant.")
@click.option("--assignments", required=True, type=_some, metavar="N", help="Assignments in the tenant, in total.")
@click.option("--seed", required=True, metavar="S", help="Any text or number; equal arguments give equal bytes.")
@click.option(
    "--out", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to."
)
@click.option(
    "--changes", default=0, type=_some, metavar="N", help="Changes that a plan of the YAML has; 0 by default."
)
@click.option(
    "--books-per-file",
    default=None,
    type=click.IntRange(min=1),
    metavar="N",
    help="Most books in one YAML file; by default all books of a token, as far as a file may grow.",
)
def generate(
    books: int, groups: int, assignments: int, seed: str, out: Path, changes: int, books_per_file: int | None
) -> None:
    """Make up a tenant: DIR/state.json, DIR/snapshot.json, and DIR/desired/ with the YAML that fits them."""
    # Loaded by this command only: `--help` does without.
    from reconciler.sandbox.generate.files import generate as generate_files
    from reconciler.sandbox.generate.nouns import CannotGenerateError, Size

    try:
        files = generate_files(
            Path.cwd() / out, Size(books, groups, assignments, changes), _number(seed), books_per_file
        )
    except CannotGenerateError as error:
        raise _Failure(str(error)) from error
    except OSError as error:
        raise _Failure(f"{error.filename}: cannot be written: {error.strerror}. Choose another --out.") from error
    click.echo(f"wrote {out}: state.json, snapshot.json, and {files} files in desired", err=True)


@contextmanager
def _opened(state: str | None, tenant: str) -> "Iterator[Sandbox]":
    # The sandbox brings a database and all of Graph's routes along; `--help` does without them.
    from reconciler.sandbox import Sandbox, SandboxFileError
    from reconciler.sandbox.location import state_path

    path = state_path(Path.cwd(), os.environ, tenant, state)
    try:
        opened = Sandbox(path)
    except SandboxFileError as error:
        raise _Failure(str(error)) from error
    try:
        yield opened
    finally:
        opened.close()


class _Failure(click.ClickException):
    """A file or a port that cannot be used."""

    exit_code = EXIT_USAGE


def _number(seed: str) -> int:
    """A seed as a number: itself where it is one, else one that its text always gives."""
    try:
        return int(seed)
    except ValueError:
        return int.from_bytes(hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()[:8], "big")
