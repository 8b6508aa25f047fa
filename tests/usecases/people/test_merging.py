from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.undo import stacks
from reviewer.casefile.people import merging
from reviewer.casefile.verification import trail_check
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import undo
from reviewer.usecases.pages import notes, passages
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import officers
from reviewer.usecases.people.merging import Parts, add_unidentified, formers, merge, part, resolve, split

TABLES = ("officer", "officer_name", "assignment", "link", "note", "alias_refusal", "unidentified", "officer_merge")
WHO = st.sampled_from("12")


class Silent:
    cancelled = False

    def step(self, done: int, total: int, what: str) -> None:
        pass


def rows(case: Case) -> dict[str, list[dict[str, Any]]]:
    """All that the case says of officers, row by row."""
    return {table: [dict(row) for row in case.rows(f"SELECT * FROM {table} ORDER BY id")] for table in TABLES}


def link(case: Case, item: ItemId, who: str, role: Role, grade: Grade = Grade.CERTAIN, *, start: int = 0) -> None:
    concern = Concern(officers.show(case, who)[0].id, role, grade)
    span = Span(Place(1, start), Place(1, start + 4))
    passages.add(case, item, span, concerns=[concern], reviewer="Ada")


def known(case: Case, who: str) -> set[tuple[int, str, str]]:
    """Passage, role and grade of each link of an officer."""
    officer = officers.show(case, who)[0]
    return {
        (row["passage"], row["role"], row["grade"])
        for row in case.rows("SELECT * FROM link WHERE officer = ?", (officer.id,))
    }


@pytest.fixture
def two(case: Case, paper: ItemId) -> Case:
    """Two officers whom the same passage concerns, and others; both have a note."""
    for serial, name in (("1", "Pat Quill"), ("2", "Patricia Quill")):
        officers.add(case, serial, name, station="North Quay", reviewer="Ada")
        notes.on_officer(case, officers.show(case, serial)[0].id, f"Note on {serial}", reviewer="Ada")
    link(case, paper, "1", Role.AUTHOR, Grade.POSSIBLE)
    link(case, paper, "2", Role.AUTHOR, Grade.CERTAIN)
    link(case, paper, "2", Role.WITNESS, start=5)
    return case


def test_all_that_hangs_on_one_hangs_on_the_other_afterwards(two: Case) -> None:
    merge(two, "1", "2", reason="one address", reviewer="Ada")
    kept = officers.show(two, "1")[0]
    assert [each.serial for each in officers.listed(two)] == ["1"]
    assert known(two, "1") == {(1, "author", "certain"), (2, "witness", "certain")}
    assert [row["text"] for row in two.rows("SELECT text FROM note ORDER BY id")] == ["Note on 1", "Note on 2"]
    assert kept.aliases == ("Patricia Quill",)
    assert len(kept.assignments) == 1
    (former,) = formers(two, kept.id)
    assert (former.serial, former.name, former.reason, former.description) == (
        "2",
        "Patricia Quill",
        "one address",
        None,
    )
    assert officers.show(two, "2")[0].id == kept.id


def test_the_trail_tells_what_became_one_and_what_moved(two: Case) -> None:
    merge(two, "1", "2", reviewer="Ada")
    last = list(audit.entries(two))[-1]
    assert (last.act, last.subject) == ("officer merge", "2 into 1")
    assert last.facts == {"kept": "1", "gone": "2", "moved": {"assignment": 1, "link": 2, "note": 1}}
    assert trail_check.acts(two, Silent())[1] == []


def test_a_merge_undone_leaves_every_row_as_it_was_and_redone_is_the_same(two: Case) -> None:
    before = rows(two)
    merge(two, "1", "2", reviewer="Ada")
    after = rows(two)
    undo.undo(two, reviewer="Ada")
    assert rows(two) == before
    undo.redo(two, reviewer="Ada")
    assert rows(two) == after


