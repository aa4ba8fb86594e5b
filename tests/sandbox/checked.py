"""A sandbox that checks each of its answers against the vendors' interface descriptions, where they are at hand."""

from pathlib import Path

from reconciler.sandbox import Request, Response, Sandbox
from tests.sandbox.apple_contract import apple_problems
from tests.sandbox.contracts import answer_problems
from tests.sandbox.descriptions import CONTRACTS


class CheckedSandbox(Sandbox):
    """As a sandbox, but an answer that the description does not allow is an AssertionError.

    A tenant may hold what a real one should not; whoever puts that in sets `checking` to False.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.checking = CONTRACTS.is_dir()

    def handle(self, request: Request) -> Response:
        """Answers one request, and looks at the answer."""
        response = super().handle(request)
        if self.checking:
            found = [*answer_problems(request, response), *apple_problems(request, response)]
            assert not found, (request.method, request.target, response.status, found)
        return response
