"""``--group`` of the commands that list items."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.evidence import folder, mail


def test_items_that_belong_together_are_listed_together(reviewer: Command, made: Path, tmp_path: Path) -> None:
    held = [(f"{name}.txt", b"A camera.", "text/plain") for name in ("one", "two")]
    offer = mail("Camera", "A camera for you.\n", date="Tue, 03 May 2016 09:00:00 +0000", attachments=held)
    name = next(line for line in offer.decode().splitlines() if line.startswith("Message-ID:")).partition(" ")[2]
    answer = mail("Re: Camera", "Thank you.\n", date="Fri, 06 May 2016 09:00:00 +0000")
    answer = answer.replace(b"\nMessage-ID:", f"\nIn-Reply-To: {name}\nMessage-ID:".encode())
    lunch = mail("Lunch", "No camera.\n", date="Wed, 04 May 2016 09:00:00 +0000")
    disk = folder(tmp_path / "disk", {"1.eml": offer, "2.eml": lunch, "3.eml": answer})
    assert reviewer("intake", "add", made, disk).code == 0
    offered, one, two, noon, thanks = (each["item"] for each in reviewer("item", "list", made, "--json").json)

    def listed(*words: str) -> list[tuple[str, str, int, int]]:
        told = reviewer(*words, "--json").json
        rows = told["hits"] if words[0] == "search" else told
        return [(each["item"], each["group"], each["group_place"], each["group_size"]) for each in rows]

    oldest = ("item", "list", str(made), "--sort", "date", "--group")  # attachments have no date of their own
    threaded = [(item, offered, place, 4) for place, item in enumerate((offered, thanks, one, two), 1)]
    assert listed(*oldest, "thread") == [*threaded, (noon, noon, 1, 1)]
    family = [(item, offered, place, 3) for place, item in enumerate((offered, one, two), 1)]
    assert listed(*oldest, "family") == [*family, (noon, noon, 1, 1), (thanks, thanks, 1, 1)]
    newest = [two, one, offered]
    family = [(item, two, place, 3) for place, item in enumerate(newest, 1)]
    assert listed(*oldest, "family", "--descending") == [*family, (thanks, thanks, 1, 1), (noon, noon, 1, 1)]
    found = {each[0]: each[1:] for each in listed("search", str(made), "camera", "--group", "family")}
    assert set(found) == {offered, one, two, noon, thanks}
    assert sorted(found[item][1:] for item in newest) == [(1, 3), (2, 3), (3, 3)]
    assert {found[item][0] for item in newest} == {next(item for item in found if item in newest)}
    lines = reviewer(*oldest, "thread").out.splitlines()
    assert [line[line.index("  ", 60) :].strip() for line in lines][:2] == ["(4) Camera", "| Re: Camera"]
    assert "group" not in reviewer("item", "list", made, "--json").json[0]
    assert reviewer(*oldest, "sender").code == 2
