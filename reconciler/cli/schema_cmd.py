"""`reconciler schema`: the JSON Schemas of all files."""

from pathlib import Path

import click

from reconciler.cli.exits import Exit
from reconciler.cli.run import Run
from reconciler.report.findings_json import as_json
from reconciler.report.lines import Line, Tone

_MAIN = "desired-state.schema.json"
_EPILOG = """\b
Examples:
  reconciler schema > desired-state.schema.json
  reconciler schema --check
  reconciler schema --write
"""


@click.command(epilog=_EPILOG)
@click.option("--write", "mode", flag_value="write", help="Write all schemas into schemas/.")
@click.option("--check", "mode", flag_value="check", help="Name those in schemas/ that are not up to date.")
@click.pass_obj
def schema(run: Run, mode: str | None) -> int:
    """Print the schema of the YAML, or write or check all schemas in schemas/."""
    from reconciler.schema import schemas, stale, write  # here: it loads pydantic, and --help does without

    folder = run.settings.path("schemas")
    match mode:
        case "write":
            folder.mkdir(parents=True, exist_ok=True)
            write(folder)
            run.console.note(f"wrote {len(schemas())} schemas into schemas/")
        case "check":
            return _report(run, folder, stale(folder))
        case _:
            run.console.data(as_json(schemas()[_MAIN]))
    return Exit.DONE


def _report(run: Run, folder: Path, names: list[str]) -> int:
    for name in names:
        run.console.result(
            [Line(f"{folder.name}/{name} is not up to date: run `reconciler schema --write`", Tone.ERROR)]
        )
    return Exit.HELD if names else Exit.DONE
