"""`item next` goes from one unread item to the next; `item show` names the officers of the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.evidence import folder, mail

RUTH = "Ruth Castellan <r@mail.example>"


@pytest.fixture
def read_on(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    """Four messages, a day apart, from an officer who is known by name."""
    letters = {
        f"{day}.eml": mail(f"Day {day}", sender=RUTH, date=f"Tue, {day} Mar 2016 10:00:00 +0000") for day in range(1, 5)
    }
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", letters)).code == 0
    assert reviewer("officer", "add", made, "101", "Ruth Castellan").code == 0
    return made


def test_next_passes_over_what_is_read_and_what_is_not_relevant(reviewer: Command, read_on: Path) -> None:
    def following(*options: str) -> tuple[object, object, object]:
        told = reviewer("item", "next", read_on, "--json", *options).json
        return told["item"] and told["item"][-1], told["read"], told["items"]

    assert following() == ("1", 0, 4)
    reviewer("item", "show", read_on, "1", "--read")
    reviewer("mark", read_on, "2", "--not-relevant")
    assert following() == ("3", 1, 4)
    assert following("--after", "3") == ("4", 1, 4)
    assert following("--after", "4") == ("3", 1, 4)
    assert following("--query", "subject:4") == ("4", 1, 4)
    for control in ("3", "4"):
        reviewer("item", "show", read_on, control, "--read")
    assert following() == (None, 3, 4)
    assert "nothing is left for you to see\n3 of 4 seen by you" in reviewer("item", "next", read_on).out


def test_an_item_tells_which_officers_it_is_from(reviewer: Command, read_on: Path) -> None:
    told = reviewer("item", "show", read_on, "1", "--json").json
    assert told["officers"] == [{"serial": "101", "name": "Ruth Castellan", "role": "author"}]
