"""An Intune and Apple tenant on this machine, spoken to over the vendors' own HTTP. Read `Sandbox.handle` first."""

from reconciler.sandbox.messages import Request, Response
from reconciler.sandbox.sandbox import Sandbox
from reconciler.sandbox.store import SandboxFileError

__all__ = ["Request", "Response", "Sandbox", "SandboxFileError"]
