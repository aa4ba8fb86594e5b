"""The generated pages of `docs/reference`: commands, YAML, exit codes, rules, permissions. Read `pages.py`."""
