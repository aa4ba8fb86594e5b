"""What can be found again in findings that were read from a file: their language, and a number in them.

A plan file keeps messages and no parameters. Its templates are known, so what they were filled with can be told.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.rule import Said
from reconciler.report.messages.rules import rules_in

_HOLE = re.compile(r"\{[^{}]*\}")
_LAST_NUMBER = re.compile(r"(\d+)[^\d]*\Z", re.ASCII)


def spoken(findings: Iterable[Finding]) -> Language | None:
    """The language of the first finding that is surely in one of ours; None where none is."""
    for finding in findings:
        speaking = [language for language in Language if any(_variants(finding, language))]
        if len(speaking) == 1:
            return speaking[0]
    return None


def number_in(finding: Finding, hole: str) -> int | None:
    """The number that fills a plural of the message, such as `users`; None where no template with it fits.

    Between the plural and the end of the template no other hole may stand.
    """
    for language in Language:
        for said in _variants(finding, language):
            _, found, rest = said.message.partition(f"{{{hole}:")
            tail = rest.partition("}")[2]
            if found and "{" not in tail and (number := _LAST_NUMBER.search(finding.message.removesuffix(tail))):
                return int(number.group(1))
    return None


def _variants(finding: Finding, language: Language) -> Iterator[Said]:
    """The ways of its rule to speak in this language that may have given this message."""
    rule = rules_in(language).get(finding.rule)
    for said in rule.texts.values() if rule else ():
        if _fits(_literals(said.message), finding.message):
            yield said


@cache
def _literals(template: str) -> tuple[str, ...]:
    """What stands between the holes of a template, in order; the first and the last may be empty."""
    return tuple(_HOLE.split(template))


def _fits(literals: tuple[str, ...], message: str) -> bool:
    """Whether all of them stand in the message in this order, the first at its beginning and the last at its end."""
    if len(literals) == 1:
        return literals[0] == message
    first, *between, last = literals
    if not message.startswith(first) or not message.endswith(last):
        return False
    at, end = len(first), len(message) - len(last)
    for literal in between:
        found = message.find(literal, at, end)
        if found < 0:
            return False
        at = found + len(literal)
    return at <= end
