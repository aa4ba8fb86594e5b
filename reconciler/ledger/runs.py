"""Which runs of apply are still open, followed from record to record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from reconciler.ledger.closings import Closing
from reconciler.ledger.records import DamagedRecord, Record, record_name
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest
from reconciler.model.instants import instant
from reconciler.model.record import OpenIntent, RecordKind


@dataclass(slots=True)
class _Run:
    intent: OpenIntent
    digests: set[Digest] = field(default_factory=set)


class Runs:
    """Open and released runs. Told every intent and closing in the order of the chain."""

    def __init__(self, tenant: str) -> None:
        self._tenant = tenant
        self._open: dict[Holder, _Run] = {}
        self._released: list[_Run] = []

    @property
    def open(self) -> tuple[OpenIntent, ...]:
        """Intents without receipt or release, oldest first."""
        return tuple(run.intent for run in self._open.values())

    @property
    def released(self) -> tuple[OpenIntent, ...]:
        """Intents with a release and no receipt, in the order of their release."""
        return tuple(run.intent for run in self._released)

    def begin(self, record: Record) -> None:
        """Takes an intent: of a run that is open it renews the lease, else it begins one.

        Raises DamagedRecord when the intent lacks what an intent says.
        """
        intent = _open_intent(self._tenant, record)
        run = self._open.setdefault(intent.holder, _Run(intent))
        run.digests.add(record.digest)
        run.intent = replace(run.intent, lease_until=max(run.intent.lease_until, intent.lease_until))

    def close(self, closing: Closing) -> None:
        """Takes a receipt or release, which closes the run of the intent that it names."""
        self._released = [run for run in self._released if closing.intent not in run.digests]
        for holder, run in self._open.items():
            if closing.intent in run.digests:
                del self._open[holder]
                if closing.kind is RecordKind.RELEASE:
                    self._released.append(run)
                return


def _open_intent(tenant: str, record: Record) -> OpenIntent:
    body = record.body
    try:
        return OpenIntent(
            seq=record.seq,
            digest=record.digest,
            plan_digest=Digest(body["planDigest"]),
            keys=_mapping(body["keys"]),
            holder=_holder(body["holder"]),
            at=record.at,
            lease_until=_instant(body["leaseUntil"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        name = record_name(record.seq, record.kind)
        raise DamagedRecord(tenant, name, f"it does not say what an intent says: {error}") from error


def _mapping(value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, dict) or not all(item is None or isinstance(item, dict) for item in value.values()):
        raise TypeError('"keys" is no map of changes')
    return value


def _holder(value: Any) -> Holder:
    host, run, pid = value["host"], value["run"], value["pid"]
    if not (isinstance(host, str) and isinstance(run, str) and type(pid) is int):
        raise TypeError('"holder" names no run')
    return Holder(host, run, pid)


def _instant(value: Any) -> datetime:
    if not isinstance(value, str):
        raise TypeError('"leaseUntil" is no instant')
    return instant(value)
