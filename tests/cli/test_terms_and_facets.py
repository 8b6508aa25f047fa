"""`reviewer search --json` with its reasons, `facets`, `terms` and `item compare`, on one small case."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import python_calamine

from tests.cli.conftest import Command
from tests.evidence import folder, mail, pdf


@pytest.fixture
def filled(reviewer: Command, made: Path, tmp_path: Path) -> Path:
    flyer = pdf(["Lanterns for all"])
    pat, june = "Pat Quill <pat@vendor.example>", "Wed, 01 Jun 2016 12:00:00 -0700"
    disk = folder(
        tmp_path / "disk",
        {
            "1.eml": mail("Free camera", "Your code is PORCH25, $50 off.\n", sender=pat),
            "2.eml": mail("Flyer", "The camera for you.\n", attachments=[("f.pdf", flyer, "application/pdf")]),
            "3.eml": mail("Free camera", "Your code was PORCH26, $50 off today.\n", sender=pat, date=june),
        },
    )
    assert reviewer("intake", "add", made, disk, "--custodian", "Ada").code == 0
    return made


def test_a_hit_says_what_of_the_query_it_has_and_where(reviewer: Command, filled: Path) -> None:
    told = reviewer("search", filled, "(camera w/2 you) OR $50 OR from:nobody OR subject:free", "--json").json
    why = {hit["title"]: [(each["asked"], each["in"], each["words"]) for each in hit["why"]] for hit in told["hits"]}
    assert told["total"] == 3
    assert why["Flyer"] == [("camera w/2 you", "body", ["camera", "you"])]
    assert why["Free camera"] == [('"$50"', "body", ["$50"]), ("subject:free", "subject", ["Free"])]


def test_what_is_found_is_counted_by_what_it_can_be_narrowed_by(reviewer: Command, filled: Path) -> None:
    reviewer("tag", "add", filled, "Gift")
    reviewer("item", "tag", filled, "code", "--tag", "Gift")
    found = reviewer("facets", filled, "camera", "--json").json
    counted = {name: {each["value"]: each["items"] for each in values} for name, values in found.items()}
    assert counted["custodian"] == {"Ada": 3}
    assert counted["domain"] == {"vendor.example": 2, "agency.example": 1}
    assert counted["kind"] == {"email": 3}
    assert (counted["year"], counted["month"]) == ({"2016": 3}, {"2016-05": 2, "2016-06": 1})
    assert (counted["tag"], counted["officer"]) == ({"Gift": 2}, {})
    for name, values in found.items():
        for each in values:
            narrowed = reviewer("search", filled, f"camera {each['narrows']}", "--json").json
            assert narrowed["total"] == each["items"], (name, each)
    assert "vendor.example" in reviewer("facets", filled).out


def test_a_list_of_terms_tells_what_each_finds(reviewer: Command, filled: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("camera\n\ncode\nlantern*\ncamera\nzebra\n", encoding="utf-8")
    found = reviewer("terms", filled, terms, "--json").json
    assert [(each["term"], each["items"], each["with_family"], each["unique"], each["unread"]) for each in found] == [
        ("camera", 3, 4, 1, 3),
        ("code", 2, 2, 0, 2),
        ("lantern*", 1, 2, 1, 1),
        ("zebra", 0, 0, 0, 0),
    ]
    assert found[0]["custodians"] == {"Ada": 3}
    terms.write_text("camera\nfrom:\ncode and\ntag:nosuch\n", encoding="utf-8")
    refused = reviewer("terms", filled, terms)
    assert refused.code == 4
    terms.write_text("camera\n" + " ".join(f"a{n}" for n in range(501)) + "\ntag:nosuch\n", encoding="utf-8")
    long = reviewer("terms", filled, terms)
    assert long.code == 4
    assert all(each in long.err for each in ("2 of 3", "2: “a0 a1 ", "501", "3: “tag:nosuch”"))
    assert all(each in refused.err for each in ("3 of 4", "2: “from:”", "3: “code and”", "4: “tag:nosuch”"))


def test_a_list_of_terms_leaves_without_what_is_redacted_and_without_internal_tags(
    reviewer: Command, filled: Path, tmp_path: Path
) -> None:
    of_jo = folder(tmp_path / "jo", {"4.eml": mail("Witness", "The witness is Jo Quarrington.\n")})
    assert reviewer("intake", "add", filled, of_jo, "--custodian", "Jo Quarrington").code == 0
    (witness,) = reviewer("item", "list", filled, "subject:witness", "--json").json
    assert reviewer("tag", "add", filled, "Weak witness", "--internal").code == 0
    lines = tmp_path / "terms.txt"
    lines.write_text('is:unseen\ntag:"weak witness"\nnote:liar\nsaved:Doubts\ncrook*\n', encoding="utf-8")
    assert reviewer("note", "add", filled, "Quite a crook", "--item", witness["item"]).code == 0
    assert reviewer("saved", "add", filled, "Doubts", "camera OR note:(liar OR cheat)").code == 0
    assert "Jo Quarrington" in reviewer("terms", filled, lines, "--csv").out
    quoted = ("--quote", "Quarrington", "--reason", "PRV")
    assert reviewer("redaction", "add", filled, witness["item"], *quoted).code == 0
    assert reviewer("redaction", "approve", filled, "1", "--reviewer", "Bo").code == 0
    out = reviewer("terms", filled, lines, "--csv").out
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert "Quarrington" not in out
    assert [each for each in rows[0] if each.startswith("Jo ")] != []
    notes = "a search in reviewers’ notes"
    assert [row[0] for row in rows[1:6]] == ["is:unseen", "a search that names an internal tag", *[notes] * 3]
    assert rows[1][1] == "5", "the mail that stays is counted, and the table says so"
    assert reviewer("terms", filled, lines, "--xlsx", tmp_path / "out.xlsx").code == 0
    book = python_calamine.load_workbook(str(tmp_path / "out.xlsx"))
    cells = [str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert not any("Quarrington" in cell or "weak witness" in cell.casefold() for cell in cells)
    assert any("What stays in the case is counted as well." in cell for cell in cells)


def test_two_items_are_compared_word_by_word(reviewer: Command, filled: Path) -> None:
    one, other = (hit["item"] for hit in reviewer("item", "list", filled, "code", "--json").json)
    told = reviewer("item", "compare", filled, one, other, "--json").json
    assert told == {
        "same": False,
        "same_bytes": False,
        "differences": [
            {"part": "body", "a": "is PORCH25,", "b": "was PORCH26,"},
            {"part": "body", "a": "off.", "b": "off today."},
        ],
    }
    assert reviewer("item", "compare", filled, one, one, "--json").json == {
        "same": True,
        "same_bytes": True,
        "differences": [],
    }


@pytest.fixture
def group(reviewer: Command, filled: Path, tmp_path: Path) -> list[str]:
    """A message that came late, an earlier one, one of the same words as that, and a file that cannot be read."""
    words = " ".join(f"word{n}" for n in range(60))
    day = "Wed, {:02} Jun 2016 12:00:00 -0700"
    disk = folder(
        tmp_path / "more",
        {
            "late.eml": mail("Offer", f"{words} tomorrow", date=day.format(9)),
            "early.eml": mail("Offer", words, date=day.format(1)),
            "same.eml": mail("Offer", words, date=day.format(5)),
            "torn.pdf": b"%PDF-1.4 torn",
        },
    )
    assert reviewer("intake", "add", filled, disk, "--custodian", "Bo").code == 4, "one file is torn"
    listed = {each["name"]: each["item"] for each in reviewer("item", "list", filled, "--json").json}
    numbers = [listed[name] for name in ("late.eml", "early.eml", "same.eml", "torn.pdf")]
    reviewer("mark", filled, numbers[2], "--privileged")
    return numbers


def test_each_of_a_group_is_held_against_the_first_or_the_earliest(
    reviewer: Command, filled: Path, group: list[str]
) -> None:
    late, early, same, torn = group

    def held(*asked: str) -> list[dict[str, object]]:
        made: list[dict[str, object]] = reviewer("item", "compare", filled, *asked, "--json").json
        return made

    def shown(*asked: str) -> list[tuple[object, ...]]:
        return [tuple(each[key] for key in ("item", "base", "differences", "privileged")) for each in held(*asked)]

    missing, extra = ([{"part": "body", "a": a, "b": b}] for a, b in (("", "tomorrow"), ("tomorrow", "")))
    assert shown("--group", late) == [(early, late, extra, False), (same, late, extra, True)]
    assert shown("--group", late, "--earliest") == [(same, early, [], True), (late, early, missing, False)]
    assert shown(late, early, "--earliest") == [(late, early, missing, False)]
    told = reviewer("item", "compare", filled, early, same, torn, late)
    assert told.code == 4, "one of them was not compared"
    assert "1 item was not compared" in told.err
    assert torn in told.err
    lines = told.out.splitlines()
    assert lines[0].startswith(f"held against {early}  2016-06-01  Bo")
    assert lines[1:] == [
        f"{same}  2016-06-05  Bo  privileged  the words are the same; the files differ",
        f"{torn}  Bo  not compared: it could not be read: the PDF is damaged beyond reading",
        f"{late}  2016-06-09  Bo  1 place differs",
        "    body: «» / «tomorrow»",
    ]
    refused = reviewer("item", "compare", filled, torn, early, late)
    assert (refused.code, refused.out) == (4, "")
    assert f"{torn} cannot be compared with others" in refused.err
    alone = reviewer("item", "compare", filled, "--group", "1")
    assert alone.code == 0
    assert "there is nothing to hold against" in alone.out
    assert held("--group", "1") == []
    assert reviewer("item", "compare", filled, early).code == 2
    assert reviewer("item", "compare", filled, early, late, "--group", same).code == 2
