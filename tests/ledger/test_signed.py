"""Chains with signatures: who gives last applied, and what is told of the records that do not."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reconciler.evidence.signing import KeyAttestor
from reconciler.evidence.verify import verify_record
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.ledger.records import DamagedRecord, build_record, record_name
from reconciler.model.attestation import Required, Trust, Verdict
from reconciler.model.canonical import canonical, sealed
from reconciler.model.entities import Policy
from reconciler.model.ids import Digest
from reconciler.model.policy_file import limits_json
from reconciler.model.record import RecordKind, Untrusted
from tests.evidence.keys import pair
from tests.ledger.chains import KEY, NOW, PLAN, TENANT, MemoryStore, intent, receipt

OLD, NEW, FOREIGN = (pair(name=name) for name in ("old", "new", "foreign"))
FIRST, SECOND, THIRD = ({KEY: "required"}, {KEY: "available"}, {f"{KEY[:-1]}1": "required"})


class Chain:
    """A chain in memory, to which anybody may append with any key."""

    def __init__(self, folder: Path) -> None:
        self.store = MemoryStore()
        self.folder = folder
        self.checked: list[int] = []

    def ledger(self, *keys: str, signer: KeyAttestor | None = None) -> TenantLedger:
        required = Required(keys, self._verify) if keys else None
        return TenantLedger(self.store, Journal(self.folder, TENANT), TENANT, signer, required)

    def apply(
        self, last_applied: Mapping[str, str], signer: KeyAttestor | None = None, keys: tuple[str, ...] | None = None
    ) -> Digest:
        """A run that remembers this map under a policy with these ledger keys; None: it does not tell its policy."""
        ledger = self.ledger(signer=signer)
        opened = ledger.append(RecordKind.INTENT, intent(f"run {len(self.store.files)}"), NOW, ledger.state().head)
        body = receipt(opened, last_applied=last_applied)
        if keys is not None:
            body["source"]["policy"] = limits_json(Policy(ledger_keys=keys, max_new_seats=len(self.store.files)))
        return ledger.append(RecordKind.RECEIPT, body, NOW, opened)

    def take_over(self, last_applied: Mapping[str, str], signer: KeyAttestor | None) -> Digest:
        """An import."""
        ledger = self.ledger(signer=signer)
        return ledger.append(RecordKind.IMPORT, {"lastApplied": dict(last_applied)}, NOW, ledger.state().head)

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(self.store.files[name]) for name in sorted(self.store.files)]

    def _verify(self, record: Mapping[str, Any], keys: Sequence[str]) -> Verdict:
        self.checked.append(record["seq"])
        return verify_record(record, keys)


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    return Chain(tmp_path)


def test_receipts_and_imports_are_signed_and_nothing_else(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer())
    chain.take_over(SECOND, OLD.signer())
    ledger = chain.ledger(signer=OLD.signer())
    ledger.append(RecordKind.INTENT, intent("dead"), NOW, ledger.state().head)
    ledger.append(RecordKind.OBSERVATION, {"seats": {}}, NOW, ledger.state().head)
    ledger.release("the runner died", "kim", NOW)
    signed = [record["kind"] for record in chain.records() if record.get("attestation")]
    assert ["receipt", "import"] == signed
    assert all(
        Trust.TRUSTED is verify_record(record, [OLD.public]).trust
        for record in chain.records()
        if record.get("attestation")
    )


def test_without_a_key_a_receipt_says_that_it_is_not_signed(chain: Chain) -> None:
    chain.apply(FIRST)
    chain.take_over(SECOND, None)
    assert (None, False) == (chain.records()[1]["attestation"], "attestation" in chain.records()[2])


def test_without_ledger_keys_every_record_counts(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer())
    chain.apply(SECOND)
    state = chain.ledger().state()
    assert (SECOND, (), 0, ()) == (state.last_applied, state.keys, state.unsigned, state.untrusted)


def test_only_records_signed_by_a_ledger_key_give_last_applied_and_policy(chain: Chain) -> None:
    first = chain.apply(FIRST, OLD.signer(), keys=(OLD.public,))
    chain.apply(SECOND, keys=())
    chain.apply(THIRD, FOREIGN.signer(), keys=())
    head = chain.take_over(SECOND, None)
    state = chain.ledger(OLD.public).state()
    assert (FIRST, first, head) == (state.last_applied, state.last_applied_record, state.head)
    assert ((OLD.public,), 2) == (state.keys, state.unsigned)
    assert (Untrusted(6, RecordKind.RECEIPT, "it is signed by no key that is asked for"),) == state.untrusted
    assert state.policy is not None
    assert (OLD.public,) == state.policy.ledger_keys


def test_a_chain_that_nobody_signed_remembers_nothing_once_keys_are_asked_for(chain: Chain) -> None:
    chain.apply(FIRST, keys=())
    chain.take_over(SECOND, None)
    state = chain.ledger(OLD.public).state()
    assert (None, None, None) == (state.last_applied, state.last_applied_record, state.policy)
    assert (2, (), 3) == (state.unsigned, state.untrusted, state.seq)


def test_tried_plans_and_open_intents_come_from_all_records(chain: Chain) -> None:
    head = chain.apply(FIRST)
    chain.ledger().append(RecordKind.INTENT, intent("at work"), NOW, head)
    state = chain.ledger(OLD.public).state()
    assert frozenset({PLAN}) == state.tried_plans
    assert ["at work"] == [opened.holder.run for opened in state.open_intents]


def test_an_empty_chain_has_the_keys_of_the_yaml(chain: Chain) -> None:
    state = chain.ledger(OLD.public).state()
    assert (0, None, (OLD.public,)) == (state.seq, state.last_applied, state.keys)


def test_a_signed_import_gives_last_applied(chain: Chain) -> None:
    taken = chain.take_over(SECOND, OLD.signer())
    state = chain.ledger(OLD.public).state()
    assert (SECOND, taken, 0) == (state.last_applied, state.last_applied_record, state.unsigned)


def test_a_key_that_is_added_counts_once_the_change_was_applied(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer(), keys=(OLD.public,))
    chain.take_over(SECOND, NEW.signer())
    both = (OLD.public, NEW.public)
    assert ((OLD.public,), FIRST) == (chain.ledger(*both).state().keys, chain.ledger(*both).state().last_applied)
    chain.apply(FIRST, OLD.signer(), keys=both)
    chain.take_over(SECOND, NEW.signer())
    assert (both, SECOND) == (chain.ledger(*both).state().keys, chain.ledger(*both).state().last_applied)


def test_a_key_that_is_removed_counts_until_the_change_was_applied(chain: Chain) -> None:
    both = (OLD.public, NEW.public)
    chain.apply(FIRST, NEW.signer(), keys=both)
    chain.apply(SECOND, OLD.signer(), keys=both)
    assert SECOND == chain.ledger(NEW.public).state().last_applied
    chain.apply(THIRD, NEW.signer(), keys=(NEW.public,))
    chain.apply(SECOND, OLD.signer(), keys=both)
    state = chain.ledger(NEW.public).state()
    assert (THIRD, (NEW.public,), 1) == (state.last_applied, state.keys, len(state.untrusted))


def test_a_ledger_key_that_replaces_all_others_begins_anew(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer(), keys=(OLD.public,))
    state = chain.ledger(NEW.public).state()
    assert (None, (NEW.public,), 1) == (state.last_applied, state.keys, len(state.untrusted))
    chain.apply(SECOND, NEW.signer(), keys=(NEW.public,))
    assert SECOND == chain.ledger(NEW.public).state().last_applied


def test_nobody_makes_himself_trusted_by_a_policy_in_a_record_of_his_own(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer(), keys=(OLD.public,))
    chain.apply(SECOND, FOREIGN.signer(), keys=(FOREIGN.public,))
    chain.apply(THIRD, FOREIGN.signer(), keys=())
    state = chain.ledger(OLD.public).state()
    assert (FIRST, (OLD.public,)) == (state.last_applied, state.keys)


def test_a_whole_chain_made_up_by_somebody_else_remembers_nothing(chain: Chain) -> None:
    for remembered in (FIRST, SECOND, THIRD):
        chain.apply(remembered, FOREIGN.signer(), keys=(FOREIGN.public,))
    assert None is chain.ledger(OLD.public).state().last_applied


def test_a_signed_receipt_written_again_at_the_end_closes_its_run_a_second_time(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer())
    newest = chain.apply(SECOND, OLD.signer())
    old = chain.records()[1]
    body = {key: item for key, item in old.items() if key in receipt(PLAN)}
    _, data = build_record(5, RecordKind.RECEIPT, TENANT, NOW, newest, body)
    chain.store.append("", record_name(5, RecordKind.RECEIPT), data)
    with pytest.raises(DamagedRecord, match=r"00000005-receipt\.json: the intent that it closes was closed before"):
        chain.ledger(OLD.public).state()


def test_a_signed_receipt_that_was_changed_and_sealed_again_does_not_count(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer())
    name = record_name(2, RecordKind.RECEIPT)
    chain.store.files[name] = canonical(sealed({**chain.records()[1], "lastApplied": SECOND})) + b"\n"
    assert SECOND == chain.ledger().state().last_applied
    state = chain.ledger(OLD.public).state()
    assert (None, [2]) == (state.last_applied, [one.seq for one in state.untrusted])


def test_a_refused_receipt_gives_no_keys(chain: Chain) -> None:
    ledger = chain.ledger(signer=OLD.signer())
    opened = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    body = receipt(opened, refused=True)
    body["source"]["policy"] = limits_json(Policy(ledger_keys=(FOREIGN.public,)))
    ledger.append(RecordKind.RECEIPT, body, NOW, opened)
    assert (OLD.public,) == chain.ledger(OLD.public).state().keys


def test_of_a_long_signed_chain_the_newest_signature_is_checked_once(chain: Chain) -> None:
    for _ in range(30):
        chain.apply(FIRST, OLD.signer(), keys=(OLD.public,))
    chain.ledger(OLD.public).state()
    assert [60] == chain.checked


def test_unsigned_records_are_passed_over_without_looking_into_them(chain: Chain) -> None:
    chain.apply(FIRST, OLD.signer(), keys=(OLD.public,))
    for _ in range(30):
        chain.apply(SECOND)
    assert (FIRST, 30) == (chain.ledger(OLD.public).state().last_applied, chain.ledger(OLD.public).state().unsigned)
    assert {2} == set(chain.checked)


def test_a_ledger_says_who_signs(chain: Chain) -> None:
    assert None is chain.ledger().keyid
    assert OLD.signer().keyid == chain.ledger().signed_with(OLD.signer()).keyid
    required = Required((OLD.public,), verify_record)
    assert OLD.signer().keyid == chain.ledger().signed_with(OLD.signer()).believing(required).keyid
    assert (OLD.public,) == chain.ledger().believing(required).signed_with(OLD.signer()).state().keys
