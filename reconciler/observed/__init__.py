"""Reading a tenant into an observed state, and keeping one as a file. Read `observe`."""
