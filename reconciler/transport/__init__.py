"""HTTP policy for every service: one origin, patience, limits, and errors that hold no secret. Read `Transport`."""

from reconciler.transport.address import checked_root, is_loopback
from reconciler.transport.pace import Pace, Pacer
from reconciler.transport.refusal import Refusal, seconds_to_wait
from reconciler.transport.transport import Answer, Bearer, Transport

__all__ = [
    "Answer",
    "Bearer",
    "Pace",
    "Pacer",
    "Refusal",
    "Transport",
    "checked_root",
    "is_loopback",
    "seconds_to_wait",
]
