"""What stops a run. Each carries what to do next and the exit code; mistakes in files are findings instead."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line loads this file before anything is known to be needed
    from reconciler.model.finding import Finding


class ReconcilerError(Exception):
    """Stops the run with one message, a remedy and an exit code (CONTRACT: command line).

    `finding` is the finding of which this is the text, where a rule says it: it can be worded in other languages.
    """

    exit_code = 70

    def __init__(self, message: str, remedy: str = "", *, finding: "Finding | None" = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.finding = finding


class UsageError(ReconcilerError):
    """Wrong usage, or a missing file or path."""

    exit_code = 64


class ServiceError(ReconcilerError):
    """A service, the network, the sign-in or the ledger's store failed, and nothing was written because of it.

    `status` is the HTTP status (0: no answer), `request_id` the service's own, empty where it gave none, and
    `client_request_id` ours of a write.
    `maybe_done` says that a write was sent and its answer was lost. `retry_after` are the seconds after which
    the service asked to be asked again; None where it named none.
    """

    exit_code = 5

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        status: int = 0,
        code: str = "",
        request_id: str = "",
        maybe_done: bool = False,
        retry_after: float | None = None,
        client_request_id: str = "",
    ) -> None:
        super().__init__(message, remedy)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.maybe_done = maybe_done
        self.retry_after = retry_after
        self.client_request_id = client_request_id


class Refused(ReconcilerError):
    """Refused before any write: a stale or foreign plan, a freeze, another tenant."""

    exit_code = 3


class Unrecorded(ReconcilerError):
    """Something was written, and the ledger did not take the receipt. The next apply closes the run."""

    exit_code = 4


class Locked(ReconcilerError):
    """Another apply holds the tenant."""

    exit_code = 6
