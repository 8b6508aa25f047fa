"""What it means when a worker has no answer to give."""

from __future__ import annotations

from typing import Literal

from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason
from reviewer.errors import KnownError

Cause = Literal["refused", "crashed", "timeout", "nonsense", "limit", "missing", "source"]


class WorkerError(KnownError):
    """A worker could not do what was asked; ``reason`` says why, and ``cause`` in which way.

    ``refused``: the worker is well and says why. ``crashed``: it ended. ``timeout``: it took too long and was ended.
    ``nonsense``: its answer was not of the agreed form. ``limit``: the request or answer is larger than allowed.
    ``missing``: this machine has no such worker. ``source``: the bytes to send could not be read.
    """

    def __init__(self, reason: Reason, cause: Cause, advice: str = "") -> None:
        super().__init__(sentence(reason), advice)
        self.reason = reason
        self.cause: Cause = cause


def nonsense(detail: str) -> WorkerError:
    """The error for an answer of a reader that is of the agreed form and cannot be true."""
    return WorkerError(Reason("reader.answer", detail=detail), "nonsense")
