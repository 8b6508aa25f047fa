"""The number of an entry of the ledger, as it is printed or without its letter."""

from __future__ import annotations

import click


class EntryNumber(click.ParamType[int]):
    """``13`` or ``B-13``; the letter of the other kind of entry is refused."""

    name = "number"

    def __init__(self, letter: str) -> None:
        self._letter = letter

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number itself."""
        said = str(value)
        digits = said[2:] if said[:2].upper() == f"{self._letter}-" else said
        if not (digits.isascii() and digits.isdigit()):
            self.fail(f"“{said}” is no number like {self._letter}-13 or 13.", param, ctx)
        return int(digits)


BENEFIT = EntryNumber("B")
ENDORSEMENT = EntryNumber("E")
