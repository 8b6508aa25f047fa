from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import BenefitId, ItemId, PassageId
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.policy.allegation import Period, Side, period
from reviewer.errors import InputError, NotFoundError
from reviewer.usecases import trail, undo
from reviewer.usecases.evidence import items
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import passages, tags
from reviewer.usecases.pages.passages import Stretch
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses
from tests.usecases.policy.policy import GIFTS, code, passage


@pytest.fixture
def roster(case: Case) -> Case:
    """The case with a clause and an officer."""
    clauses.add(case, GIFTS, reviewer="Ada")
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    return case


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2016-05-16", ("2016-05-16", "2016-05-16")),
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2016", ("2016-01-01", "2016-12-31")),
        ("2016-05..2016-07-04", ("2016-05-01", "2016-07-04")),
    ],
)
def test_a_date_stands_for_the_days_it_leaves_open(text: str, days: tuple[str, str]) -> None:
    assert period(text) == Period(*days)


@pytest.mark.parametrize(
    "text", ["", "May 2016", "2016-13", "2016-02-30", "2016..2015", "2016-05-16T09:00", "..", "٢٠١٦"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"no date|ends before"):
        period(text)


def test_an_allegation_names_officer_clause_act_and_days(roster: Case) -> None:
    made = allegations.add(
        roster, "1001", "3.14", "Accepted a camera", "2016-05", vendor="Lantern Bell", reviewer="Ada"
    )
    assert (made.serial, made.name, made.clause.code, made.act) == ("1001", "Pat Quill", "3.14", "Accepted a camera")
    assert (made.period, made.vendor) == (Period("2016-05-01", "2016-05-31"), "Lantern Bell")
    assert [line.element.text for line in made.matrix] == list(GIFTS.elements)
    assert allegations.listed(roster) == [made] == allegations.of_officer(roster, made.officer)
    with pytest.raises(InputError, match="allegation 1 already"):
        allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016-05", reviewer="Bo")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (("9999", "3.14", "Accepted a camera", "2016"), "no officer “9999”"),
        (("1001", "9.99", "Accepted a camera", "2016"), r"no clause 9\.99"),
        (("1001", "3.14", " ", "2016"), "needs an act"),
        (("1001", "3.14", "Accepted a camera", "spring"), "no date"),
        (("1001", "3.14", "Accepted a camera", "2014"), "was not in force"),
        (("1001", "3.14", "Accepted a camera", "9000-01-01"), "still to come"),
    ],
)
def test_an_allegation_that_cannot_be_leaves_nothing(
    roster: Case, said: tuple[str, str, str, str], message: str
) -> None:
    before = audit.head(roster)
    with pytest.raises(InputError, match=message):
        allegations.add(roster, *said, reviewer="Ada")
    assert allegations.listed(roster) == []
    assert audit.head(roster) == before


