"""What each route of Graph does: one small function each, named by the table in `reconciler.sandbox.routes`."""
