"""Why something has to be looked at again: a sentence in English that knows its code and arguments."""

from __future__ import annotations

from typing import Self

from reviewer.domain.reasons.catalogue import sentence
from reviewer.domain.reasons.reason import Reason, Value


class LookAgain(str):
    """The sentence, for whatever is said in English; ``reason`` is what other languages are made of."""

    __slots__ = ("reason",)
    reason: Reason

    def __new__(cls, reason: Reason) -> Self:
        """The sentence of a reason."""
        made = super().__new__(cls, sentence(reason))
        made.reason = reason
        return made

    def because_of(self, code: str, /, **args: Value) -> LookAgain:
        """What has this one as its cause: “element 2: benefit 3 was removed”."""
        return LookAgain(self.reason.because_of(code, **args))