def test_a_merge_of_long_ago_is_taken_apart_and_what_came_since_stays(two: Case, paper: ItemId) -> None:
    merge(two, "1", "2", reviewer="Ada")
    link(two, paper, "1", Role.PROMOTER, start=10)
    back = part(two, "1", "2", reviewer="Ada")
    assert (back.serial, back.name) == ("2", "Patricia Quill")
    assert known(two, "1") == {(1, "author", "possible"), (3, "promoter", "certain")}
    assert known(two, "2") == {(1, "author", "certain"), (2, "witness", "certain")}
    assert [len(officers.show(two, who)[0].assignments) for who in "12"] == [1, 1]
    assert officers.show(two, "1")[0].aliases == ()
    assert trail_check.acts(two, Silent())[1] == []
    with pytest.raises(NotFoundError, match="no officer 2 was merged"):
        part(two, "1", "2", reviewer="Ada")


def test_a_merge_that_was_undone_and_redone_is_taken_apart_all_the_same(two: Case) -> None:
    before = known(two, "2")
    merge(two, "1", "2", reviewer="Ada")
    undo.undo(two, reviewer="Ada")
    undo.redo(two, reviewer="Ada")
    part(two, "1", "2", reviewer="Ada")
    assert known(two, "2") == before


def test_a_link_and_a_name_that_are_another_officers_are_given_to_a_new_one(two: Case) -> None:
    merge(two, "1", "2", reviewer="Ada")
    before = rows(two)
    made = split(two, "1", "3", Parts(links=[3], names=["patricia quill"]), name="Pia Quill", reviewer="Ada")
    assert (made.serial, made.name, made.aliases) == ("3", "Pia Quill", ("Patricia Quill",))
    assert known(two, "3") == {(2, "witness", "certain")}
    assert list(audit.entries(two))[-1].facts == {"from": "1", "to": "3", "moved": {"link": 1, "officer_name": 1}}
    undo.undo(two, reviewer="Ada")
    assert rows(two) == before


def test_a_split_that_names_something_else_changes_nothing(two: Case) -> None:
    before = rows(two)
    with pytest.raises(NotFoundError, match="no link 3"):
        split(two, "1", "9", Parts(links=[1, 3]), name="Pia Quill", reviewer="Ada")
    with pytest.raises(InputError, match="nothing was chosen"):
        split(two, "1", "9", Parts(), name="Pia Quill", reviewer="Ada")
    with pytest.raises(InputError, match="is Patricia Quill already"):
        split(two, "1", "2", Parts(links=[1]), name="Pia Quill", reviewer="Ada")
    with pytest.raises(InputError, match="the same officer"):
        split(two, "1", "1", Parts(links=[1]), reviewer="Ada")
    assert rows(two) == before


def test_an_unidentified_officer_gets_a_serial_number_and_turns_out_to_be_a_real_one(two: Case, paper: ItemId) -> None:
    first = add_unidentified(two, "the sergeant at the stall", description="red cap", reviewer="Ada")
    second = add_unidentified(two, "Sgt. Q.", reviewer="Ada")
    assert (first.serial, second.serial, first.unidentified) == ("U-1", "U-2", True)
    link(two, paper, "u-1", Role.RECIPIENT, start=12)
    before = rows(two)
    real = resolve(two, "U-1", "2", reason="she says so", reviewer="Ada")
    assert (real.serial, real.aliases) == ("2", ("the sergeant at the stall",))
    assert (3, "recipient", "certain") in known(two, "2")
    assert formers(two, real.id)[0].description == "red cap"
    assert list(audit.entries(two))[-1].subject == "U-1 is 2"
    undo.undo(two, reviewer="Ada")
    assert rows(two) == before
    resolve(two, "U-1", "2", reviewer="Ada")
    assert part(two, "2", "U-1", reviewer="Ada").unidentified
    resolve(two, "U-2", "2", reviewer="Ada")
    assert add_unidentified(two, "Another", reviewer="Ada").serial == "U-3"


