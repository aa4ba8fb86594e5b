"""What is to be written into YAML files: values of entries that stand there, and new entries. Nothing is removed."""

from dataclasses import dataclass

from reconciler.model.position import Position


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping to write: keys in order, each with a text, a flag, another mapping, or a list of mappings."""

    pairs: "tuple[tuple[str, Value], ...]"

    def get(self, key: str) -> "Value | None":
        """The value of a key; None where the entry lacks it."""
        return dict(self.pairs).get(key)


Scalar = str | bool
Value = Scalar | Entry | tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SetValue:
    """Gives a key of a declared entry another value; a key that is not there is written below `after`.

    `entry` is where the entry of a list at the top of its file stands, `inner` the assignment in it that is meant.
    """

    entry: Position
    key: str
    value: Scalar
    inner: Position | None = None
    after: str = ""

    @property
    def path(self) -> str:
        """The file."""
        return self.entry.path


@dataclass(frozen=True, slots=True)
class AddItems:
    """Appends entries to a list: `key` of the entry at a place, or of the file itself where `entry` is None.

    A list that is not there is written, and so is a file that is not there.
    """

    path: str
    key: str
    items: tuple[Entry, ...]
    entry: Position | None = None


Edit = SetValue | AddItems


class CannotEdit(Exception):
    """A file is written in a way that cannot be edited without touching more than what is meant. Says where and why."""
