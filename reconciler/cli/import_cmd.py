"""`reconciler import`: what the tenant shows, as YAML."""

from pathlib import Path

import click

from reconciler.cli.options import format_option, path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler import desired-state --name nordskolan --cloud global --tenant-id ID
  reconciler import
  reconciler import --book "Svenska 2"
  reconciler import --csv booklist.csv
"""


@click.command("import", epilog=_EPILOG)
@path_argument
@tenant_option
@click.option("--name", metavar="NAME", help="The name of a new tenant.")
@click.option(
    "--cloud", type=click.Choice(["sandbox", "global", "usgov", "usgovdod", "china"]), help="The cloud of a new tenant."
)
@click.option("--tenant-id", metavar="ID", help="The id of a new tenant in Entra; a sandbox needs none.")
@click.option(
    "--csv",
    "book_list",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Add the assignments of a book list: ISBN, adamId or title, group, intent.",
)
@click.option(
    "--book", "books", multiple=True, metavar="TITLE", help="Adopt this book only, by title or id. May be repeated."
)
@format_option("text", "json")
@click.pass_obj
def import_(
    run: Run,
    path: str,
    tenant: str | None,
    name: str | None,
    cloud: str | None,
    tenant_id: str | None,
    book_list: Path | None,
    books: tuple[str, ...],
    form: str,
) -> int:
    """Write what the tenant at PATH shows as YAML: all of it, or what is new or was changed outside git.

    Entries are edited where they stand, new ones are appended, nothing is removed. Writes nothing to the tenant.
    """
    # Here: it loads everything, and --help does without.
    from reconciler.cli.import_target import NewTenant
    from reconciler.cli.importing import Wanted, run_import

    return run_import(run, Wanted(path, tenant, NewTenant(name, cloud, tenant_id), book_list, books, form))
