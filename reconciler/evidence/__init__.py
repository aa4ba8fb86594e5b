"""Evidence: what a record of the ledger proves, and who vouches for it. Offline, by ssh keys.

Read `verify.py` first: `verify_envelope` judges a signature. `signing.py` makes one, `statement.py` says what is
signed, `envelope.py` how it is wrapped, and `keys.py` does the arithmetic of each kind of key.
"""
