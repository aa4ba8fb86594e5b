"""Asks Apple about one location, and changes nothing there. Read `provider.open_apple` first."""
