"""A click group that imports a command's module only when that command is called, so that start-up stays fast."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from reviewer.errors import UsageError

ANSWERED = "reviewer.answered"
"""In a context's ``meta`` once a command has printed its JSON value: there is just one on standard output."""


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command lives, as ``module:attribute``, and its one line of help."""

    target: str
    help: str


class LazyGroup(click.Group):
    """Commands by name, imported when needed; the first word that is no command is a case to open in the window."""

    def __init__(self, *args: Any, lazy: Mapping[str, Lazy], fallback: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy
        self._fallback = fallback

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all nouns, in the order in which one meets them."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, or take one of our own."""
        lazy = self._lazy.get(cmd_name)
        if lazy is None:
            return super().get_command(ctx, cmd_name)
        module, attribute = lazy.target.split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{lazy.target} is no click command")
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a first word that is neither option nor command for a case: ``reviewer CASE`` opens the window."""
        completing = ctx.resilient_parsing and not args  # a shell that asks for the first word wants the nouns
        if not completing and (not args or (not args[0].startswith("-") and args[0] not in self._lazy)):
            if args and not ctx.resilient_parsing:
                self._refuse_misspelt(args[0])
            args = [self._fallback, *args]
        return super().parse_args(ctx, args)

    def _refuse_misspelt(self, word: str) -> None:
        """Refuse what can be no case, whatever follows it: a bare word that names no file."""
        path = Path(word)
        if path.suffix or path.parent != Path() or os.path.exists(word):  # noqa: PTH110 - Path.exists may raise
            return
        from reviewer.domain.nearest import nearest  # noqa: PLC0415 - for what goes wrong only

        near = nearest(word, self._lazy)
        advice = f"Did you mean `reviewer {near}`?" if near else "See `reviewer --help`."
        raise UsageError(f"there is no command and no case named '{word}'", advice)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What may come next: a command, or a file, since ``reviewer CASE`` opens the window."""
        return [*super().shell_complete(ctx, incomplete), CompletionItem(incomplete, type="file")]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in self._lazy.items()])
