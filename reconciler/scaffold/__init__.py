"""What a new repository begins with: its files, made of a few answers. Read `files_of`."""
