from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.policy.clause import Topic
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import undo
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses
from tests.usecases.policy.policy import GIFTS

FILE = """
[[clause]]
code = "3.14"
name = "Gratuities"
topic = "gratuity"
text = "No gratuities."
elements = ["A thing of value was accepted", "Its price was not paid"]
exemptions = ["The same offer was open to the general public"]
start = "2015-01-01"

[[clause]]
code = "3.15"
name = "Endorsements"
topic = "endorsement"
elements = ["A product was recommended"]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "manual.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clause_is_found_as_it_was_entered(case: Case) -> None:
    clauses.add(case, GIFTS, reviewer="Ada")
    found = clauses.find(case, "3.14")
    assert found.wording == GIFTS
    assert [found.element(2).text, found.exemption(1).text] == [GIFTS.elements[1], GIFTS.exemptions[0]]
    with pytest.raises(InputError, match="no element 3"):
        found.element(3)
    with pytest.raises(NotFoundError, match=r"no clause 3\.16"):
        clauses.find(case, "3.16")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": " "}, "a code and a name"),
        ({"name": ""}, "a code and a name"),
        ({"elements": ()}, "at least one element"),
        ({"elements": ("One", " ")}, "at least one element"),
        ({"start": "1/5/2015"}, "no date"),
        ({"start": "20150105"}, "no date"),
        ({"end": "2014-12-31"}, "ends .* before it starts"),
    ],
)
def test_what_is_no_clause_is_refused_and_leaves_nothing(case: Case, change: dict[str, Any], message: str) -> None:
    before = audit.head(case)
    with pytest.raises(InputError, match=message):
        clauses.add(case, replace(GIFTS, **change), reviewer="Ada")
    assert clauses.listed(case) == []
    assert audit.head(case) == before


def test_each_day_has_one_wording(case: Case) -> None:
    clauses.add(case, GIFTS, reviewer="Ada")
    with pytest.raises(InputError, match="two wordings in force at once"):
        clauses.add(case, replace(GIFTS, start="2009-01-01"), reviewer="Ada")
    clauses.add(case, replace(GIFTS, start="2009-01-01", end="2014-12-31", name="Gifts"), reviewer="Ada")
    assert [clauses.in_force(case, "3.14", day, day).name for day in ("2014-12-31", "2015-01-01", "2021-06-01")] == [
        "Gifts",
        "Gratuities",
        "Gratuities",
    ]
    with pytest.raises(InputError, match="was not in force on 2008-12-31"):
        clauses.in_force(case, "3.14", "2008-12-31", "2008-12-31")
    with pytest.raises(InputError, match="was reworded between"):
        clauses.in_force(case, "3.14", "2014-12-01", "2015-01-31")
    with pytest.raises(InputError, match="has 2 wordings"):
        clauses.find(case, "3.14")
    assert clauses.find(case, "3.14@2009-01-01").name == "Gifts"


def test_two_wordings_that_begin_on_the_same_day_are_refused_as_such(case: Case) -> None:
    clauses.add(case, GIFTS, reviewer="Ada")
    clauses.add(case, replace(GIFTS, code="3.15"), reviewer="Ada")
    before = audit.head(case)
    refused = "would have two wordings in force at once: 2015-01-01 to now, and from 2015-01-01 on"
    with pytest.raises(InputError, match=refused):
        clauses.add(case, GIFTS, reviewer="Ada")
    with pytest.raises(InputError, match=refused):
        clauses.add(case, replace(GIFTS, end="2020-12-31"), reviewer="Ada")
    with pytest.raises(InputError, match=refused):
        clauses.change(case, "3.15", GIFTS, reviewer="Ada")
    assert audit.head(case) == before
    clauses.change(case, "3.15", replace(GIFTS, code="3.15", name="Other"), reviewer="Ada")


def test_clauses_of_a_file_are_added_once_and_then_changed(case: Case, tmp_path: Path) -> None:
    path = written(tmp_path, FILE)
    done = clauses.import_file(case, path, reviewer="Ada")
    assert (done.added, done.changed, done.unchanged) == (("3.14", "3.15"), (), 0)
    assert clauses.find(case, "3.14").wording == GIFTS
    assert clauses.import_file(case, path, reviewer="Ada").unchanged == 2
    done = clauses.import_file(case, written(tmp_path, FILE.replace("recommended", "praised")), reviewer="Ada")
    assert (done.added, done.changed, done.unchanged) == ((), ("3.15",), 1)
    undo.undo(case, reviewer="Ada")
    assert clauses.find(case, "3.15").elements[0].text == "A product was recommended"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not toml", "is no TOML"),
        (f"start = {'9' * 5_000}", "is no TOML"),
        ("[clause]\ncode = '1'", "holds no clauses"),
        (FILE + FILE, "twice for the same days"),
        (FILE + "element = ['x']", "“element”, which is no part"),
        (FILE.replace('"endorsement"', '"lunch"'), "no topic"),
        (FILE.replace('["A product was recommended"]', "[]"), "at least one element"),
        (FILE.replace('["A product was recommended"]', "'x'"), "no list of texts"),
        (FILE.replace("2015-01-01", "2015-02-30"), "no date"),
    ],
)
def test_a_file_with_a_fault_is_not_taken_in_at_all(case: Case, tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        clauses.import_file(case, written(tmp_path, text), reviewer="Ada")
    assert clauses.listed(case) == []


def test_every_template_is_a_clause_of_the_topic_it_is_named_for(case: Case) -> None:
    known = clauses.templates()
    assert {name: wording.topic for name, wording in known.items()} == {
        "conflict": Topic.CONFLICT,
        "endorsement": Topic.ENDORSEMENT,
        "gratuity": Topic.GRATUITY,
    }
    for name in known:
        clauses.import_wordings(case, [clauses.template(name, code=name.upper())], name, reviewer="Ada")
    assert len(clauses.listed(case)) == len(known)
    assert any("general public" in each.text for each in clauses.find(case, "GRATUITY").exemptions)
    with pytest.raises(NotFoundError, match="no template"):
        clauses.template("lunch")


def test_a_printed_template_can_be_edited_and_imported(case: Case, tmp_path: Path) -> None:
    text = clauses.template_text("gratuity").replace('"GRATUITY"', '"3.14"')
    clauses.import_file(case, written(tmp_path, text), reviewer="Ada")
    assert clauses.find(case, "3.14").name == "Gratuities"


def test_an_element_keeps_its_place_in_matrices_when_others_move(case: Case) -> None:
    made = clauses.add(case, GIFTS, reviewer="Ada")
    swapped = replace(GIFTS, elements=(GIFTS.elements[1], "He was on duty", GIFTS.elements[0]))
    changed = clauses.change(case, "3.14", swapped, reviewer="Ada")
    assert changed.wording == swapped
    assert (changed.elements[0].id, changed.elements[2].id) == (made.elements[1].id, made.elements[0].id)
    undo.undo(case, reviewer="Ada")
    assert clauses.find(case, "3.14") == made


def test_a_clause_that_nothing_rests_on_is_removed_and_undo_brings_it_back(case: Case) -> None:
    made = clauses.add(case, GIFTS, reviewer="Ada")
    assert clauses.remove(case, "3.14", reviewer="Ada") == made
    assert clauses.listed(case) == []
    undo.undo(case, reviewer="Ada")
    assert clauses.listed(case) == [made]
    with pytest.raises(NotFoundError, match=r"no clause 9\.9"):
        clauses.remove(case, "9.9", reviewer="Ada")


def test_a_clause_stays_while_an_allegation_rests_on_it(case: Case) -> None:
    clauses.add(case, GIFTS, reviewer="Ada")
    officers.add(case, "101", "Ruth Castellan", reviewer="Ada")
    alleged = allegations.add(case, "101", "3.14", "Took a camera", "2016-05", reviewer="Ada")
    before = audit.head(case)
    with pytest.raises(InputError, match=r"clause 3\.14 stays: allegation 1 rests on it"):
        clauses.remove(case, "3.14", reviewer="Ada")
    assert audit.head(case) == before
    allegations.remove(case, alleged.id, reviewer="Ada")
    clauses.remove(case, "3.14", reviewer="Ada")
    assert clauses.listed(case) == []
