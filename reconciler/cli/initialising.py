"""Begins a repository: asks what no option says, makes the files, writes all or none. Read `run_init`."""

import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from reconciler.cli.console import is_terminal
from reconciler.cli.exits import Exit
from reconciler.cli.installed import requirement
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.model.entities import Cloud, Language
from reconciler.model.errors import UsageError
from reconciler.report.findings_json import as_json
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.fleet_phrases import fleet_phrases
from reconciler.report.names import shown
from reconciler.scaffold.answers import Answers, check_answers
from reconciler.scaffold.files import NewFile, files_of
from reconciler.schema import schemas

_BESIDE_GITHUB = frozenset({"gitlab", "azure"})
_NAMELESS = "tenant"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for; None where it does not say."""

    folder: Path
    name: str | None
    cloud: str | None
    tenant_id: str | None
    language: str | None
    pipelines: tuple[str, ...]
    owners: tuple[str, ...]


def run_init(run: Run, wish: Wish) -> int:
    """Writes the files of a new repository; gives the exit code."""
    root = run.settings.path(wish.folder).resolve()
    answers = _answers(run, wish, root)
    check_answers(answers)
    files = files_of(answers, as_json(schemas()["desired-state.schema.json"]))
    _check_free(root, files)
    write_new(root, files)
    _say(run, wish.folder, answers, files)
    return Exit.DONE


def _answers(run: Run, wish: Wish, root: Path) -> Answers:
    """What the options say, else what a person at the terminal says, else the defaults."""
    asked = is_terminal(sys.stdin) and is_terminal(sys.stderr)
    say = fleet_phrases(language_of(run))
    name, cloud, tenant_id = wish.name, wish.cloud, wish.tenant_id
    if name is None:
        name = _handle(root.name)
        name = click.prompt(say("ask-name"), default=name, err=True) if asked else name
    if cloud is None:
        cloud = "sandbox" if tenant_id is None else "global"
        choice = click.Choice([str(one) for one in Cloud])
        cloud = click.prompt(say("ask-cloud"), default=cloud, type=choice, err=True) if asked else cloud
    if tenant_id is None and asked and cloud != "sandbox":
        tenant_id = click.prompt(say("ask-tenant-id"), err=True)
    return Answers(
        name=str(name),
        cloud=Cloud(str(cloud)),
        tenant_id=str(tenant_id).lower() if tenant_id is not None else None,
        language=Language(wish.language) if wish.language else language_of(run),
        pipelines=_pipelines(wish.pipelines),
        owners=wish.owners,
        requirement=requirement(),
    )


def _handle(folder: str) -> str:
    """A tenant's handle from the name of a folder."""
    return re.sub(r"[^\w]+", "-", folder.lower()).strip("-_") or _NAMELESS


def _pipelines(chosen: tuple[str, ...]) -> frozenset[str]:
    return _BESIDE_GITHUB if not chosen or "all" in chosen else _BESIDE_GITHUB & set(chosen)


def _check_free(root: Path, files: tuple[NewFile, ...]) -> None:
    """Raises UsageError where a file is there already, or where something else stands in the way of a folder."""
    taken = [file.path for file in files if _is_taken(root, root / file.path)]
    if taken:
        more = f" and {len(taken) - _MOST_NAMED} more" if len(taken) > _MOST_NAMED else ""
        raise UsageError(
            f"{root}: {', '.join(taken[:_MOST_NAMED])}{more} would be overwritten, so nothing was written.",
            "Name a new folder, or move what is there.",
        )


def _is_taken(root: Path, place: Path) -> bool:
    """Whether something stands at the place, or something that is no folder of ours stands on the way to it."""
    if place.is_symlink() or place.exists():
        return True
    between = [above for above in place.parents if above.is_relative_to(root) and above != root]
    return any(above.is_symlink() or (above.exists() and not above.is_dir()) for above in between) or (
        root.exists() and not root.is_dir()
    )


def write_new(root: Path, files: tuple[NewFile, ...]) -> None:
    """Writes new files, all or none. Raises UsageError where one cannot be written; then what was written is gone."""
    made: list[Path] = []
    try:
        for file in files:
            place = root / file.path
            _make_folders(place.parent, made)
            with place.open("xb") as opened:
                made.append(place)
                opened.write(file.content.encode("utf-8"))
    except OSError as error:
        _undo(made)
        raise UsageError(
            f"{error.filename or root}: cannot be written: {error.strerror}. Nothing was written.", "Check the folder."
        ) from error
    except BaseException:
        _undo(made)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Makes a folder and those above it, and notes the new ones."""
    absent = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(absent):
        place.mkdir()
        made.append(place)


def _undo(made: list[Path]) -> None:
    """Removes what was made, the newest first; a folder that holds something else stays."""
    for place in reversed(made):
        with suppress(OSError):
            place.rmdir() if place.is_dir() else place.unlink()


def _say(run: Run, folder: Path, answers: Answers, files: tuple[NewFile, ...]) -> None:
    """What was written, and what comes next."""
    say = fleet_phrases(language_of(run))
    place = shown(str(folder))
    keys = ["init-validate", "init-plan"] if answers.cloud is Cloud.SANDBOX else ["init-validate", "init-import"]
    keys = [*([] if place == "." else ["init-look"]), *keys]
    keys += ["init-read", *([] if answers.requirement else ["init-source"])]
    headline = Line(say("init-wrote", count=len(files), folder=place), Tone.GOOD)
    listing = [Line(f"  {file.path}", Tone.FAINT) for file in files]
    following = [Line(say(key, **({"folder": place} if key == "init-look" else {}))) for key in keys]
    run.console.result([headline, *listing, Line(say("init-next"), Tone.STRONG), *following])
