"""`reconciler init`: a new repository."""

from pathlib import Path

import click

from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler init books
  reconciler init books --name nordskolan --language sv --owner @nordskolan/it
  reconciler init . --cloud global --tenant-id 8f0c0000-0000-0000-0000-000000000000
  reconciler init books --pipeline github
"""


@click.command(epilog=_EPILOG)
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Handle of the tenant; by default that of the folder.")
@click.option(
    "--cloud",
    type=click.Choice(["sandbox", "global", "usgov", "usgovdod", "china"]),
    help="Where the tenant is; sandbox (the default) needs no account.",
)
@click.option("--tenant-id", metavar="GUID", help="Entra's id of the tenant; not for the sandbox.")
@click.option("--language", type=click.Choice(["en", "sv"]), help="Language of the tenant and of its README.")
@click.option(
    "--pipeline",
    "pipelines",
    multiple=True,
    type=click.Choice(["all", "github", "gitlab", "azure", "none"]),
    help="Pipelines to write, GitHub's being always there; repeatable. Default: all.",
)
@click.option(
    "--owner", "owners", multiple=True, metavar="WHO", help="Who has to approve, for CODEOWNERS: @org/team; repeatable."
)
@click.pass_obj
def init(
    run: Run,
    folder: Path,
    name: str | None,
    cloud: str | None,
    tenant_id: str | None,
    language: str | None,
    pipelines: tuple[str, ...],
    owners: tuple[str, ...],
) -> int:
    """Begin a new repository in DIR: YAML, pipelines, CODEOWNERS, editor settings, schema, README.

    Overwrites nothing: with one of its files there already it writes none and ends with 64. On a terminal it asks for
    what no option says. With the sandbox, `validate` and `plan` work there at once, offline.
    """
    from reconciler.cli.initialising import Wish, run_init  # here: it loads the schema, and --help does without

    return run_init(run, Wish(folder, name, cloud, tenant_id, language, pipelines, owners))
