"""Queues keep families and threads together, tell how far one is, and what a sample of the rest says."""

from __future__ import annotations

import re
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.analysis.elusion import interval
from reviewer.domain.analysis.review_queue import draw
from reviewer.domain.ids import ItemId
from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail

LIST = ("list.txt", b"Code LANTERN25 for friends of the station.\n", "text/plain")
FIRST = "Please bring the cameras to the station on Monday morning, all eleven of them.\n"
MIDDLE = "Will do. The sergeant asks for two more, since the neighbours liked theirs so much.\n"


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


@pytest.fixture
def pile(reviewer: Command, once: Once, tmp_path: Path) -> Path:
    """Ten items: a thread of three whose last quotes both others, a letter with an attachment between, two copies."""

    def said(subject: str, body: str, day: int, answers: bytes = b"", **more: Any) -> bytes:
        head = b"In-Reply-To: " + answers + b"\n" if answers else b""
        return head + mail(subject, body, date=f"Tue, {day:02} Mar 2016 10:00:00 +0000", **more)

    def named(message: bytes) -> bytes:
        return next(line for line in message.split(b"\n") if line.startswith(b"Message-ID: ")).split()[1]

    first = said("Cameras", FIRST, 1)
    middle = said("Re: Cameras", f"{MIDDLE}\nAda wrote:\n{quoted(FIRST)}", 3, named(first))
    last = said(
        "Re: Cameras", f"Fine.\n\nBo wrote:\n{quoted(MIDDLE)}>\n> Ada wrote:\n{quoted(quoted(FIRST))}", 5, named(middle)
    )
    offer = said("Offer", "A free camera for you.\n", 2, attachments=[LIST])
    copy = offer.replace(named(offer), b"<copy@elsewhere.example>")
    other = said("Newsletter", "Ten tips for your porch.\n", 4)

    def fill() -> None:
        files = {"1.eml": other, "2.eml": last, "3.eml": offer, "4.eml": middle, "5.eml": first, "6.eml": copy}
        disk = folder(tmp_path / "d", files)
        made = tmp_path / "made.evcase"
        assert reviewer("intake", "add", made, disk, "--custodian", "Lune").code == 0

    return once("queues", fill)


def number(control: str | None) -> int:
    return int((control or "0").rpartition("-")[2])


def subjects(reviewer: Command, case: Path) -> dict[int, str]:
    return {
        number(each["item"]): each["subject"] or each["name"] for each in reviewer("item", "list", case, "--json").json
    }


def read_through(reviewer: Command, case: Path, name: str) -> list[tuple[int, list[int]]]:
    """Go to the end of a queue, marking each item not relevant; each item with what is read with it."""
    found: list[tuple[int, list[int]]] = []
    while True:
        told = reviewer("queue", "next", case, name, "--json").json
        if told["item"] is None:
            return found
        found.append((number(told["item"]), [number(each) for each in told["also_read"]]))
        reviewer("mark", case, told["item"], "--not-relevant", "--alone")


NAMES = {
    1: "Newsletter",
    2: "Re: Cameras",
    3: "Offer",
    4: "list.txt",
    5: "Re: Cameras",
    6: "Cameras",
    7: "Offer",
    8: "list.txt",
}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("time", [(3, [7]), (4, [8]), (1, []), (2, [5, 6])]),  # by days: 2, with what is attached; 4; 5
        ("thread", [(3, [7]), (4, [8]), (1, []), (2, [5, 6])]),
    ],
)
def test_what_an_answer_quotes_whole_and_copies_are_read_with_another(
    reviewer: Command, pile: Path, order: str, expected: list[tuple[int, list[int]]]
) -> None:
    assert subjects(reviewer, pile) == NAMES
    made = reviewer("queue", "create", pile, "All", "--query", "", "--order", order, "--json").json
    assert (made["queue"], made["items"], made["left"]) == ("All", 8, 8)
    assert read_through(reviewer, pile, "All") == expected
    told = reviewer("queue", "status", pile, "all", "--json").json
    assert (told["read"], told["covered"], told["left"], told["minutes"]) == (8, 4, 0, 0)


def test_a_thread_is_read_as_a_whole_before_the_next(reviewer: Command, pile: Path) -> None:
    """The letter of day 2 lies between the first and the last message of the thread; the middle one is left out."""
    for order, expected in (("time", [6, 3, 4, 1, 2]), ("thread", [6, 2, 3, 4, 1])):
        made = reviewer("queue", "create", pile, order, "--query", "-sergeant OR fine", "--order", order)
        assert made.code == 0, made.err
        assert [item for item, _ in read_through(reviewer, pile, order)] == expected
        while reviewer("undo", pile).out.startswith("undone: item mark"):
            pass


