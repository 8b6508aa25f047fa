"""``reviewer confidential-source``: people whose identity must not leave, and where the evidence names them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from reviewer.cli.session import Command, case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.domain.exports.confidential_source import SourceWordKind
from reviewer.usecases.exports import confidential_sources
from reviewer.usecases.exports.confidential_sources import CountedSource


def _words_options(command: Command) -> Command:
    """What gives a source away, beside the name."""
    many: dict[str, Any] = {"multiple": True, "metavar": "TEXT"}
    made: Any = click.option("--number", "numbers", help="A telephone number, or another.", **many)(command)
    made = click.option("--address", "addresses", help="An e-mail address.", **many)(made)
    added: Command = click.option("--spelling", "spellings", help="Another name, or another spelling.", **many)(made)
    return added


@click.group()
def confidential_source() -> None:
    """Keep who must not be named outside of the case."""


@confidential_source.command()
@case_options
@json_option
@click.argument("name")
@_words_options
def add(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    name: str,
    spellings: tuple[str, ...],
    addresses: tuple[str, ...],
    numbers: tuple[str, ...],
    as_json: bool,
) -> None:
    """Mark NAME as a confidential source: nothing that names this person leaves from then on."""
    with opened(path, passphrase_file) as case:
        made = confidential_sources.add(
            case, name, spellings=spellings, addresses=addresses, numbers=numbers, reviewer=reviewer
        )
        counted, _ = confidential_sources.show(case, made.id)
    _tell(counted, as_json=as_json)
    if not as_json:
        more = f"`reviewer confidential-source suggest CASE {made.id}`"
        echo(f"parts of the name and nicknames are not looked for: see {more}")


@confidential_source.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
@_words_options
@click.option("--drop", multiple=True, metavar="TEXT", help="What was given and is to be looked for no more.")
def change(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,
    *,
    number: int,
    spellings: tuple[str, ...],
    addresses: tuple[str, ...],
    numbers: tuple[str, ...],
    drop: tuple[str, ...],
    as_json: bool,
) -> None:
    """Add to what gives confidential source N away, or take some of it back."""
    with opened(path, passphrase_file) as case:
        made = confidential_sources.change(
            case, number, spellings=spellings, addresses=addresses, numbers=numbers, drop=drop, reviewer=reviewer
        )
        counted, _ = confidential_sources.show(case, made.id)
    _tell(counted, as_json=as_json)


@confidential_source.command("list")
@case_options
@json_option
def listing(path: Path, passphrase_file: Path | None, reviewer: str, *, as_json: bool) -> None:  # noqa: ARG001
    """List the confidential sources, each with how many items name it, and of how many nothing leaves yet."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = confidential_sources.listed(case)
    if as_json:
        print_json([_json(each) for each in found])
        return
    for each in found:
        echo(_line(each))


@confidential_source.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
def show(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, as_json: bool) -> None:  # noqa: ARG001
    """Show the items that name confidential source N, each with the places on which nobody has decided."""
    with opened(path, passphrase_file, read_only=True) as case:
        found, places = confidential_sources.show(case, number)
    if as_json:
        told = [
            {
                "item": control,
                "pages": each.pages,
                "beside": each.beside,
                "unshown": each.unshown if each.has_pages else (),
                "stays": each.open,
            }
            for control, each in places
        ]
        print_json({**_json(found), "places": told})
        return
    _tell(found, as_json=False)
    for control, each in places:
        echo(f"  {control}  {'stays' if each.open else 'goes without it'}: {each.where}")


@confidential_source.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
def suggest(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, as_json: bool) -> None:  # noqa: ARG001
    """Suggest what else may name confidential source N, each with how many more items it would keep."""
    with opened(path, passphrase_file, read_only=True) as case:
        found = confidential_sources.suggested(case, number)
    if as_json:
        print_json([
            {"kind": each.kind.value, "words": each.words, "part": each.part.value, "items": each.items}
            for each in found
        ])  # fmt: skip
        return
    for each in found:
        echo(f"--{each.kind.value} {shlex.quote(each.words)}  {each.part.words}: {each.items:,} more")


@confidential_source.command()
@case_options
@json_option
@click.argument("number", metavar="N", type=int)
def remove(path: Path, passphrase_file: Path | None, reviewer: str, *, number: int, as_json: bool) -> None:
    """Mark N as a confidential source no more; what is redacted stays so. `reviewer undo` takes it back."""
    with opened(path, passphrase_file) as case:
        gone = confidential_sources.remove(case, number, reviewer=reviewer)
    if as_json:
        print_json({"confidential_source": gone.id, "name": gone.name})
    else:
        echo(f"{gone.name} is no confidential source any more; what is redacted stays so")


def _tell(counted: CountedSource, *, as_json: bool) -> None:
    for each in counted.short:
        echo(each.said, err=True)
    if as_json:
        print_json(_json(counted))
    else:
        echo(_line(counted))


def _line(counted: CountedSource) -> str:
    source, named, still = counted.source, counted.items, counted.open
    known = ", ".join(each.words for each in source.words)
    items = f"named in {named:,} item{'s' * (named != 1)}, {still:,} of which stay{'s' * (still == 1)}"
    return f"{source.id}  {source.name}{f' ({known})' if known else ''}  {items}"


def _json(counted: CountedSource) -> dict[str, Any]:
    """A confidential source as the documented JSON object."""
    source = counted.source
    return {
        "confidential_source": source.id,
        "name": source.name,
        "spellings": source.given(SourceWordKind.SPELLING),
        "addresses": source.given(SourceWordKind.ADDRESS),
        "numbers": source.given(SourceWordKind.NUMBER),
        "items": counted.items,
        "stay": counted.open,
        "short": [{"words": each.words, "places": each.places, "items": each.items} for each in counted.short],
        "reviewer": source.reviewer,
        "at": source.at,
    }
