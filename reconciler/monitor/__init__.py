"""Counts what there is to count of a tenant, and what the ledger says it was before. Read `figures.figures`."""
