"""Reads the YAML: files → documents → declarations → desired state. Read `load.load`, then `resolve.resolve`."""
