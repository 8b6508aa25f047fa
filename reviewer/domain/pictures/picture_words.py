"""The words of pictures in the language of whoever looks: English as they are written here, or another's for each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from reviewer.domain import money


@dataclass(frozen=True, slots=True)
class PictureWords:
    """How a picture says things. ``texts`` has for each English text that of another language; None is English.

    ``singular`` are the numbers that take the singular. A text that is lacking is a bug, and a KeyError.
    """

    texts: Mapping[str, str] | None = None
    number: Callable[[int], str] = "{:,}".format
    amount: Callable[[int, int, str], str] = money.range_written
    singular: Collection[int] = (1,)

    def __call__(self, text: str, **values: str) -> str:
        """A text with its values filled in."""
        return (text if self.texts is None else self.texts[text]).format(**values)

    def counted(self, number: int, one: str, more: str = "") -> str:
        """A number with its noun: ``1 officer``, ``1,204 officers``."""
        return f"{self.number(number)} {self(one if number in self.singular else more or f'{one}s')}"


ENGLISH = PictureWords()
