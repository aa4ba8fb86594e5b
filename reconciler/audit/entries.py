"""One entry for each outcome of each receipt: who asked, who approved, what was done, where it came from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reconciler.audit.names import Names
from reconciler.audit.reading import mapping, optional_text, reading, texts
from reconciler.audit.runs import AuditedRun
from reconciler.model.audit import AcceptedGuard, Entry, Recorded
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.record import RecordKind


def entries(
    records: Iterable[Recorded], runs: Sequence[AuditedRun], names: Names, reviewed: Collection[str] | None
) -> Iterator[Entry]:
    """Every outcome in the order of the chain; the records are compact.

    `reviewed` are digests of receipts of emergencies that were reviewed.

    Raises ServiceError for a receipt of another shape.
    """
    recovered = {run.receipt.seq for run in runs if run.receipt is not None and not run.by_itself}
    for record in records:
        with reading(record):
            if record.kind is RecordKind.RECEIPT:
                who = _who(record, reviewed, recovered=record.seq in recovered)
                for outcome in record.body["outcomes"]:
                    yield _entry(record, outcome, names, who)


def accepted_guards(records: Iterable[Recorded]) -> Iterator[AcceptedGuard]:
    """Every guard that a receipt says was accepted, with the reason."""
    for record in records:
        with reading(record):
            for one in record.body["accepted"] if record.kind is RecordKind.RECEIPT else ():
                yield AcceptedGuard(record.seq, stamp(record.at), one["rule"], one["subject"], one["reason"])


def _who(record: Recorded, reviewed: Collection[str] | None, *, recovered: bool) -> dict[str, Any]:
    """Who stands behind all outcomes of a receipt. Nobody is named for a run that died: its receipt is another's."""
    body = record.body
    emergency = None if recovered else optional_text(body["emergency"])
    return {
        "author": None if recovered else optional_text(body["author"]),
        "approvers": () if recovered else texts(body["approvers"]),
        "pull_request": None if recovered else optional_text(body["pullRequest"]),
        "commit": None if recovered else optional_text(mapping(body["source"]).get("commit")),
        "emergency": emergency,
        "reviewed": record.digest in reviewed if emergency is not None and reviewed is not None else None,
        "recovered": recovered,
        "plan": Digest(body["planDigest"]),
    }


def _entry(record: Recorded, outcome: Mapping[str, Any], names: Names, who: Mapping[str, Any]) -> Entry:
    kind, *ids = str(outcome["change"]).split(":", 2)
    book, group = (ids[0], ids[1]) if kind == "a" and len(ids) == 2 else ("", "")
    said = mapping(outcome.get("book"))
    target = mapping(outcome.get("target"))
    return Entry(
        record=record.seq,
        digest=record.digest,
        change=outcome["change"],
        kind="assignment" if book else "token",
        book=book,
        title=str(said.get("title") or names.titles.get(book, "")),
        group=group,
        group_name=str(target.get("displayName") or names.groups.get(group, "")),
        token=str(said.get("token") or names.token_of.get(book, "")) if book else ":".join(ids),
        before=outcome["before"],
        after=outcome["after"],
        outcome=str(outcome["outcome"]),
        at=str(outcome["at"]),
        note=str(outcome.get("note", "")),
        origin=str(outcome["origin"]),
        request_ids=texts(outcome["requestIds"]),
        **who,
    )
