"""The first lines of the YAML: a part of the example school that the sandbox holds, or notes on how it is written."""

from dataclasses import dataclass

_TOKENS = """\
tokens:
  - name: norrskolan
    id: 10000000-0000-4000-8000-000000000001
    organization: Norrskolan
    appleId: it-token@norr.example
    accountType: education
    countryOrRegion: SE
    automaticallyUpdateApps: false
    location: {uId: "2049025000431431", name: Norrskolan}
    owner: it@norr.example
"""
_GROUPS = """\
groups:
  - alias: klass-9a
    id: 30000000-0000-4000-8000-000000000001
    displayName: Klass 9A 2026
    appleAccounts: managed
    country: SE

  - alias: klass-9b
    id: 30000000-0000-4000-8000-000000000002
    displayName: Klass 9B 2026
    appleAccounts: managed
    country: SE
"""
_BOOKS = """\
books:
  # 9A has it already. New: everybody in 9B gets it, with 13 seats at the most.
  - title: Matematik 9
    token: norrskolan
    id: 20000000-0000-4000-8000-000000000002
    adamId: "6000000002"
    publisher: Förlaget Björkdungen
    tags: [matematik, åk9]
    assignments:
      - group: klass-9a
        intent: required
      - group: klass-9b
        intent: required      # or available: offered, and taken by whoever wants it
        seatCap: 13
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stands in the first files. `handle` is the token's, which names the file of its books."""

    handle: str
    tokens: str
    groups: str
    books: str


def beginning(*, example: bool) -> Beginning:
    """The example, or the same as comments: a real tenant has other tokens, groups and books."""
    handle = "norrskolan"
    if example:
        return Beginning(handle, _TOKENS, _GROUPS, _BOOKS)
    return Beginning("example", *(_noted(text) for text in (_TOKENS, _GROUPS, _BOOKS)))


def _noted(text: str) -> str:
    """The text as comments, without ids, which `import` writes."""
    said = ["# For example (`reconciler import` writes what the tenant has):", "#"]
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("id:"))
    return "\n".join([*said, *(f"# {line}".rstrip() for line in lines)])