def test_nothing_is_counted_with_what_does_not_quote_the_last_word_of_it(
    reviewer: Command, made: Path, tmp_path: Path
) -> None:
    first = mail("Cameras", FIRST + "And do not tell the captain.\n")
    named = next(line for line in first.split(b"\n") if line.startswith(b"Message-ID: ")).split()[1]
    answer = b"In-Reply-To: " + named + b"\n" + mail("Re: Cameras", f"Fine.\n\nAda wrote:\n{quoted(FIRST)}")
    reviewer("intake", "add", made, folder(tmp_path / "e", {"1.eml": first, "2.eml": answer}))
    reviewer("queue", "create", made, "All", "--query", "")
    assert sorted(read_through(reviewer, made, "All")) == [(1, []), (2, [])]


def test_a_queue_grows_by_what_its_query_finds_later_and_tells_so_before(
    reviewer: Command, pile: Path, tmp_path: Path
) -> None:
    made = reviewer("queue", "create", pile, "Cameras", "--query", "subject:offer", "--json").json
    assert (made["items"], made["new"]) == (2, 0)
    reviewer("intake", "add", pile, folder(tmp_path / "e", {"7.eml": mail("Another offer", "Ladders, too.\n")}))
    told = reviewer("queue", "status", pile, "Cameras", "--json").json
    assert (told["items"], told["new"]) == (2, 1)
    told = reviewer("queue", "add", pile, "Cameras", "--json").json
    assert (told["items"], told["new"]) == (3, 0)
    told = reviewer("queue", "add", pile, "Cameras", "--query", "porch", "--json").json
    assert (told["items"], told["new"]) == (4, 0)
    reviewer("undo", pile)
    assert [each["items"] for each in reviewer("queue", "list", pile, "--json").json] == [3]
    assert reviewer("queue", "create", pile, "cameras", "--query", "").code == 4
    assert reviewer("queue", "create", pile, "None", "--query", "nowhere").code == 4
    assert "Did you mean" in reviewer("queue", "next", pile, "Camera").err


def test_time_left_is_told_at_the_pace_of_the_case(reviewer: Command, made: Path, tmp_path: Path) -> None:
    letters = {f"{n}.eml": mail(f"Letter {n}", "word " * 1_200, to="", sender="a@b.example") for n in range(3)}
    reviewer("intake", "add", made, folder(tmp_path / "e", letters))
    told = reviewer("queue", "create", made, "All", "--query", "", "--json").json
    assert 15 <= told["minutes"] <= 16  # three times 1,200 words and a few in the headers, at 240 a minute
    reviewer("case", "reading", made, "--pace", "400")
    assert 9 <= reviewer("queue", "status", made, "All", "--json").json["minutes"] <= 10


def test_a_sample_of_what_was_not_read_tells_what_was_missed(reviewer: Command, made: Path, tmp_path: Path) -> None:
    letters = {f"{n:02}.eml": mail(f"Letter {n}", f"Number {n} of the pile.\n") for n in range(1, 31)}
    reviewer("intake", "add", made, folder(tmp_path / "e", letters))
    reviewer("queue", "create", made, "All", "--query", "")
    for item in range(1, 7):
        reviewer("mark", made, str(item), "--relevant")
    drawn = reviewer("queue", "sample", made, "All", "--size", "8", "--seed", "5", "--json").json
    assert (drawn["queue"], drawn["items"], drawn["unread"], drawn["seed"]) == ("All #1", 8, 24, 5)
    assert drawn["elusion"] is None
    order: list[int] = []
    while (told := reviewer("queue", "next", made, "All #1", "--json").json)["item"] is not None:
        reviewer("item", "show", made, told["item"], "--read")  # to have it open is no decision
        assert reviewer("queue", "next", made, "All #1", "--json").json["item"] == told["item"]
        reviewer("mark", made, told["item"], "--not-relevant" if order else "--relevant")
        order.append(number(told["item"]))
    assert order == draw([ItemId(n) for n in range(7, 31)], 8, 5)
    told = reviewer("queue", "status", made, "All #1", "--json").json["elusion"]
    share = interval(1, 8)
    assert (told["unread"], told["sampled"], told["relevant"], told["found_before"]) == (24, 8, 1, 6)
    assert told["share"] == {"low": share.low, "best": 0.125, "high": share.high}
    assert told["recall"]["best"] == 6 / 9  # three of the 24 were missed, by the sample
    reviewer("queue", "create", made, "Like", "--query", "mark:relevant", "--order", "relevance", "--seed", "77")
    reviewer("report", "export", made, tmp_path / "out", "--format", "html", "--sections", "method")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "Of 30 items, 16 were read by nobody." in page
    assert "Items read: 14; of these marked: 14; opened without a mark: 0;" in page
    assert "Of those marked, 6 were not open for long enough" in page  # before the sample, whose items were opened
    assert "A random sample of 8 of 24 items read by nobody was drawn and read (seed 5): 1 were relevant." in page
    rows = [re.sub(r"(\s|<[^>]*>)+", " ", row).strip() for row in re.findall("<tr>.*?</tr>", page, re.DOTALL)]
    assert "By time, families together. 14 30" in rows
    like = "what looked most like what had been marked relevant came next, with one item in ten at random."
    assert f"By relevance: {like} (seed 77) 7 7" in rows  # the six, and one of the sample
    low, high = floor(24 * share.low), ceil(min(24 * share.high, 17))  # seven of the sample are certainly not
    assert f"{max(low, 1)} to {high} relevant items had been read by nobody" in page
    assert reviewer("queue", "sample", made, "All #1").code == 4
    assert reviewer("queue", "add", made, "All #1", "--query", "pile").code == 4
    again = reviewer("queue", "sample", made, "All", "--name", "Again", "--json").json
    assert (again["queue"], again["items"], again["unread"]) == ("Again", 16, 16)


