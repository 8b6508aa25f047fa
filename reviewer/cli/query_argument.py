"""A query on the command line: its words, of which any may begin with a minus."""

from __future__ import annotations

import click

_MARK = "\0"
"""Before a word that click would take for short options; no argument of a process can hold it."""


class QueryCommand(click.Command):
    """A command that takes ``-invoice`` as a word of its query; ``--invoice`` is an option, refused if it is none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep click from reading words that begin with one minus letter by letter."""
        options = [each for each in self.params if isinstance(each, click.Option) and not each.is_flag]
        taking = {name for each in options for name in each.opts}
        end = args.index("--") if "--" in args else len(args)
        read = [
            f"{_MARK}{word}" if _is_word(word, ctx) and (at == 0 or args[at - 1] not in taking) else word
            for at, word in enumerate(args[:end])
        ]
        return super().parse_args(ctx, read + args[end:])


def _is_word(word: str, context: click.Context) -> bool:
    return word.startswith("-") and not word.startswith("--") and word not in context.help_option_names and word != "-"


def as_typed(_context: click.Context, _argument: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a query as they were typed: the callback of the argument of a :class:`QueryCommand`."""
    return tuple(word.removeprefix(_MARK) for word in words)
