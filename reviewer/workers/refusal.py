"""Input that a worker cannot use, as opposed to a fault of the worker."""

from __future__ import annotations

from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason


class ReasonedError(Exception):
    """Something could not be done for a reason that belongs into the answer."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return sentence(self.reason)


class Refusal(ReasonedError):  # noqa: N818 - it is an answer, not a fault
    """The input cannot be used."""
