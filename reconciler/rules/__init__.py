"""The rules: one small pure function each, in three explicit tuples: `static`, `live`, `planned`."""
