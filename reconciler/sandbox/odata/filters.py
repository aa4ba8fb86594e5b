"""`$filter`: eq ne ge le gt lt, and or not, startswith, in. Anything else is refused, never ignored.

either  = both { "or" both }          term = "not" term | "(" either ")" | startswith | comparison | member
both    = term { "and" term }
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.sandbox.entities import Entity, ValueKind
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import JsonObject, Version
from reconciler.sandbox.odata.conditions import COMPARISONS, Test, comparison, membership, prefix
from reconciler.sandbox.odata.tokens import Scalar, Token, TokenKind, tokenize

MAX_DEPTH = 50
INDEXED = frozenset({"displayName", "id"})
LITERALS: Mapping[ValueKind, frozenset[TokenKind]] = {
    "text": frozenset({"text", "guid", "null"}),
    "guid": frozenset({"text", "guid", "null"}),
    "number": frozenset({"number", "null"}),
    "flag": frozenset({"flag", "null"}),
    "date": frozenset({"date", "null"}),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A parsed filter: the test, and for indexed properties the only values (without case) that can pass it."""

    test: Test
    only: Mapping[str, frozenset[str]]

    def passes(self, row: JsonObject) -> bool:
        """Whether a row is let through."""
        return self.test(row)


def parse_filter(text: str, entity: Entity, version: Version) -> Filter:
    """The filter that a text means for an entity. Refuses unknown properties, operators, functions and types."""
    return _Parser(tokenize(text), entity, version).whole()


class _Parser:
    """Recursive descent over the words of one filter."""

    def __init__(self, tokens: list[Token], entity: Entity, version: Version) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._entity = entity
        self._version: Version = version

    def whole(self) -> Filter:
        found = self._either()
        self._expect("end")
        return found

    def _either(self) -> Filter:
        found = self._both()
        while self._word("or"):
            found = _or(found, self._both())
        return found

    def _both(self) -> Filter:
        found = self._term()
        while self._word("and"):
            found = _and(found, self._term())
        return found

    def _term(self) -> Filter:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise bad_request(f"Invalid filter clause: nested more than {MAX_DEPTH} deep.")
        found = self._nested_term()
        self._depth -= 1
        return found

    def _nested_term(self) -> Filter:
        if self._word("not"):
            return _not(self._term())
        if self._peek().kind == "(":
            self._next()
            found = self._either()
            self._expect(")")
            return found
        return self._condition()

    def _condition(self) -> Filter:
        name = self._expect("name")
        if self._peek().kind == "(":
            return self._function(str(name.value))
        kind = self._property(str(name.value))
        operation = str(self._expect("name").value)
        if operation == "in":
            return self._member(str(name.value), kind)
        if operation not in COMPARISONS:
            raise bad_request(f"Invalid filter clause: the operator '{operation}' is not supported.")
        literal = self._literal(str(name.value), kind)
        only = _only(str(name.value), [literal]) if operation == "eq" else {}
        return Filter(comparison(str(name.value), kind, operation, literal), only)

    def _function(self, function: str) -> Filter:
        if function != "startswith":
            raise bad_request(f"Invalid filter clause: the function '{function}' is not supported.")
        self._expect("(")
        name = str(self._expect("name").value)
        if self._property(name) != "text":
            raise bad_request(f"Invalid filter clause: startswith needs a text, and '{name}' is none.")
        self._expect(",")
        start = str(self._expect("text").value)
        self._expect(")")
        return self._compared_to_flag(Filter(prefix(name, start), {}))

    def _compared_to_flag(self, found: Filter) -> Filter:
        if not self._word("eq"):
            return found
        return found if self._expect("flag").value else _not(found)

    def _member(self, name: str, kind: ValueKind) -> Filter:
        self._expect("(")
        literals = [self._literal(name, kind)]
        while self._peek().kind == ",":
            self._next()
            literals.append(self._literal(name, kind))
        self._expect(")")
        return Filter(membership(name, kind, literals), _only(name, literals))

    def _property(self, name: str) -> ValueKind:
        kind = self._entity.property_kind(name, self._version)
        if kind is None:
            raise bad_request(
                f"Invalid filter clause: '{self._entity.name}' has no property '{name}' that can be filtered."
            )
        if kind not in LITERALS:
            raise bad_request(f"Invalid filter clause: the property '{name}' cannot be filtered.")
        return kind

    def _literal(self, name: str, kind: ValueKind) -> Scalar:
        token = self._next()
        if token.kind not in LITERALS[kind]:
            raise bad_request(f"Invalid filter clause: '{name}' cannot be compared with a {token.kind}.")
        return token.value

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _word(self, word: str) -> bool:
        token = self._peek()
        if token.kind != "name" or token.value != word:
            return False
        self._next()
        return True

    def _expect(self, kind: TokenKind) -> Token:
        token = self._next()
        if token.kind != kind:
            raise bad_request(f"Invalid filter clause: expected {kind} at position {token.at}, not {token.kind}.")
        return token


def _only(name: str, literals: list[Scalar]) -> Mapping[str, frozenset[str]]:
    if name not in INDEXED or not all(isinstance(literal, str) for literal in literals):
        return {}
    return {name: frozenset(str(literal).casefold() for literal in literals)}


def _and(left: Filter, right: Filter) -> Filter:
    only = dict(left.only)
    for name, values in right.only.items():
        only[name] = only[name] & values if name in only else values
    return Filter(lambda row: left.test(row) and right.test(row), only)


def _or(left: Filter, right: Filter) -> Filter:
    both = left.only.keys() & right.only.keys()
    return Filter(
        lambda row: left.test(row) or right.test(row), {name: left.only[name] | right.only[name] for name in both}
    )


def _not(inner: Filter) -> Filter:
    return Filter(lambda row: not inner.test(row), {})
