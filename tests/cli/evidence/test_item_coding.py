"""`item mark`, `tag`, `officer` and `note` say the same of many items, as one act that one undo takes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail, mailbox

LIST = ("list.txt", b"Code LANTERN25 for friends.\n", "text/plain")


@pytest.fixture
def pile(reviewer: Command, once: Once, tmp_path: Path) -> Path:
    """A mailbox with two messages of one thread, the first with an attachment, and a copy of that first elsewhere."""
    first = mail("Offer", "A free camera for you.", attachments=[LIST])
    named = next(line for line in first.split(b"\n") if line.startswith(b"Message-ID: ")).split()[1]
    answer = b"In-Reply-To: " + named + b"\n" + mail("Re: Offer", "Thank you, I take it.")
    other = mail("Newsletter", "Ten tips for your porch.")
    copy = first.replace(named, b"<copy@elsewhere.example>")

    def fill() -> None:
        files = {"a.mbox": mailbox([first, answer, other]), "b.eml": copy}
        assert reviewer("intake", "add", tmp_path / "made.evcase", folder(tmp_path / "d", files)).code == 0

    return once("item-coding", fill)


def relevances(reviewer: Command, case: Path) -> dict[str, str]:
    return {
        word: " ".join(each["item"][-1] for each in reviewer("item", "list", case, f"is:{word}", "--json").json)
        for word in ("relevant", "irrelevant", "privileged")
    }


def names(reviewer: Command, case: Path) -> dict[str, str]:
    """Each item by the last digit of its control number, with what it is."""
    told = reviewer("item", "list", case, "--json").json
    return {each["item"][-1]: f"{each['subject'] or each['name']}, {each['path']}" for each in told}


def test_the_items_of_the_pile_are_those_that_the_scopes_are_told_of(reviewer: Command, pile: Path) -> None:
    assert names(reviewer, pile) == {
        "1": "a.mbox, a.mbox",
        "2": "Offer, a.mbox",
        "3": "list.txt, a.mbox",
        "4": "Re: Offer, a.mbox",
        "5": "Newsletter, a.mbox",
        "6": "Offer, b.eml",
        "7": "list.txt, b.eml",
    }


@pytest.mark.parametrize(
    ("query", "scope", "reached"),
    [
        ("in:2", "item", "3"),
        ("in:2", "family", "2 3"),
        ("kind:mbox", "family", "1"),
        ("in:2", "thread", "2 3 4 6 7"),
        ("free camera in:1", "duplicates", "2 6"),
        ("porch", "thread", "5"),
    ],
)
def test_a_mark_reaches_as_far_as_its_scope(
    reviewer: Command, pile: Path, query: str, scope: str, reached: str
) -> None:
    number = query.replace("in:2", "in:IA21-000002").replace("in:1", "in:IA21-000001")
    told = reviewer("item", "mark", pile, *number.split(), "--relevant", "--scope", scope, "--json").json
    assert (told["items"], told["changed"]) == (len(reached.split()),) * 2
    assert relevances(reviewer, pile) == {"relevant": reached, "irrelevant": "", "privileged": ""}


def test_many_marks_are_one_act_with_one_undo_and_tell_what_they_clash_with(reviewer: Command, pile: Path) -> None:
    reviewer("mark", pile, "4", "--relevant", "--privileged")
    tried = reviewer("item", "mark", pile, "in:IA21-000001", "--not-relevant", "--trial", "--json").json
    assert relevances(reviewer, pile) == {"relevant": "4", "irrelevant": "", "privileged": "4"}
    told = reviewer("item", "mark", pile, "in:IA21-000001", "--not-relevant", "--json").json
    # Items 2, 4 and 5 are in the mailbox itself; 4 was relevant and is privileged; 6 is a copy of 2.
    assert told == {"items": 3, "changed": 3, "overturned": 1, "withheld": 1, "copies_differ": 1}
    assert tried == told
    assert relevances(reviewer, pile) == {"relevant": "", "irrelevant": "2 4 5", "privileged": "4"}
    entry = reviewer("audit", pile, "--json").json[-1]
    assert (entry["act"], entry["subject"]) == ("item code", "in:IA21-000001")
    assert reviewer("undo", pile).code == 0
    assert relevances(reviewer, pile) == {"relevant": "4", "irrelevant": "", "privileged": "4"}
    assert reviewer("redo", pile).code == 0
    assert relevances(reviewer, pile)["irrelevant"] == "2 4 5"
    again = reviewer("item", "mark", pile, "in:IA21-000001", "--not-relevant", "--json").json
    assert (again["changed"], again["overturned"]) == (0, 0)
    taken = reviewer("item", "mark", pile, "in:IA21-000001", "--undecided", "--trial", "--json").json
    assert (taken["changed"], taken["overturned"]) == (3, 0)  # none has the other relevance by it


def test_items_are_tagged_from_the_codebook_as_passages_are(reviewer: Command, pile: Path) -> None:
    reviewer("tag", "add", pile, "Gift")
    told = reviewer("item", "tag", pile, "free", "camera", "--tag", "gift", "--scope", "family", "--json").json
    assert told == {"items": 4, "changed": 4}  # both messages with their attachments
    assert reviewer("item", "show", pile, "3", "--json").json["tags"] == ["Gift"]
    assert reviewer("item", "show", pile, "4", "--json").json["tags"] == []
    for query in ("tag:gift", "is:tagged"):
        found = reviewer("item", "list", pile, query, "--json").json
        assert [each["item"][-1] for each in found] == ["2", "3", "6", "7"]
    assert reviewer("item", "tag", pile, "kind:email", "--tag", "Gift", "--remove", "--json").json == {
        "items": 4,
        "changed": 2,
    }
    reviewer("undo", pile)
    assert reviewer("item", "show", pile, "2", "--json").json["tags"] == ["Gift"]
    wrong = reviewer("item", "tag", pile, "camera", "--tag", "Gilt", "--json")
    assert (wrong.code, wrong.json["error"]) == (4, "there is no tag “Gilt”")


def listed(reviewer: Command, case: Path, query: str) -> str:
    return " ".join(each["item"][-1] for each in reviewer("item", "list", case, query, "--json").json)


def test_items_are_linked_to_an_officer_as_a_whole_and_found_by_it(reviewer: Command, pile: Path) -> None:
    reviewer("officer", "add", pile, "4711", "Lee Moore")
    reviewer("officer", "add", pile, "4712", "Ann Poe")
    reviewer("passage", "add", pile, "5", "--quote", "Ten tips", "--officer", "4711:author")
    linking = ("item", "officer", pile, "free", "camera", "--officer", "lee moore", "--scope", "family", "--json")
    assert reviewer(*linking).json == {"items": 4, "changed": 4}  # both messages with their attachments
    assert reviewer(*linking).json == {"items": 4, "changed": 0}
    assert (listed(reviewer, pile, "officer:4711"), listed(reviewer, pile, "officer:=4711")) == ("2 3 5 6 7",) * 2
    assert listed(reviewer, pile, "role:author") == "5"  # a role is that of a passage
    (facet,) = reviewer("facets", pile, "", "--json").json["officer"]
    assert (facet["value"], facet["items"]) == ("Lee Moore (4711)", 5)
    assert reviewer("item", "show", pile, "3", "--json").json["linked_officers"] == [
        {"serial": "4711", "name": "Lee Moore"}
    ]
    entries = reviewer("officer", "show", pile, "4711", "--json").json["sections"]["items"]
    assert [each["items"] for each in entries] == [[f"IA21-00000{number}"] for number in (2, 3, 6, 7)]
    off = ("item", "officer", pile, "kind:email", "--officer", "4711", "--remove", "--json")
    assert reviewer(*off).json == {"items": 4, "changed": 2}
    assert listed(reviewer, pile, "officer:4711") == "3 5 7"  # what its passage says stands
    assert reviewer("undo", pile).out.startswith("undone: item unlink Lee Moore (4711)")
    assert listed(reviewer, pile, "officer:4711") == "2 3 5 6 7"
    wrong = reviewer("item", "officer", pile, "camera", "--officer", "Lee More", "--json")
    assert (wrong.code, wrong.json["error"]) == (4, "there is no officer “Lee More”")


def test_what_is_linked_as_a_whole_goes_with_the_officer(reviewer: Command, pile: Path) -> None:
    """Of two who are one, what both were linked to is there once; taken apart, each has what it had."""
    attached = "in:IA21-000002 OR in:IA21-000006"
    for serial, name, query in (("1", "Lee Moore", attached), ("2", "L. Moore", "free camera")):
        reviewer("officer", "add", pile, serial, name)
        assert reviewer("item", "officer", pile, query, "--officer", serial, "--json").json["changed"] == 2
    reviewer("item", "officer", pile, "porch", "--officer", "1")
    reviewer("item", "officer", pile, "porch", "--officer", "2")
    assert reviewer("officer", "compare", pile, "1", "2", "--json").json["moved"] == {"item_officer": 3}
    reviewer("officer", "merge", pile, "1", "2")
    assert listed(reviewer, pile, "officer:=1") == "2 3 5 6 7"
    reviewer("officer", "split", pile, "1", "2", "--merged")
    assert (listed(reviewer, pile, "officer:=1"), listed(reviewer, pile, "officer:=2")) == ("3 5 7", "2 5 6")
    assert reviewer("officer", "split", pile, "1", "2", "--item", "3", "--item", "IA21-000005").code == 0
    assert (listed(reviewer, pile, "officer:=1"), listed(reviewer, pile, "officer:=2")) == ("7", "2 3 5 6")
    refused = reviewer("officer", "split", pile, "1", "2", "--item", "6")
    assert (refused.code, "not linked to the officer" in refused.err) == (4, True)
    assert reviewer("case", "verify", pile).code == 0


def test_a_note_is_written_on_each_of_many_items(reviewer: Command, pile: Path) -> None:
    assert reviewer("item", "note", pile, "kind:email", "--text", "Ask Lee.", "--json").json["changed"] == 4
    assert [each["of"] for each in reviewer("note", "list", pile, "--json").json] == [
        f"IA21-00000{number}" for number in (2, 4, 5, 6)
    ]
    reviewer("undo", pile)
    assert reviewer("note", "list", pile, "--json").json == []


def test_nothing_is_said_of_the_whole_case_by_a_slip(reviewer: Command, pile: Path) -> None:
    assert reviewer("item", "mark", pile, "--relevant").code == 2
    assert reviewer("item", "mark", pile, "camera").code == 2
    assert reviewer("item", "mark", pile, "camera", "--all", "--relevant").code == 2
    assert relevances(reviewer, pile)["relevant"] == ""
    assert reviewer("item", "mark", pile, "--all", "--relevant", "--json").json["changed"] == 7
