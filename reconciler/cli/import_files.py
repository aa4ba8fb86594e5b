"""The files of an import: made from the edits, tried out on a copy, and put in place all together.

Read `Draft`, then `make_draft`.
"""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reconciler.cli.git import repository_root
from reconciler.cli.import_writing import prepare_files, put_in_place
from reconciler.desired.edit import edited, new_file
from reconciler.model.edits import AddItems, Edit, Entry, Value
from reconciler.model.entities import Tenant
from reconciler.model.errors import ReconcilerError, UsageError
from reconciler.validation import Validation, validate

_SCHEMA = Path("schemas") / "desired-state.schema.json"
_SCHEMA_ADDRESS = "https://schemas.reconciler.example/1.0/desired-state.schema.json"


class NotWritten(ReconcilerError):
    """The files were not written, as if something in them had been held."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of tenants as they are (`before`, all that were read) and those that are to be written (`after`).

    Paths are relative to the working directory. Files that would stay as they are, are not among those to write.
    """

    cwd: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def validated(self, path: str) -> Validation:
        """What is right or wrong with the files once they are written, found out on a copy of them."""
        with tempfile.TemporaryDirectory() as name:
            # As many folders down as paths lead upwards, so that every path stays within the copy.
            copy = Path(name).joinpath(*["up"] * max(map(_ups, [path, *self.before, *self.after])))
            for file, content in {**self.before, **self.after}.items():
                place = Path(os.path.normpath(copy / file))
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            copy.mkdir(parents=True, exist_ok=True)
            return validate([path], copy)

    def write(self) -> None:
        """Puts the files in place, each whole or not at all. Raises NotWritten before anything is written where a file
        was changed meanwhile, and UsageError where one cannot be written: its text says which were written before."""
        for file in self.after:
            if _content(self.cwd / file) != self.before.get(file):
                raise NotWritten(f"{file} was changed meanwhile: nothing was written.", "Run import again.")
        with prepare_files(self.cwd, self.after) as prepared:
            put_in_place(prepared)


def read_files(cwd: Path, files: Iterable[str]) -> dict[str, bytes]:
    """The bytes of files. Raises UsageError for one that cannot be read."""
    found = {}
    for file in files:
        content = _content(cwd / file)
        if content is None:
            raise UsageError(f"{file}: cannot be read.", "Check the path.")
        found[file] = content
    return found


def yaml_below(cwd: Path, folder: str) -> tuple[str, ...]:
    """The YAML files that a new tenant in this folder would get, relative to the working directory."""
    here = Path(os.path.normpath(cwd / folder))
    found = [file for file in here.rglob("*.y*ml") if file.suffix in (".yaml", ".yml") and file.is_file()]
    own = (file for file in found if not any(part.startswith(".") for part in file.relative_to(here).parts[:-1]))
    return tuple(sorted(Path(os.path.relpath(file, cwd)).as_posix() for file in own))


def make_draft(cwd: Path, before: Mapping[str, bytes], edits: Sequence[Edit], made: Mapping[str, bytes]) -> Draft:
    """The files after the edits. `made` are files of their own that are written as they are.

    Raises CannotEdit where a file is written in a way that cannot be edited.
    """
    after = dict(made)
    for path in dict.fromkeys(edit.path for edit in edits):
        own = [edit for edit in edits if edit.path == path]
        if path in before:
            after[path] = edited(path, before[path], own)
        else:
            after[path] = new_file([modeline(cwd, path)], _body(own))
    return Draft(cwd, before, {path: content for path, content in after.items() if content != before.get(path)})


def new_tenant_files(cwd: Path, tenant: Tenant, edits: Sequence[Edit]) -> dict[str, bytes]:
    """The file of the tenant itself, and those of lists that are empty. Raises UsageError for a file that is there."""
    stated: list[tuple[str, Value]] = [("name", tenant.name)]
    if tenant.tenant_id:
        stated.append(("tenantId", tenant.tenant_id))
    stated += [("cloud", str(tenant.cloud)), ("mode", str(tenant.mode)), ("language", str(tenant.language))]
    bodies = {"tenant": Entry((("tenant", Entry(tuple(stated))),))}
    bodies |= {key: Entry(((key, ()),)) for key in ("tokens", "groups")}
    paths = {key: _joined(tenant.path, f"{key}.yaml") for key in bodies}
    written = {edit.path for edit in edits}
    for path in sorted({*paths.values(), *written}):
        if (cwd / path).exists():
            raise UsageError(f"{path} is there already, and belongs to no tenant.", "Name another folder.")
    return {
        paths[key]: new_file([modeline(cwd, paths[key])], body)
        for key, body in bodies.items()
        if paths[key] not in written
    }


def modeline(cwd: Path, file: str) -> str:
    """What tells an editor the schema: the repository's own copy where it has one, else the published one."""
    folder = Path(os.path.normpath(cwd / file)).parent
    root = repository_root(folder)
    there = (root or cwd) / _SCHEMA
    where = Path(os.path.relpath(there, folder)).as_posix() if there.is_file() else _SCHEMA_ADDRESS
    return f"yaml-language-server: $schema={where}"


def _body(edits: Sequence[Edit]) -> Entry:
    return Entry(tuple((edit.key, edit.items) for edit in edits if isinstance(edit, AddItems)))


def _joined(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def _ups(path: str) -> int:
    return PurePosixPath(path).parts.count("..")


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
