"""What makes a finding the same one tomorrow, though lines have shifted and numbers have grown."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable

from reconciler.model.finding import Finding

_INDEX = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+")
_LENGTH = 32


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """One fingerprint for each finding, in their order: hexadecimal, and different for all of them.

    It is over rule, subject, path, and what is said; not over lines, entries' numbers, counts, dates or the
    language. Findings that are alike in all of this are told apart by their order.
    """
    seen: Counter[str] = Counter()
    made = []
    for finding in findings:
        alike = _alike(finding)
        seen[alike] += 1
        made.append(hashlib.sha256(f"{alike}\n{seen[alike]}".encode("utf-8", "backslashreplace")).hexdigest()[:_LENGTH])
    return tuple(made)


def _alike(finding: Finding) -> str:
    path = finding.position.path if finding.position else ""
    subject = _INDEX.sub("[]", finding.subject)
    said = [[name, _NUMBER.sub("#", str(value))] for name, value in finding.params]
    return json.dumps([finding.rule, subject, path, finding.variant, said])
