"""What an import did, for programs (format 1.0). Documented in docs/reference/import.md."""

from typing import Any

from reconciler.model.adoption import Left, Step
from reconciler.model.book_list import MatchedLine
from reconciler.model.instants import stamp
from reconciler.model.position import Position
from reconciler.report.imported import Imported

FORMAT_VERSION = "1.0"


def import_document(imported: Imported) -> dict[str, Any]:
    """Everything that was written, everything that was left, and the lines of the list."""
    adoption = imported.adoption
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": {"name": imported.tenant.name, "path": imported.tenant.path, "new": imported.new},
        "observedAt": stamp(imported.at),
        "files": [
            {"path": path, "change": "edited" if there else "created"} for path, there in sorted(imported.files.items())
        ],
        "written": [_step(step) for step in adoption.steps],
        "left": [_left(left) for left in adoption.left],
        "list": None if imported.rows is None else [_row(row) for row in imported.rows],
        "record": imported.record,
        "summary": {
            "files": len(imported.files),
            "written": len(adoption.steps),
            "left": len(adoption.left),
            "already": len(adoption.already),
            "open": imported.open,
        },
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": str(step.kind),
        "subject": step.subject,
        "id": step.identity or None,
        "target": step.target or None,
        "before": step.before,
        "after": step.after,
        "assignments": step.assignments,
        "path": step.path,
        "position": _place(step.position),
    }


def _left(left: Left) -> dict[str, Any]:
    return {
        "kind": str(left.kind),
        "subject": left.subject,
        "id": left.identity or None,
        "target": left.target or None,
        "shown": left.shown,
        "declared": left.declared,
        "reason": left.reason or None,
        "position": _place(left.position),
    }


def _row(row: MatchedLine) -> dict[str, Any]:
    line = row.line
    return {
        "line": line.line,
        "isbn": line.isbn or None,
        "isbnFault": str(line.isbn_fault) if line.isbn_fault else None,
        "adamId": line.number or None,
        "title": line.title or None,
        "group": line.group,
        "intent": str(line.intent),
        "book": {"id": row.book, "title": row.title} if row.book else None,
        "target": {"id": row.group, "displayName": row.group_name} if row.group else None,
        "missing": str(row.missing) if row.missing else None,
        "options": [{"id": option.identity, "label": option.label} for option in row.options],
    }


def _place(position: Position | None) -> dict[str, Any] | None:
    if position is None or not position.path:
        return None
    return {"path": position.path, "line": position.line, "column": position.column}
