"""What a command lets leave although it stays as a rule, and what it says of what stays."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import click

from reviewer.cli.session import Command
from reviewer.cli.terminal import echo
from reviewer.desktop import preferences
from reviewer.domain.exports.leaving import Held, Terms, in_words
from reviewer.domain.exports.report_options import Language, Paper
from reviewer.errors import UsageError

_OPTIONS = {
    "privileged": ("--include-privileged", "Let leave what is privileged; it stays as a rule."),
    "compelled": ("--include-compelled", "Let leave compelled statements; they stay as a rule."),
    "proposed": ("--with-proposed", "Let pages leave with redactions covered that are not approved yet."),
    "sources": (
        "--include-sources",
        "Let leave what names confidential sources, to the --receiver who may see them; it stays as a rule.",
    ),
    "private_notes": ("--with-private-notes", "Let leave notes that are not for the report; they stay as a rule."),
}


def terms_options(*, notes: bool = False, redacted: bool = False) -> Callable[[Command], Command]:
    """Give a command ``terms``, by options of which none is ever on by itself; with ``notes`` one for those as well.

    With ``redacted`` pages that are redacted can leave before a second reviewer has decided.
    """
    left_out = {name for name, wanted in (("private_notes", notes), ("proposed", redacted)) if not wanted}
    offered = {name: given for name, given in _OPTIONS.items() if name not in left_out}

    def add(command: Command) -> Command:
        @functools.wraps(command)
        def with_terms(*arguments: Any, **options: Any) -> Any:
            chosen = {name: options.pop(f"let_{name}") for name in offered}
            terms = Terms(**chosen, receiver=" ".join(options.pop("receiver").split()))
            if terms.sources and not terms.receiver:
                raise UsageError("nobody is named who may see confidential sources", "Say who: --receiver NAME.")
            return command(*arguments, terms=terms, **options)

        receiver = click.option("--receiver", default="", metavar="NAME", help="Who gets it; the audit trail says so.")
        made: Any = receiver(with_terms)
        for name, (option, words) in reversed(offered.items()):
            made = click.option(option, f"let_{name}", is_flag=True, help=words)(made)
        wrapped: Command = made
        return wrapped

    return add


def paper_option(words: str) -> Callable[[Command], Command]:
    """Give a command ``paper``, a value of :class:`Paper`; ``words`` say of what."""
    kinds = click.Choice([each.value for each in Paper])
    return click.option("--page", "paper", type=kinds, default=Paper.LETTER.value, help=words)


def language_option(words: str) -> Callable[[Command], Command]:
    """Give a command ``language``, a value of :class:`Language`, as the settings say; ``words`` say of what."""
    return click.option(
        "--language",
        type=click.Choice([each.value for each in Language]),
        default=lambda: preferences.current().report_language.value,
        show_default="as the settings say",
        help=words,
    )


def tell_held(held: Iterable[Held]) -> None:
    """Say on standard error what stays with the case, if anything does."""
    every = list(held)
    if every:
        echo(f"stays with the case: {in_words(every)}", err=True)


def held_json(held: Iterable[Held]) -> list[dict[str, str]]:
    """What stays with the case as the documented JSON array."""
    return [{"what": each.thing.value, "number": each.number, "reason": each.reason.value} for each in held]
