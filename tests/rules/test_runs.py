"""Rules on earlier runs: records that give no last applied are told."""

from dataclasses import replace

import pytest

from reconciler.match import match
from reconciler.model.finding import Finding
from reconciler.model.record import LedgerState, RecordKind, Untrusted
from reconciler.model.world import World
from reconciler.rules.runs import evidence_unsigned
from tests import worlds as w

LAST = w.ledger({(1, 1): "required"})
FOREIGN = Untrusted(9, RecordKind.RECEIPT, "it is signed by no key that is asked for")


def findings(ledger: LedgerState) -> list[Finding]:
    desired, observed = w.desired(), w.observed()
    return list(evidence_unsigned(World(desired, observed, match(desired, observed), ledger, w.NOW)))


@pytest.mark.parametrize(
    ("expected", "ledger"),
    [
        ("2 newer records of the ledger were passed over", replace(LAST, unsigned=1, untrusted=(FOREIGN,))),
        ("1 newer record of the ledger was passed over", replace(LAST, untrusted=(FOREIGN,))),
        ("1 record of the ledger was passed over", replace(LAST, last_applied_record=None, unsigned=1)),
    ],
)
def test_records_that_were_passed_over_are_told(expected: str, ledger: LedgerState) -> None:
    (found,) = findings(ledger)
    assert ("VPP607", "info", True) == (found.rule, found.severity, found.message.startswith(expected))


def test_where_every_record_counts_nothing_is_told() -> None:
    assert [] == findings(LAST)
