"""What the records of a ledger tell an auditor: who, what, when, why, and what nobody knows. Read `history.py` first.

Everything here is pure: records go in, answers come out.
"""
