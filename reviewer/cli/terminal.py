"""Printing what may come from evidence."""

from __future__ import annotations

import re
import sys

import click

_COMMANDS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but for tab, line feed, form feed and return, and those that override the direction of text."""


def harmless(text: str) -> str:
    """The text without what would command a terminal or turn the text round; each such character is U+FFFD."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: ``1 item``, ``2,314 items``."""
    return f"{number:,} {one if number == 1 else many}"


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a line; on a terminal, what would command it or turn the text round shows as U+FFFD."""
    stream = sys.stderr if err else sys.stdout
    click.echo(harmless(text) if stream.isatty() else text, err=err, nl=nl)
