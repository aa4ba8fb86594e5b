"""The chain of one tenant in a store: read it, append behind its head, note outcomes, release what was abandoned."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reconciler.ledger.chain import read_chain
from reconciler.ledger.folders import folder_name
from reconciler.ledger.index import Entry, index
from reconciler.ledger.journal import Journal
from reconciler.ledger.records import LAST_SEQ, build_record, record_name, seal_of
from reconciler.ledger.store import RecordExists, RecordStore
from reconciler.model.attestation import Attestor, Required
from reconciler.model.errors import Locked, ServiceError
from reconciler.model.ids import Digest
from reconciler.model.record import LedgerState, OpenIntent, Outcome, RecordKind


class TenantLedger:
    """The protocol `Ledger` for one tenant; the store decides where records are kept.

    `signer` attests what is appended; `required` says whose signatures last applied needs, None that all count.
    """

    def __init__(
        self,
        store: RecordStore,
        journal: Journal,
        tenant: str,
        signer: Attestor | None = None,
        required: Required | None = None,
    ) -> None:
        self._store = store
        self._journal = journal
        self._tenant = tenant
        self._folder = folder_name(tenant)
        self._signer = signer
        self._required = required

    def signed_with(self, signer: Attestor) -> "TenantLedger":
        """The same chain, to which signed records are appended."""
        return TenantLedger(self._store, self._journal, self._tenant, signer, self._required)

    def believing(self, required: Required) -> "TenantLedger":
        """The same chain, of which only what fits `required` gives last applied."""
        return TenantLedger(self._store, self._journal, self._tenant, self._signer, required)

    @property
    def keyid(self) -> str | None:
        """The key that signs what is appended; None where nobody signs."""
        return self._signer.keyid if self._signer is not None else None

    def where(self) -> str:
        """The store, for people."""
        return self._store.where()

    def state(self) -> LedgerState:
        """What the chain says now. Raises ServiceError when the store cannot be reached, or is damaged."""
        return read_chain(self._store, self._folder, self._tenant, self._required)

    def append(self, kind: RecordKind, body: Mapping[str, Any], at: datetime, after: Digest | None) -> Digest:
        """Adds one record behind `after` and gives its digest.

        Raises Locked when the head is no longer `after`, ServiceError when the store cannot be reached or the
        head is damaged, ValueError when the body is not one of its kind.
        """
        head = self._head()
        seq = head.seq if head else 0
        if (self._digest(head) if head else None) != after:
            raise self._locked(seq)
        if seq == LAST_SEQ:
            raise ServiceError(f'ledger of "{self._tenant}": it is full', "Begin a new ledger in another place.")
        digest, data = build_record(seq + 1, kind, self._tenant, at, after, body, self._signer)
        try:
            self._store.append(self._folder, record_name(seq + 1, kind), data)
        except RecordExists as error:
            raise self._locked(seq + 1) from error
        if kind is RecordKind.RECEIPT:
            self._journal.forget(body["intent"])
        return digest

    def note(self, intent: Digest, outcome: Outcome) -> None:
        """Writes down an outcome of a running apply, durably, before the next one is begun."""
        self._journal.note(intent, outcome)

    def notes(self, intent: Digest) -> tuple[Outcome, ...]:
        """The outcomes that a run wrote down, in order; empty where none can be found."""
        return self._journal.notes(intent)

    def release(self, reason: str, by: str, at: datetime) -> tuple[OpenIntent, ...]:
        """Closes every open intent with a release record, and gives what it closed.

        Without an open intent nothing is written. Raises Locked when a run appends meanwhile, else as `append`.
        """
        state = self.state()
        head = state.head
        for opened in state.open_intents:
            head = self.append(RecordKind.RELEASE, {"intent": opened.digest, "reason": reason, "by": by}, at, head)
        return state.open_intents

    def _head(self) -> Entry | None:
        entries = index(self._tenant, self._store.names(self._folder))
        return entries[-1] if entries else None

    def _digest(self, entry: Entry) -> Digest:
        return seal_of(self._tenant, entry.name, self._store.read(self._folder, entry.name))

    def _locked(self, seq: int) -> Locked:
        return Locked(
            f'ledger of "{self._tenant}": another run wrote record {seq} meanwhile',
            "Wait until it has ended, then plan and apply again.",
        )
