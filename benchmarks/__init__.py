"""How fast the software is, as ratios measured in one run. Run it: `scripts/bench`; read `__main__`."""
