"""What it means when a worker has no answer to give."""

from __future__ import annotations

from typing import Literal

from reviewer.errors import KnownError

Cause = Literal["refused", "crashed", "timeout", "nonsense", "limit", "missing", "source"]


class WorkerError(KnownError):
    """A worker could not do what was asked; ``cause`` says in which way.

    ``refused``: the worker is well and says why. ``crashed``: it ended. ``timeout``: it took too long and was ended.
    ``nonsense``: its answer was not of the agreed form. ``limit``: the request or answer is larger than allowed.
    ``missing``: this machine has no such worker. ``source``: the bytes to send could not be read.
    """

    def __init__(self, message: str, cause: Cause, advice: str = "") -> None:
        super().__init__(message, advice)
        self.cause: Cause = cause
