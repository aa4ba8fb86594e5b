"""What a refusal says: when to ask again, what to do, and words that may be matched but not shown."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType

from reconciler.model.errors import ServiceError

_LONGEST_MATCHED = 4096
_WORDS = re.compile(r"[a-z][a-z-]*")

MARKS = ("x-msft-approval-code",)
"""Headers of a refusal that its reader may need: the id of the request for approval that Intune filed."""


class Refusal(ServiceError):
    """A service answered with a status that is no success.

    `said` is its code and its message in lower case, to recognise a refusal by. It is never shown: it may repeat what
    was sent in confidence. `marks` are the answer's headers of MARKS, each empty where it is missing or no plain word.
    """

    said: str = ""
    marks: Mapping[str, str] = MappingProxyType({})


def seconds_to_wait(retry_after: str, date: str) -> float | None:
    """The seconds that a `Retry-After` asks for; one that names a date is counted from the answer's own `Date`.

    None where it says nothing usable. Both clocks are the service's, so a wrong one here does not matter.
    """
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        return float(text)
    until, at = _instant(text), _instant(date)
    return max(0.0, (until - at).total_seconds()) if until and at else None


def may_pass(status: int) -> bool:
    """Whether the same request may be answered better a little later."""
    return status in (408, 429) or (500 <= status < 600 and status != 501)


def error_of(content: bytes) -> tuple[str, str]:
    """Code and message of an error in the service's form; empty where there is none."""
    try:
        error = json.loads(content)["error"]
        code, message = error["code"], error.get("message")
    except (ValueError, RecursionError, KeyError, TypeError, IndexError, AttributeError):
        return "", ""
    return _text(code), _text(message)


def said_in(content: bytes) -> str:
    """What a refusal may be recognised by: code and message, else the beginning of a body that is no JSON."""
    words = " ".join(error_of(content)).strip() or content[:_LONGEST_MATCHED].decode("utf-8", "replace")
    return words[:_LONGEST_MATCHED].lower()


def without_secrets(said: str, secrets: Sequence[str]) -> str:
    """The words of a refusal that are no part of a secret; as they are where nothing secret was sent.

    Digits and signs go too, so that a piece of a secret falls apart into pieces of it.
    """
    if not secrets:
        return said
    return " ".join(word for word in _WORDS.findall(said) if not is_part(word, secrets))


def is_part(text: str, secrets: Sequence[str]) -> bool:
    """Whether a text is a part of a secret, or holds one whole. `secrets` are case-folded."""
    folded = text.casefold()
    return any(folded in secret or secret in folded for secret in secrets if secret)


def remedy(status: int, service: str) -> str:
    """What to do about a status."""
    match status:
        case 401:
            return "Sign in again, or renew the access token; repeating alone does not help."
        case 403:
            return "Give the identity the permission that this needs; repeating alone does not help."
        case 404:
            return f"Check the address of {service} and whether the thing is still there."
        case 409 | 412:
            return "Something else changed it at the same time. Run again, which reads anew."
        case 429:
            return "The service asks to slow down. Run again later, or raise RECONCILER_RETRY_SECONDS."
        case _ if 300 <= status < 400:
            return f"Redirects are not followed. Correct the address of {service}."
        case _ if status >= 500:
            return "Repeating helps once the service is well again; its support can follow the request id."
        case _:
            return "Repeating does not help; the request id tells the service's support what happened."


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _instant(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
