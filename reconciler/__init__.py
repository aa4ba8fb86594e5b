"""Declarative reconciliation of Intune's books: YAML in git → plan → apply → receipt."""

__version__ = "0.1.0"
