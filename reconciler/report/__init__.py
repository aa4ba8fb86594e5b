"""Reports: what a plan, a receipt or findings say to people. Read `view` first; the other files say how."""