def test_nothing_is_added_to_a_queue_that_a_sample_was_drawn_from(
    reviewer: Command, pile: Path, tmp_path: Path
) -> None:
    """Else what was added would count as found before the sample, and recall would grow by it."""
    reviewer("queue", "create", pile, "Cameras", "--query", "subject:offer")
    reviewer("queue", "sample", pile, "Cameras", "--size", "1")
    reviewer("intake", "add", pile, folder(tmp_path / "e", {"7.eml": mail("Another offer", "Ladders, too.\n")}))
    refused = reviewer("queue", "add", pile, "Cameras")
    assert (refused.code, "Make another queue" in refused.err) == (4, True)
    told = reviewer("queue", "status", pile, "Cameras", "--json").json
    assert (told["items"], told["new"]) == (2, 1)
    assert "make another queue of them" in reviewer("queue", "status", pile, "Cameras").out


def test_what_is_next_tells_nothing_of_what_it_did_not_count(reviewer: Command, pile: Path) -> None:
    reviewer("queue", "create", pile, "Cameras", "--query", "subject:offer")
    told = reviewer("queue", "next", pile, "Cameras", "--json").json
    status = reviewer("queue", "status", pile, "Cameras", "--json").json
    assert {name: told[name] for name in status if name in told} == {
        name: value for name, value in status.items() if name not in {"minutes", "new"}
    }


def test_a_queue_that_is_put_away_is_read_no_more_until_it_is_brought_back(reviewer: Command, pile: Path) -> None:
    reviewer("queue", "create", pile, "Cameras", "--query", "subject:offer")
    reviewer("queue", "create", pile, "All", "--query", "")
    reviewer("queue", "sample", pile, "Cameras", "--size", "1", "--seed", "1")
    before = reviewer("coverage", pile, "--json").json
    told = reviewer("queue", "archive", pile, "cameras", "--json").json
    assert (told["queue"], told["archived"], told["left"]) == ("Cameras", True, 2)
    listed = {each["queue"]: each["archived"] for each in reviewer("queue", "list", pile, "--json").json}
    assert listed == {"Cameras": True, "All": False, "Cameras #1": True}  # a sample goes with its queue
    lines = reviewer("queue", "list", pile).out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["All", "Cameras", "Cameras #1"]
    assert [line.endswith("; put away") for line in lines] == [False, True, True]
    for words in (("next",), ("add", "--query", ""), ("sample",)):
        refused = reviewer("queue", words[0], pile, "Cameras", *words[1:])
        assert (refused.code, "“Cameras” was put away" in refused.err) == (4, True)
    assert "already that was put away" in reviewer("queue", "create", pile, "Cameras", "--query", "").err
    assert reviewer("coverage", pile, "--json").json == before
    assert reviewer("undo", pile).out.startswith("undone: queue archive")
    assert not any(each["archived"] for each in reviewer("queue", "list", pile, "--json").json)
    reviewer("queue", "archive", pile, "Cameras")
    assert reviewer("queue", "restore", pile, "Cameras", "--json").json["archived"] is False
    assert not any(each["archived"] for each in reviewer("queue", "list", pile, "--json").json)
    assert reviewer("queue", "next", pile, "Cameras", "--json").json["item"] is not None
