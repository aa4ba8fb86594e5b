"""What an import does, one step each, and what it leaves to people."""

from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.edits import Edit
from reconciler.model.ids import ChangeId, GroupId
from reconciler.model.position import Position


class StepKind(StrEnum):
    """What is written."""

    TOKEN = "token"
    GROUP = "group"
    BOOK = "book"
    ASSIGNMENT = "assignment"
    INTENT = "intent"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is written. `subject` is the token, group or book; `target` the group or the key.

    `position` is where it is changed, None for what is new; `assignments` counts those of a new book.
    """

    kind: StepKind
    subject: str
    path: str
    target: str = ""
    before: str | None = None
    after: str | None = None
    position: Position | None = None
    identity: str = ""
    assignments: int = 0


class LeftKind(StrEnum):
    """Why something is not written.

    UNMANAGED: YAML cannot say it. GROUP: its group cannot be declared. TOKEN, TOKENLESS: a VPP token cannot, nor its
    books. UNCLEAR: several could be what is declared. LISTED: a reading list says otherwise. GONE: declared, and the
    tenant does not show it so. PENDING: changed in git since the last apply. REMOVED: git no longer says it, and the
    next apply deletes it. NAMED: a name that references need.
    """

    UNMANAGED = "unmanaged"
    GROUP = "group"
    TOKEN = "token"
    TOKENLESS = "tokenless"
    UNCLEAR = "unclear"
    LISTED = "listed"
    GONE = "gone"
    PENDING = "pending"
    REMOVED = "removed"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is not written. `shown` is what the tenant says, `declared` what the YAML says.

    `reason` is a word of the kind: why a group or a token cannot be declared, or which key it is about. `group` is
    the id of a plain group whose intent YAML cannot say.
    """

    kind: LeftKind
    subject: str
    identity: str = ""
    target: str = ""
    shown: str | None = None
    declared: str | None = None
    position: Position | None = None
    reason: str = ""
    group: GroupId | None = None


@dataclass(frozen=True, slots=True)
class Adoption:
    """What an import comes to: edits, and the same in words. Sorted, so that equal states give equal bytes.

    `already` are assignments of a list that the YAML has already.
    """

    edits: tuple[Edit, ...]
    steps: tuple[Step, ...]
    left: tuple[Left, ...]
    already: tuple[ChangeId, ...] = ()
