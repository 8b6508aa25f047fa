"""``reviewer tag``: the codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.pages.tag import Tag
from reviewer.errors import UsageError
from reviewer.usecases.pages import tags


@click.group()
def tag() -> None:
    """Keep the codebook: the tags that passages get."""


@tag.command()
@case_options
@json_option
@click.argument("name")
@click.option("--parent", default="", help="The tag that this one belongs under.")
@click.option("--color", default="", help="#RRGGBB or a name of the palette; else the next of the palette.")
@click.option("--key", default="", help="The digit, 1 to 9, that sets it in the window.")
@click.option("--definition", default="", help="When to use it.")
@click.option("--internal", is_flag=True, help="For reviewers alone: it never leaves the case, nor do tags under it.")
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    parent: str,
    color: str,
    key: str,
    definition: str,
    internal: bool,
    as_json: bool,
) -> None:
    """Add a tag."""
    with opened(path, passphrase_file) as case:
        made = tags.add(
            case,
            name,
            parent=parent,
            color=color,
            key=key,
            definition=definition,
            internal=internal,
            reviewer=reviewer,
        )
    if as_json:
        print_json(tag_json(made))
    else:
        echo(f"added {made.name}  {made.color}{'  internal' if made.internal else ''}")


@tag.command()
@case_options
@json_option
@click.argument("tag_name", metavar="TAG")
@click.option("--name", help="Its new name.")
@click.option("--color", help="Another colour: #RRGGBB or a name of the palette.")
@click.option("--key", help="Another digit, 1 to 9; empty for none.")
@click.option("--definition", help="Other words for when to use it.")
@click.option(
    "--internal/--not-internal",
    default=None,
    help="Whether it is for reviewers alone, and never leaves the case with the tags under it.",
)
def change(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    tag_name: str,
    internal: bool | None,
    as_json: bool,
    **words: str | None,
) -> None:
    """Change a tag; what is not named stays."""
    if internal is None and all(value is None for value in words.values()):
        raise UsageError("nothing was named that is to change", "`reviewer tag change --help` tells what can.")
    with opened(path, passphrase_file) as case:
        before = tags.find(case, tag_name)
        made = tags.change(case, before.id, **words, internal=internal, reviewer=reviewer)
    if as_json:
        print_json(tag_json(made))
    else:
        echo(f"changed {made.name}  {made.color}{'  internal' if made.internal else ''}")


@tag.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List all tags, those with a key first."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = tags.listed(case)
    if as_json:
        names = {each.id: each.name for each in found}
        print_json([{**tag_json(each), "parent": names.get(each.parent) if each.parent else None} for each in found])
        return
    for each in found:
        said = f"(internal) {each.definition}" if each.internal else each.definition
        echo(f"{each.key or ' '}  {each.color}  {each.name:24} {said}".rstrip())


def tag_json(each: Tag) -> dict[str, Any]:
    """A tag as the documented JSON object."""
    return {
        "tag": each.name,
        "color": each.color,
        "key": each.key,
        "definition": each.definition,
        "internal": each.internal,
    }
