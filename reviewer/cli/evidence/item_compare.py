"""``reviewer item compare``: in which words two items differ."""

from __future__ import annotations

from pathlib import Path

import click

from reviewer.cli.session import case_options, json_option, opened, print_json
from reviewer.cli.terminal import echo
from reviewer.usecases.analysis import comparison
from reviewer.usecases.evidence import items


@click.command()
@case_options
@json_option
@click.argument("a", metavar="ITEM")
@click.argument("b", metavar="ITEM")
def compare(path: Path, passphrase_file: Path | None, reviewer: str, a: str, b: str, *, as_json: bool) -> None:  # noqa: ARG001
    """Tell in which words two items differ: subject, people, text, names of attachments, hidden text.

    White space and marks of quoting (>) at the beginning of a line do not count.
    """
    with opened(path, passphrase_file, read_only=True) as case:
        made = comparison.compare(case, items.find(case, a), items.find(case, b))
    if as_json:
        found = [{"part": part, "a": each.a, "b": each.b} for part, each in made.found]
        print_json({"same": made.same, "same_bytes": made.same_bytes, "differences": found})
        return
    if made.same:
        echo("the words are the same" + (", and so are the files" if made.same_bytes else "; the files differ"))
    for part, each in made.found:
        echo(f"{part}: «{' '.join(each.a.split())}» / «{' '.join(each.b.split())}»")
