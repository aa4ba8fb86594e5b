"""Makes a tenant of a given size out of a seed, with the YAML that describes it. Read `files.generate` first."""
