"""All that the ledger of a tenant tells an auditor, gathered from its records. Read `history`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reconciler.audit.compact import compact
from reconciler.audit.entries import accepted_guards, entries
from reconciler.audit.explained import outside
from reconciler.audit.gaps import knowledge
from reconciler.audit.names import Names, learn
from reconciler.audit.observations import collected, custody, observed_seats, seats_of_receipt, spans
from reconciler.audit.reading import reading
from reconciler.audit.runs import runs
from reconciler.model.audit import History, Recorded, SeatCount
from reconciler.model.record import RecordKind


def history(all_records: Iterable[Recorded], declared: Mapping[str, str], reviewed: Collection[str] | None) -> History:
    """What the records say. `declared` are handles of VPP tokens by id, `reviewed` the emergencies that were reviewed.

    Both come from the YAML; `reviewed` is None where no YAML is at hand. Raises ServiceError for a record that does
    not say what its kind says.
    """
    records = tuple(compact(all_records))
    names = learn(records, declared)
    followed = runs(records)
    first = records[0].at if records else None
    return History(
        records=len(records),
        head=records[-1].digest if records else None,
        entries=tuple(entries(records, followed, names, reviewed)),
        outside=outside(collected(records), records, followed, names),
        knowledge=knowledge(first, spans(records)),
        seats=tuple(_seats(records, names)),
        tokens=tuple(custody(records)),
        accepted=tuple(accepted_guards(records)),
    )


def _seats(records: Sequence[Recorded], names: Names) -> Iterator[SeatCount]:
    """Every count of seats, in the order of the records."""
    for record in records:
        with reading(record):
            if record.kind is RecordKind.RECEIPT:
                yield from seats_of_receipt(record, names.titles)
            elif record.kind is RecordKind.OBSERVATION:
                yield from observed_seats(record, names.titles)