def test_an_unidentified_officer_turns_out_to_be_one_whom_the_roster_lacks(two: Case, paper: ItemId) -> None:
    add_unidentified(two, "Sgt. Q.", reviewer="Ada")
    link(two, paper, "U-1", Role.RECIPIENT, start=12)
    before = rows(two)
    real = resolve(two, "U-1", "77", name="Quin Hale", reviewer="Ada")
    assert (real.serial, real.name, real.unidentified) == ("77", "Quin Hale", False)
    assert known(two, "77") == {(3, "recipient", "certain")}
    undo.undo(two, reviewer="Ada")
    assert rows(two) == before


def test_what_makes_no_sense_is_refused_with_what_to_do_instead(two: Case) -> None:
    add_unidentified(two, "Sgt. Q.", reviewer="Ada")
    before = rows(two)
    with pytest.raises(InputError, match="one officer already"):
        merge(two, "1", "1", reviewer="Ada")
    with pytest.raises(InputError, match="U-1 is not identified"):
        merge(two, "U-1", "1", reviewer="Ada")
    with pytest.raises(InputError, match="no unidentified officer"):
        resolve(two, "1", "2", reviewer="Ada")
    with pytest.raises(NotFoundError, match="no officer “9”"):
        resolve(two, "U-1", "9", reviewer="Ada")
    with pytest.raises(InputError, match="are kept for"):
        resolve(two, "U-1", "U-7", name="Quin Hale", reviewer="Ada")
    with pytest.raises(InputError, match="needs a name"):
        add_unidentified(two, "  ", reviewer="Ada")
    assert rows(two) == before


def test_tables_of_other_nouns_are_moved_along(two: Case) -> None:
    two.execute(
        "CREATE TABLE medal (id INTEGER PRIMARY KEY, name TEXT, officer INTEGER REFERENCES officer (id), "
        "giver INTEGER REFERENCES officer (id), UNIQUE (officer, name))"
    )
    two.execute("INSERT INTO medal (name, officer, giver) VALUES ('cross', 2, 1), ('star', 1, 2)")
    merge(two, "1", "2", reviewer="Ada")
    found = [tuple(row) for row in two.rows("SELECT name, officer, giver FROM medal ORDER BY id")]
    assert found == [("cross", 1, 1), ("star", 1, 1)]


def test_officers_who_both_have_what_one_can_have_but_once_stay_two(two: Case) -> None:
    two.execute("CREATE TABLE badge (id INTEGER PRIMARY KEY, officer INTEGER UNIQUE REFERENCES officer (id))")
    two.execute("INSERT INTO badge (officer) VALUES (1), (2)")
    before = rows(two)
    with pytest.raises(InputError, match="both officers have the same badge"):
        merge(two, "1", "2", reviewer="Ada")
    assert rows(two) == before


@given(
    names=st.lists(st.tuples(WHO, st.sampled_from(["alias", "address"]), st.sampled_from("abC")), max_size=6),
    links=st.lists(st.tuples(WHO, st.sampled_from(list(Role)[:2]), st.sampled_from(list(Grade))), max_size=6),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_two_officers_have_a_merge_undone_restores_every_row(
    two: Case, names: list[tuple[str, str, str]], links: list[tuple[str, Role, Grade]]
) -> None:
    passage = passages.listed(two)[0].passage.id
    with two.act("Bo", "officer change") as act:
        for who, kind, value in dict.fromkeys(names):
            act.insert("officer_name", {"officer": int(who), "kind": kind, "value": value})
    for who, role, grade in links:
        concern = Concern(officers.show(two, who)[0].id, role, grade)
        passages.link(two, passage, concern, reviewer="Bo")
    before = rows(two)
    wanted = {each[:2] for who in "12" for each in known(two, who)}
    merge(two, "1", "2", reviewer="Ada")
    assert {each[:2] for each in known(two, "1")} == wanted
    assert merging.counts(two, officers.show(two, "1")[0].id)["note"] == 2
    undo.undo(two, reviewer="Ada")
    assert rows(two) == before
    assert trail_check.acts(two, Silent())[1] == []
    while stacks(two, "Bo")[0]:  # the next example begins where this one did
        undo.undo(two, reviewer="Bo")
