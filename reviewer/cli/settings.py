"""``reviewer settings``: what is preferred on this laptop, for every case."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from reviewer.cli.session import json_option, print_json
from reviewer.cli.terminal import echo
from reviewer.desktop import preferences, tessdata
from reviewer.desktop.preferences import DEFAULTS, NAMES, Preferences
from reviewer.errors import NotFoundError


@click.group()
def settings() -> None:
    """Show and change what is preferred on this laptop, for every case."""


@settings.command()
@json_option
def show(*, as_json: bool) -> None:
    """Show every setting, and what it is by default."""
    _tell(preferences.current(), NAMES, as_json=as_json)


@settings.command(name="set")
@click.argument("name", metavar="NAME", type=click.Choice(NAMES))
@click.argument("value", metavar="VALUE")
@json_option
def set_(name: str, value: str, *, as_json: bool) -> None:
    """Change one setting; VALUE is `default` to have it as it was at first."""
    if name == "case_folder" and value != "default":
        folder = Path(value).absolute()
        if not folder.is_dir():
            raise NotFoundError(f"there is no folder {folder}", "Make it first, or name another.")
        value = str(folder)
    if name == "ocr_language" and value != "default":
        tessdata.folder_for(value)
    _tell(preferences.choose(name, value), (name,), as_json=as_json)


def _tell(chosen: Preferences, names: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(chosen))
        return
    for name in names:
        value, usual = getattr(chosen, name), getattr(DEFAULTS, name)
        beside = "" if value == usual else f"  (default: {_words(usual)})"
        echo(f"{name:16} {_words(value)}{beside}")


def _words(value: object) -> str:
    return str(value) or "the folder of documents"
