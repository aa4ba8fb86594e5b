"""Sends a plan's changes, and no other. Read `run.apply_plan`."""
