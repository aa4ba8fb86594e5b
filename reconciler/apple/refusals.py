"""What Apple's error numbers mean and what to do about them. Read `refused`.

Apple's own wording is not shown: it differs from document to document, and may repeat what was sent in confidence.
"""

from dataclasses import dataclass

from reconciler.model.apple import AppleRefusal

_NEW_CONTENT_TOKEN = (
    "Download the content token of this location again in Apple School Manager or Apple Business, put it where "
    "`secret:` in the YAML says, and plan the renewal."
)
_LATER = "Repeating helps once Apple is well again."
_SLOWER = "Apple asks to slow down. Run again later, or raise RECONCILER_RETRY_SECONDS."
_REPORT = "Repeating does not help. Report it with the error's number: Apple expects another request than was sent."


@dataclass(frozen=True, slots=True)
class _Meaning:
    what: str
    remedy: str
    status: int
    token_refused: bool = False


_MEANINGS = {
    9601: _Meaning("the content token is not signed in", _NEW_CONTENT_TOKEN, 401, token_refused=True),
    9602: _Meaning("an argument is not valid", _REPORT, 400),
    9603: _Meaning("an error inside the service", _LATER, 500),
    9621: _Meaning("the content token has expired", _NEW_CONTENT_TOKEN, 401, token_refused=True),
    9622: _Meaning("the content token is not valid", _NEW_CONTENT_TOKEN, 401, token_refused=True),
    9625: _Meaning("the content token was withdrawn", _NEW_CONTENT_TOKEN, 401, token_refused=True),
    9634: _Meaning("this part of the service is gone", "A newer version of reconciler is needed.", 410),
    9637: _Meaning("the content token may not do this", _NEW_CONTENT_TOKEN, 403, token_refused=True),
    9644: _Meaning("maintenance", _LATER, 503),
    9645: _Meaning("Apple's own device management holds the location", "Release the location there first.", 403),
    9646: _Meaning("too many requests of this organisation", _SLOWER, 429),
    9650: _Meaning("the page is gone", "Run again; the list grew shorter meanwhile.", 400),
    9721: _Meaning("the version is not known", _REPORT, 400),
    9722: _Meaning("the content token is not readable", _NEW_CONTENT_TOKEN, 401, token_refused=True),
}

PAGE_GONE = 9650
_UNKNOWN = _Meaning("not described", "Repeating does not help; the number tells Apple's support what happened.", 0)
_TOKEN_STATUSES = (401, 403)


def refused(path: str, number: int, status: int, retry_after: float | None = None) -> AppleRefusal:
    """An error with a number. `status` is what HTTP said; where that is a success, the number's own is taken."""
    meaning = _MEANINGS.get(number, _UNKNOWN)
    error = AppleRefusal(
        f"Apple answered GET {path} with error {number} ({meaning.what}), status {status}.",
        meaning.remedy,
        status=meaning.status if status < 300 else status,
        retry_after=retry_after,
    )
    error.number = number
    error.token_refused = meaning.token_refused
    return error


def refused_without_number(path: str, status: int, remedy: str, retry_after: float | None = None) -> AppleRefusal:
    """An error of which only the status is known; a redirect is VPP505.

    401 and 403 are about the content token, since nothing else signs in; for the rest `remedy` says what to do.
    """
    about_token, redirect = status in _TOKEN_STATUSES, 300 <= status < 400
    error = AppleRefusal(
        f"Apple answered GET {path} with {'a redirect, ' if redirect else ''}status {status}.",
        _NEW_CONTENT_TOKEN if about_token else remedy,
        status=status,
        code="VPP505" if redirect else "",
        retry_after=retry_after,
    )
    error.token_refused = about_token
    return error
