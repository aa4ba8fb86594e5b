"""The least that a plan has to do: libyaml's parse of every YAML file, and one JSON decode of the snapshot.

A program of its own, run as `floor.py FOLDER SNAPSHOT`: it imports nothing of the software, keeps nothing, judges
nothing. No tool on these libraries can plan in less.
"""

import json
import os
import sys

import yaml


def main(folder: str, snapshot: str) -> None:
    """Parses and decodes."""
    for place, _, files in os.walk(folder):
        for name in files:
            if name.endswith((".yaml", ".yml")):
                with open(f"{place}/{name}", "rb") as stream:  # noqa: PTH123  the floor is to be low
                    yaml.compose(stream, yaml.CSafeLoader)
    with open(snapshot, "rb") as stream:  # noqa: PTH123
        json.loads(stream.read())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
