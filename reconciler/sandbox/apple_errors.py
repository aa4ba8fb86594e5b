"""Apple's errors: the numbers, the status that each comes with, and refusals in their shape.

9622 comes with status 200, as public clients have seen it at the real service: an error number in a body counts
more than the status around it.
"""

from collections.abc import Iterable, Mapping

from reconciler.sandbox.messages import Answer, JsonObject

ERRORS: Mapping[int, tuple[int, str]] = {
    9601: (401, "Sign in first."),
    9602: (400, "An argument is not valid."),
    9603: (500, "Something failed inside the service. Try again."),
    9609: (400, "No such registered user."),
    9621: (401, "The content token has expired."),
    9622: (200, "The content token is not known."),
    9625: (401, "The content token has been revoked."),
    9634: (410, "This service is gone."),
    9644: (503, "The service is closed for maintenance."),
    9646: (429, "Too many requests of this organisation."),
    9650: (400, "There is no page with this index."),
    9700: (400, "Too many assets."),
    9701: (400, "Too many clientUserIds."),
    9702: (400, "Too many serialNumbers."),
    9703: (400, "An asset stands twice."),
    9704: (400, "A clientUserId stands twice."),
    9705: (400, "A serialNumber stands twice."),
    9706: (400, "A licence of this asset cannot be taken back."),
    9707: (400, "This asset cannot be given to devices."),
    9708: (400, "No such event."),
    9709: (400, "Not enough licences."),
    9710: (400, "A notification URL needs its token, and the token its URL."),
    9711: (400, "The notification URL or its token is too long."),
    9712: (400, "The notification URL must begin with https."),
    9713: (400, "mdmInfo.metadata is too long."),
    9714: (400, "Too many users."),
    9715: (400, "A user stands twice."),
    9716: (400, "This clientUserId is registered already."),
    9717: (400, "Not an e-mail address."),
    9718: (400, "The assets are missing."),
    9719: (400, "The clientUserIds or serialNumbers are missing."),
    9720: (400, "The users are missing."),
    9721: (400, "This version is not known."),
    9722: (401, "The header Authorization must be 'Bearer' and a content token."),
    9723: (400, "mdmInfo needs id, name and metadata."),
    9724: (400, "mdmInfo.id is too long."),
    9725: (400, "mdmInfo.name is too long."),
    9726: (405, "This method is not supported here."),
    9727: (415, "This Content-Type is not supported; send application/json."),
    9728: (400, "The notification URL cannot be reached."),
}
_BY_STATUS: Mapping[int, int] = {401: 9601, 405: 9726, 410: 9634, 415: 9727, 429: 9646, 503: 9644}
_WITHOUT_BODY = frozenset({204, 205, 304})
_INVALID, _INTERNAL = 9602, 9603


class AppleRefusal(Exception):
    """A request that Apple answers with an error: its number, and the parts of the request that are meant."""

    def __init__(self, number: int, detail: str = "", *, info: JsonObject | None = None) -> None:
        super().__init__(detail)
        self.number = number
        self.detail = detail
        self.info = info

    def answer(self) -> Answer:
        """The error as it is sent, with the status of its number."""
        status, text = ERRORS[self.number]
        return Answer(status, error_body(self.number, self.detail or text, self.info))


def invalid(detail: str) -> AppleRefusal:
    """9602, with a word about what is not valid."""
    return AppleRefusal(_INVALID, detail)


def failure(number: int, info: JsonObject) -> JsonObject:
    """One failure of an event, with the parts of the request that it is about."""
    return error_body(number, ERRORS[number][1], info)


def error_body(number: int, message: str, info: JsonObject | None = None) -> JsonObject:
    """An error as JSON; `errorInfo` is left out when it would say nothing."""
    body: JsonObject = {"errorNumber": number, "errorMessage": message}
    return {**body, "errorInfo": info} if info else body


def answer_by_status(status: int, message: str = "", headers: Mapping[str, str] | None = None) -> Answer:
    """An error that has only a status, as a fault or a gateway gives it; below 400 it is one inside a success."""
    if status in _WITHOUT_BODY:
        return Answer(status, None, headers or {})
    number = _BY_STATUS.get(status, _INVALID if 400 <= status < 500 else _INTERNAL)
    return Answer(status, error_body(number, message or ERRORS[number][1]), headers or {})


def error_codes() -> list[JsonObject]:
    """All numbers with their words, as the configuration of the service lists them."""
    return [error_body(number, text) for number, (_, text) in ERRORS.items()]


def about(
    assets: Iterable[JsonObject] = (), client_user_ids: Iterable[str] = (), serial_numbers: Iterable[str] = ()
) -> JsonObject:
    """The parts of a request that an error is about; lists that are empty are left out."""
    parts = {"assets": list(assets), "clientUserIds": list(client_user_ids), "serialNumbers": list(serial_numbers)}
    return {name: values for name, values in parts.items() if values}
