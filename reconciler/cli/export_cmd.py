"""`reconciler export`: books and their groups as a table."""

from pathlib import Path

import click

from reconciler.cli.options import path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler export --csv books.csv
  reconciler export --csv books.csv --separator ";"
"""


@click.command(epilog=_EPILOG)
@path_argument
@tenant_option
@click.option(
    "--csv",
    "file",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="The file to write; - is the standard output.",
)
@click.option(
    "--separator",
    type=click.Choice([",", ";"]),
    help="What stands between two cells; by default as spreadsheets in the language of the run have it.",
)
@click.pass_obj
def export(run: Run, path: str, tenant: str | None, file: Path, separator: str | None) -> int:
    """Write the books of the tenant at PATH as a table: a row for each book, a column for each group.

    A cell has the intent; where tenant and YAML differ, it says how. `import --csv` reads such a table.
    """
    from reconciler.cli.exporting import run_export  # here: it loads everything, and --help does without

    return run_export(run, path, tenant, file, separator)
