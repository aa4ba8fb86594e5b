"""The nouns of the house: frozen values that every room may import. Read `entities`, then `plan`."""
