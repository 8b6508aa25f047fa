"""Lists in groups: the option, and what is said of the place of an item in its group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from reviewer.domain.analysis.grouping import Grouping, Member
from reviewer.domain.evidence.item import control_number


def _grouping(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Grouping:
    return Grouping(value or "")


group_option = click.option(
    "--group",
    "grouping",
    type=click.Choice([each.value for each in Grouping if each is not Grouping.NONE]),
    callback=_grouping,
    help="Items of a thread, or of a family, together: where the first of them is listed.",
)
"""Asks what stands together; ``grouping`` is a :class:`Grouping`."""


def group_json(prefix: str, member: Member | None) -> dict[str, Any]:
    """The control number of the first that is listed of a group, and which of how many this one is."""
    if member is None:
        return {}
    return {"group": control_number(prefix, member.first), "group_place": member.number, "group_size": member.size}


def group_margin(told: Mapping[str, Any]) -> str:
    """What stands before an item of a group of several: of how many it is the first, or that it goes with that one."""
    if told.get("group_size", 1) == 1:
        return ""
    return f"({told['group_size']:,}) " if told["group_place"] == 1 else "  | "