def test_passages_for_and_against_stand_in_the_matrix(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    one, two = passage(roster, paper, "LANTERN25 has 14 uses"), passage(roster, paper, "a free device")
    allegations.weigh(roster, made.id, 1, supporting=[one, two], opposing=[two], reviewer="Ada")
    found = allegations.weigh(roster, made.id, 1, explanation="The code earns a device.", reviewer="Bo").line(1)
    assert [(each.side, each.says) for each in found.grounds] == [
        (Side.FOR, "LANTERN25 has 14 uses"),
        (Side.FOR, "a free device"),
        (Side.AGAINST, "a free device"),
    ]
    assert found.explanation == "The code earns a device."
    assert found.grounds[0].where == "TST1-000001 page 1"
    left = allegations.drop(roster, made.id, 1, supporting=[one], reviewer="Ada").line(1)
    assert [(each.side, each.target) for each in left.grounds] == [(Side.FOR, int(two)), (Side.AGAINST, int(two))]
    told = [words for _, words in trail.told(roster, limit=3)]
    assert told == [
        f"Put to allegation 1 element 1: passage {one} for it, passage {two} for it, passage {two} against it",
        "Put to allegation 1 element 1: an explanation",
        f"Taken out of allegation 1 element 1: passage {one} for it",
    ]
    for _ in range(3):
        undo.undo(roster, reviewer="Ada" if _ != 1 else "Bo")
    assert allegations.get(roster, made.id).line(1).grounds == ()


@pytest.mark.parametrize(
    ("element", "names", "message"),
    [
        (1, ["99"], "no passage 99"),
        (1, ["benefit:99"], "no benefit 99"),
        (1, ["lunch:1"], "names nothing"),
        (1, ["one"], "names nothing"),
        (3, ["1"], "no element 3"),
        (0, ["1"], "no element 0"),
    ],
)
def test_nothing_rests_on_what_is_not_there(
    roster: Case, paper: ItemId, element: int, names: Sequence[str], message: str
) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    passage(roster, paper, "LANTERN25")
    with pytest.raises(InputError, match=message):
        allegations.weigh(roster, made.id, element, supporting=["1", *names], reviewer="Ada")
    assert allegations.get(roster, made.id) == made
    with pytest.raises(NotFoundError, match="does not stand"):
        allegations.drop(roster, made.id, 1, supporting=["1"], reviewer="Ada")


def test_the_searches_that_found_nothing_are_kept(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    with pytest.raises(InputError, match="without one, nothing was looked for"):
        allegations.confirm(roster, made.id, 1, [], reviewer="Ada")
    with pytest.raises(InputError, match="without one, nothing was looked for"):
        allegations.confirm(roster, made.id, 1, ["  "], reviewer="Ada")
    items.read(roster, paper, reviewer="Ada")
    allegations.confirm(roster, made.id, 1, ["returned", "device"], note="No return.", reviewer="Ada")
    line = allegations.confirm(roster, made.id, 1, ["paid OR invoice"], reviewer="Bo").line(1)
    (said,) = line.confirmations
    assert [(each.query, each.hits, each.items, each.reviewer) for each in said.searches] == [
        ("returned", 0, 1, "Ada"),
        ("device", 1, 1, "Ada"),
        ("paid OR invoice", 0, 1, "Bo"),
    ]
    assert line.looked(Side.AGAINST)
    assert not line.looked(Side.FOR)
    allegations.weigh(roster, made.id, 2, opposing=[passage(roster, paper, "Thank you, and")], reviewer="Ada")
    with pytest.raises(InputError, match="stands against element 2"):
        allegations.confirm(roster, made.id, 2, ["paid"], reviewer="Ada")
    allegations.drop(roster, made.id, 1, searched=[Side.AGAINST], reviewer="Ada")
    assert not allegations.get(roster, made.id).line(1).looked(Side.AGAINST)
    undo.undo(roster, reviewer="Ada")
    assert allegations.get(roster, made.id).line(1) == line


def test_what_a_passage_has_become_is_told_where_it_is_relied_on(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    tag = tags.add(roster, "gift", reviewer="Ada")
    kept = code(roster, paper)
    allegations.weigh(roster, made.id, 1, supporting=[str(kept.passage.id)], reviewer="Ada")
    assert allegations.get(roster, made.id).look_again == ()
    passages.tag(roster, kept.passage.id, tag.id, reviewer="Bo")
    concern = passages.concern(roster, "1001:beneficiary")
    passages.link(roster, kept.passage.id, concern, reviewer="Bo")
    assert allegations.get(roster, made.id).look_again == (
        f"element 1: passage {kept.passage.id} was changed: officers “1001 beneficiary (certain)”, before: none",
        f"element 1: passage {kept.passage.id} was changed: tags “gift”, before: none",
    )
    allegations.weigh(roster, made.id, 1, supporting=[str(kept.passage.id)], reviewer="Ada")
    assert allegations.get(roster, made.id).look_again == ()
    passages.remove(roster, kept.passage.id, reviewer="Bo")
    (again,) = allegations.get(roster, made.id).look_again
    assert again == f"element 1: passage {kept.passage.id} was removed"
    assert allegations.get(roster, made.id).line(1).on(Side.FOR) == ()


def test_a_passage_that_comes_after_a_removed_one_has_another_number_and_proves_nothing(
    roster: Case, paper: ItemId
) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    first = passage(roster, paper, "a free device")
    allegations.weigh(roster, made.id, 1, supporting=[first], reviewer="Ada")
    passages.remove(roster, passages.listed(roster)[0].passage.id, reviewer="Ada")
    assert passage(roster, paper, "Thank you, and") != first
    assert allegations.get(roster, made.id).line(1).on(Side.FOR) == ()


def test_a_reworded_element_is_looked_at_again_and_a_used_one_cannot_go(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    allegations.weigh(roster, made.id, 2, supporting=[passage(roster, paper, "a free device")], reviewer="Ada")
    clauses.change(roster, "3.14", replace(GIFTS, elements=(GIFTS.elements[0], "It was free")), reviewer="Ada")
    assert "wording of the element “It was free”" in allegations.get(roster, made.id).look_again[0]
    with pytest.raises(InputError, match="cannot be dropped from clause"):
        clauses.change(roster, "3.14", replace(GIFTS, elements=(GIFTS.elements[0],)), reviewer="Ada")
    assert len(clauses.find(roster, "3.14").elements) == 2


def test_an_allegation_is_described_otherwise_and_removed_with_its_matrix(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    with pytest.raises(InputError, match="not in force"):
        allegations.change(roster, made.id, date="2012", reviewer="Ada")
    changed = allegations.change(roster, made.id, act="Asked for a camera", date="2016-05", reviewer="Ada")
    assert (changed.act, changed.period.last) == ("Asked for a camera", "2016-05-31")
    allegations.weigh(
        roster, made.id, 1, supporting=[passage(roster, paper, "a free device")], explanation="Free.", reviewer="Ada"
    )
    whole = allegations.confirm(roster, made.id, 1, ["returned"], reviewer="Ada")
    allegations.remove(roster, made.id, reviewer="Ada")
    assert allegations.listed(roster) == []
    undo.undo(roster, reviewer="Ada")
    assert allegations.listed(roster) == [whole]


def test_what_rests_on_an_entry_of_the_ledger_is_looked_at_again_when_that_changes(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    proof = int(passage(roster, paper, "a free device"))
    given: dict[str, str | int | None] = {
        "officer": "1001",
        "what": "device",
        "outcome": "accepted",
        "donor": "Lantern Bell",
        "value": "$199",
    }
    benefits.add(roster, benefits.said(roster, given), passage_ids=[PassageId(proof)], reviewer="Ada")
    found = allegations.weigh(roster, made.id, 1, supporting=["benefit:1"], reviewer="Ada")
    assert [(each.name, each.says) for each in found.line(1).on(Side.FOR)] == [
        ("benefit 1", "device, Lantern Bell, accepted")
    ]
    assert found.look_again == ()
    tag = tags.add(roster, "gift", reviewer="Ada")
    passages.tag(roster, PassageId(proof), tag.id, reviewer="Ada")
    assert allegations.get(roster, made.id).look_again == ()  # what is said of the gift is as it was
    otherwise = benefits.said(roster, {**given, "donor": "Gull Diner"})
    benefits.edit(roster, BenefitId(1), otherwise, reviewer="Ada")
    assert allegations.get(roster, made.id).look_again == (
        "element 1: benefit 1 was changed: donor “Gull Diner”, before: “Lantern Bell”",
    )


def test_words_are_marked_and_put_to_an_element_by_one_act(roster: Case, paper: ItemId) -> None:
    made = allegations.add(roster, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada")
    begun = audit.head(roster)[0]
    words = Stretch(paper, Span(Place(1, 0), Place(1, 9)))
    marked = allegations.cite(roster, made.id, 1, Side.AGAINST, words, reviewer="Ada")
    line = allegations.get(roster, made.id).line(1)
    assert [each.target for each in line.on(Side.AGAINST)] == [marked.passage.id]
    assert line.on(Side.FOR) == ()
    assert audit.head(roster)[0] == begun + 1
    undo.undo(roster, reviewer="Ada")
    assert (passages.listed(roster), allegations.get(roster, made.id)) == ([], made)
    undo.redo(roster, reviewer="Ada")
    assert allegations.cite(roster, made.id, 2, Side.FOR, marked.passage.id, reviewer="Ada") == marked
    assert [each.target for each in allegations.get(roster, made.id).line(2).on(Side.FOR)] == [marked.passage.id]
    with pytest.raises(NotFoundError):
        allegations.cite(roster, made.id, 1, Side.FOR, PassageId(99), reviewer="Ada")
