"""Two options of which one may be given: that a note is for the report, and that it is private."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from reviewer.errors import UsageError


def private_or_not(leaves: str, stays: str, *, of: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command ``for_report``, None where neither is said; ``leaves`` and ``stays`` are the help of each.

    ``of`` stands before the names of the options, and of the argument. UsageError for both: what is meant by that no
    order of words tells.
    """
    yes, no, name = f"{of}for-report", f"{of}private", f"{of}for-report".replace("-", "_")

    def give(command: Callable[..., None]) -> Callable[..., None]:
        @click.option(f"--{yes}", "leaving", is_flag=True, help=leaves)
        @click.option(f"--{no}", "staying", is_flag=True, help=stays)
        @wraps(command)
        def called(*args: Any, leaving: bool, staying: bool, **said: Any) -> None:
            if leaving and staying:
                raise UsageError(f"--{yes} and --{no} exclude each other")
            command(*args, **said, **{name: True if leaving else False if staying else None})

        return called

    return give
