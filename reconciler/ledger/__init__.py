"""The ledger: an append-only chain of records per tenant that is lock, journal and evidence.

Read `ledger.py` first: `TenantLedger` is what an apply holds. `chain.py` says what a chain means, `records.py`
what one record is, `shape.py` what stands in it. `directory.py` keeps records as files in a folder,
`git_store.py` as commits on a branch of a remote.
"""
