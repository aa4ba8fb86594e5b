"""The receipt of an apply that had nothing to write and nothing to remember: no record was made of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reconciler.model.instants import stamp

FORMAT_VERSION = "1.0"


def unrecorded_receipt(tenant: str, body: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The receipt that was not written. `seq`, `intent`, `previous` and `digest` are null: it stands in no ledger."""
    return {
        "formatVersion": FORMAT_VERSION,
        "seq": None,
        "kind": "receipt",
        "tenant": tenant,
        "at": stamp(at),
        "previous": None,
        **body,
        "digest": None,
    }
