"""``reviewer item compare``: in which words two items differ, or those of a group from one of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reviewer.casefile.engine.case import Case
from reviewer.cli.analysis.duplicate import warn_of_waiting
from reviewer.cli.session import case_options, json_option, opened, print_json, progress
from reviewer.cli.terminal import counted, echo
from reviewer.domain.evidence.item import Item
from reviewer.domain.progress import stop_if_cancelled
from reviewer.errors import IncompleteError, UsageError
from reviewer.usecases.analysis import comparison
from reviewer.usecases.analysis.comparison import Compared, HeldAgainst
from reviewer.usecases.evidence import items

_SHOWN = 10
"""So many items that were not compared are named."""


@click.command()
@case_options
@json_option
@click.argument("controls", metavar="[ITEM]...", nargs=-1)
@click.option("--group", metavar="ITEM", help="All that are nearly the same as ITEM, held against it.")
@click.option("--earliest", is_flag=True, help="Hold the others against the earliest of them.")
def compare(
    path: Path,
    passphrase_file: Path | None,
    reviewer: str,  # noqa: ARG001
    *,
    controls: tuple[str, ...],
    group: str | None,
    earliest: bool,
    as_json: bool,
) -> None:
    """Tell in which words items differ: subject, people, text, names of attachments, hidden text.

    The first ITEM is what the others are held against. White space and marks of quoting (>) at the beginning of a line
    do not count.
    """
    if (group is None) == (not controls) or len(controls) == 1:
        raise UsageError("name two items or more, or --group ITEM")
    with opened(path, passphrase_file, read_only=True) as case:
        if len(controls) == 2 and not earliest:
            _tell_pair(comparison.compare(case, *(items.find(case, each) for each in controls)), as_json=as_json)
            return
        if group is not None:
            warn_of_waiting(case)
        members = _members(case, controls, group)
        if earliest:
            members = comparison.earliest_first(members)
        if len(members) < 2:
            _tell_alone(members, as_json=as_json)
            return
        found = _tell_group(case, members[0], members[1:], as_json=as_json)
    left = [each for each in found if each.reason is not None]
    if left:
        named = "; ".join(f"{each.item.control}: {_why(each)}" for each in left[:_SHOWN])
        more = f"; and {len(left) - _SHOWN:,} more" if len(left) > _SHOWN else ""
        raise IncompleteError(f"{counted(len(left), 'item was', 'items were')} not compared: {named}{more}")


def _members(case: Case, controls: Sequence[str], group: str | None) -> list[Item]:
    """The items that are meant, each once; the one that the others are held against first."""
    if group is None:
        return list({each.id: each for each in (items.find(case, control) for control in controls)}.values())
    base = items.find(case, group)
    return [base, *(each for each in comparison.near_group(case, base.id) if each.id != base.id)]


def _tell_alone(members: Sequence[Item], *, as_json: bool) -> None:
    if as_json:
        print_json([])
    else:
        echo(f"there is nothing to hold against {members[0].control}")


def _tell_pair(made: Compared, *, as_json: bool) -> None:
    if as_json:
        print_json(_json(made))
        return
    if made.same:
        echo(_same(made))
    for line in _lines(made):
        echo(line)


def _tell_group(case: Case, base: Item, others: Sequence[Item], *, as_json: bool) -> list[HeldAgainst]:
    """Tell of each as it is compared; Ctrl+C stops it."""
    found: list[HeldAgainst] = []
    privileged = {mark.item for mark in items.marks_of(case, [each.id for each in others]).values() if mark.privileged}
    held = comparison.hold_against(case, base, others)
    if not as_json:
        echo(f"held against {_named(base)}")
    with progress() as bar:
        for each in held:
            found.append(each)
            if as_json:
                bar.step(len(found), len(others), "comparing texts")
            else:
                _tell(each, privileged=each.item.id in privileged)
            stop_if_cancelled(bar, "what was compared until then is told")
    if as_json:
        print_json([_held_json(each, base, privileged=each.item.id in privileged) for each in found])
    return found


def _tell(held: HeldAgainst, *, privileged: bool) -> None:
    made = held.compared
    if made is None:
        said = f"not compared: {_why(held)}"
    else:
        said = _same(made) if made.same else counted(len(made.found), "place differs", "places differ")
    echo(f"{_named(held.item)}{'  privileged' if privileged else ''}  {said}")
    for line in _lines(made):
        echo(f"    {line}")


def _named(item: Item) -> str:
    return "  ".join(part for part in (item.control, item.date[:10], item.custodian) if part)


def _same(made: Compared) -> str:
    return "the words are the same" + (", and so are the files" if made.same_bytes else "; the files differ")


def _lines(made: Compared | None) -> list[str]:
    found = () if made is None else made.found
    return [f"{part}: «{' '.join(each.a.split())}» / «{' '.join(each.b.split())}»" for part, each in found]


def _why(held: HeldAgainst) -> str:
    return "" if held.reason is None else comparison.why(held.item, held.reason)


def _json(made: Compared) -> dict[str, Any]:
    found = [{"part": part, "a": each.a, "b": each.b} for part, each in made.found]
    return {"same": made.same, "same_bytes": made.same_bytes, "differences": found}


def _held_json(held: HeldAgainst, base: Item, *, privileged: bool) -> dict[str, Any]:
    made = held.compared
    said = {"same": None, "same_bytes": None, "differences": None} if made is None else _json(made)
    who = {"item": held.item.control, "base": base.control, "date": held.item.date, "custodian": held.item.custodian}
    return who | said | {"privileged": privileged, "reason": _why(held)}
