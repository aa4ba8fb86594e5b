"""Finds the content token that a declared secret points at. Read `find.find_content` first."""
