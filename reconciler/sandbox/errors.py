"""Refusals in the shape of Microsoft Graph's errors."""

from collections.abc import Mapping
from datetime import datetime

from reconciler.sandbox.messages import Answer, JsonObject

# The code that Graph gives to a status when nothing more precise is known.
CODES: Mapping[int, str] = {
    400: "BadRequest",
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "ResourceNotFound",
    405: "MethodNotAllowed",
    409: "Conflict",
    411: "LengthRequired",
    412: "PreconditionFailed",
    413: "RequestEntityTooLarge",
    414: "RequestUriTooLong",
    415: "UnsupportedMediaType",
    424: "FailedDependency",
    429: "TooManyRequests",
    431: "RequestHeaderFieldsTooLarge",
    500: "InternalServerError",
    502: "BadGateway",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
MESSAGES: Mapping[int, str] = {
    401: "Access token is missing, expired or not understood.",
    403: "The caller is not allowed to do this.",
    409: "The resource is being changed by somebody else.",
    429: "Too many requests. Wait before the next one.",
    503: "The service is not available for the moment.",
}


class Refusal(Exception):
    """A request that is answered with an error; carries status, code, message and further headers."""

    def __init__(
        self, status: int, message: str, *, code: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code or CODES.get(status, "UnknownError")
        self.headers: Mapping[str, str] = headers or {}


def bad_request(message: str) -> Refusal:
    """A 400 that says what is wrong with the request."""
    return Refusal(400, message)


def not_found(kind: str, identifier: str) -> Refusal:
    """A 404 for an object that the tenant does not have."""
    return Refusal(404, f"{kind} '{identifier}' does not exist in this tenant.")


def plain_refusal(status: int, headers: Mapping[str, str] | None = None) -> Refusal:
    """A refusal by status alone, as a gateway in front of the service words it."""
    return Refusal(status, MESSAGES.get(status, f"The service answered {status}."), headers=headers)


def error_answer(refusal: Refusal, *, at: datetime, request_id: str, client_request_id: str) -> Answer:
    """The error body of a refusal: code, message, and what support would ask for."""
    inner: JsonObject = {
        "date": at.strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": client_request_id,
    }
    error = {"code": refusal.code, "message": refusal.message, "innerError": inner}
    return Answer(refusal.status, {"error": error}, refusal.headers)
