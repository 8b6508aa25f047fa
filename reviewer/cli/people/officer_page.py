"""An officer's page on the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.cli.pages.passage import passage_json
from reviewer.cli.terminal import echo
from reviewer.domain.pages.marked_passage import MarkedPassage
from reviewer.domain.people.timeline import Entry
from reviewer.usecases.people.officer_page import Page

_HEAD = ("assignments", "names")
"""Sections that stand at the top, without a heading; those of the timeline are shown in it."""


def show_json(page: Page, passages: Sequence[MarkedPassage]) -> dict[str, Any]:
    """What a page adds to the officer's JSON object."""
    return {
        "description": page.description,
        "passages": [passage_json(each) for each in passages],
        "sections": {
            section.name: [_entry_json(page, entry) for entry in section.entries]
            for section in page.sections
            if section.name != "messages"
        },
        "timeline": [_entry_json(page, entry) for entry in page.timeline],
    }


def print_page(page: Page) -> None:
    """Print a page for people."""
    found = page.officer
    echo(f"{found.serial}  {found.rank} {found.name}  {found.unit}".rstrip())
    if found.unidentified:
        echo(f"  not identified: {page.description}".rstrip(": "))
    for assignment in found.assignments:
        echo(f"  {assignment.station}  {assignment.start or '…'} to {assignment.end or 'now'}")
    for entry in page.entries("names"):
        echo(f"  {entry.text}")
    for section in page.sections:
        if section.entries and not section.timed and section.name not in _HEAD:
            echo(f"{section.name}:")
            for entry in section.entries:
                echo(f"  {_number(entry)}{entry.text}")
    dated = [entry for entry in page.timeline if entry.kind != "assignment"]
    if dated:
        echo("timeline:")
    for entry in dated:
        where = ", ".join(entry.items)
        station = page.station(entry)
        echo(f"  {entry.at or '…':20}  {_number(entry)}{entry.text}  {where}{f'  ({station})' if station else ''}")


def _number(entry: Entry) -> str:
    number = entry.values.get(entry.kind)
    return f"{entry.kind} {number}  " if isinstance(number, int) else ""


def _entry_json(page: Page, entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "at": entry.at,
        "station": page.station(entry),
        "text": entry.text,
        "items": list(entry.items),
        "passages": list(entry.passages),
        **entry.values,
    }
