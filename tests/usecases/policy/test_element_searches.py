"""Searches that findings rest on: what they find is opened or dismissed, and they are run again over what is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.policy.allegation import AllegationId, Side
from reviewer.domain.policy.element_searches import ranges, unfolded
from reviewer.domain.policy.finding import State
from reviewer.errors import InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import undo
from reviewer.usecases.analysis import saved_searches
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages
from reviewer.usecases.people import officers
from reviewer.usecases.policy import allegations, clauses, element_searches, findings
from tests.evidence import folder, mail
from tests.usecases.policy.policy import GIFTS, passage

MAILS = {
    "a.eml": mail("One", "The camera was never returned."),
    "b.eml": mail("Two", "She returned from her holiday."),
    "c.eml": mail("Three", "Nothing of it."),
}
FIRST, SECOND = ItemId(1), ItemId(2)


@pytest.fixture
def alleged(case: Case, workers: Workers, tmp_path: Path) -> AllegationId:
    """Three messages, two of which hold “returned”; an allegation under a clause of two elements."""
    intake.add(case, workers, [folder(tmp_path / "in", MAILS)], reviewer="Ada")
    clauses.add(case, GIFTS, reviewer="Ada")
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    return allegations.add(case, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada").id


def come(case: Case, workers: Workers, place: Path, **mails: str) -> None:
    """More evidence: a message for each name, with this text."""
    intake.add(
        case, workers, [folder(place, {f"{name}.eml": mail(name, words) for name, words in mails.items()})],
        reviewer="Ada",
    )  # fmt: skip


def looked(case: Case, alleged: AllegationId) -> None:
    """The first hit is opened, the second dismissed, and both elements confirmed."""
    items.read(case, FIRST, reviewer="Ada")
    for element in (1, 2):
        element_searches.dismiss(case, alleged, element, [SECOND], reason="Another return.", reviewer="Ada")
        allegations.confirm(case, alleged, element, ["returned"], reviewer="Ada")


def made_final(case: Case, alleged: AllegationId) -> None:
    """A final finding that rests on what was looked for in vain alone."""
    looked(case, alleged)
    for element in (1, 2):
        allegations.confirm(case, alleged, element, ["accepted"], side=Side.FOR, reviewer="Ada")
    findings.draft(case, alleged, "unfounded", reason="Nothing shows it.", reviewer="Ada")
    findings.propose(case, alleged, reviewer="Ada")
    findings.review(case, alleged, reviewer="Bo")
    findings.finalise(case, alleged, reviewer="Ada")


def test_none_found_is_not_confirmed_while_a_hit_is_neither_opened_nor_dismissed(
    case: Case, alleged: AllegationId
) -> None:
    before = audit.head(case)
    with pytest.raises(
        InputError,
        match="“returned” finds 2 of 3, of which 2 were neither opened nor dismissed: TST1-000001, TST1-000002",
    ):
        allegations.confirm(case, alleged, 1, ["invoice", "returned"], reviewer="Ada")
    items.read(case, FIRST, reviewer="Ada")
    items.read(case, SECOND, reviewer="Bo")  # that somebody else has read it does not help
    with pytest.raises(InputError, match=r"of which 1 was neither opened nor dismissed: TST1-000002\Z"):
        allegations.confirm(case, alleged, 1, ["returned"], reviewer="Ada")
    assert audit.head(case) == before
    with pytest.raises(InputError, match="say why"):
        element_searches.dismiss(case, alleged, 1, [SECOND], reason=" ", reviewer="Ada")
    element_searches.dismiss(case, alleged, 1, (), query="returned", reason="Of a holiday.", reviewer="Ada")
    line = allegations.confirm(case, alleged, 1, ["returned"], reviewer="Ada").line(1)
    (said,), (gone,) = line.confirmations, line.dismissals
    assert [(each.hits, each.found, each.opened) for each in said.searches] == [(2, (FIRST, SECOND), (FIRST,))]
    assert (gone.controls, gone.reason, gone.reviewer) == (("TST1-000002",), "Of a holiday.", "Ada")
    with pytest.raises(InputError, match="nothing to dismiss"):
        element_searches.dismiss(case, alleged, 1, (), query="returned", reason="Again.", reviewer="Ada")


def test_a_dismissal_is_of_its_cell_alone_and_can_be_undone(case: Case, alleged: AllegationId) -> None:
    element_searches.dismiss(case, alleged, 1, [FIRST, SECOND], reason="Other things.", reviewer="Ada")
    for element, side in ((2, Side.AGAINST), (1, Side.FOR)):
        with pytest.raises(InputError, match="2 were neither"):
            allegations.confirm(case, alleged, element, ["returned"], side=side, reviewer="Ada")
    undo.undo(case, reviewer="Ada")
    assert allegations.get(case, alleged).line(1).dismissals == ()
    with pytest.raises(InputError, match="2 were neither"):
        allegations.confirm(case, alleged, 1, ["returned"], reviewer="Ada")


def test_what_comes_in_and_is_not_found_unsettles_nothing(
    case: Case, workers: Workers, alleged: AllegationId, tmp_path: Path
) -> None:
    made_final(case, alleged)
    come(case, workers, tmp_path / "later", unrelated="The parking lot is closed.")
    (found,) = findings.listed(case)
    assert (found.finding.state, found.finding.look_again) == (State.FINAL, ())
    stored = element_searches.stored(case, reviewer="Ada")
    assert [(each.element, each.side.value, each.settled, each.left) for each in stored] == [
        (1, "against", True, ()), (1, "for", True, ()), (2, "against", True, ()), (2, "for", True, ()),
    ]  # fmt: skip


def test_only_new_hits_flag_and_one_act_confirms_the_rest(
    case: Case, workers: Workers, alleged: AllegationId, tmp_path: Path
) -> None:
    made_final(case, alleged)
    come(case, workers, tmp_path / "later", gone="He returned it at once.", unrelated="The parking lot.")
    (found,) = findings.listed(case)
    assert found.finding.look_again == tuple(
        f"element {element}: the search against it: “returned” finds 1 document more: TST1-000004" for element in (1, 2)
    )
    begun = audit.head(case)[0]
    first = element_searches.affirm(case, reviewer="Ada")
    assert (first.searches, first.items) == (2, 5), "those for the elements, which find nothing new"
    assert [(each.element, each.side, each.left) for each in first.left] == [
        (1, Side.AGAINST, ("TST1-000004",)),
        (2, Side.AGAINST, ("TST1-000004",)),
    ]
    assert audit.head(case)[0] == begun + 1
    items.read(case, ItemId(4), reviewer="Ada")
    assert len(findings.listed(case)[0].finding.look_again) == 2, "that it was opened is not yet a word on it"
    second = element_searches.affirm(case, reviewer="Ada")
    assert (second.searches, second.left) == (2, ())
    assert audit.head(case)[0] == begun + 2
    (found,) = findings.listed(case)
    assert (found.finding.state, found.finding.look_again) == (State.FINAL, ())
    undo.undo(case, reviewer="Ada")
    assert len(findings.listed(case)[0].finding.look_again) == 2
    assert element_searches.affirm(case, reviewer="Bo").searches == 0, "Bo has opened nothing"


def test_the_trail_counts_the_searches_that_were_confirmed_together_as_the_answer_does(
    case: Case, workers: Workers, alleged: AllegationId, tmp_path: Path
) -> None:
    allegations.confirm(case, alleged, 1, ["resigned", "retired"], reviewer="Ada")
    come(case, workers, tmp_path / "later", unrelated="The parking lot.")
    assert element_searches.affirm(case, reviewer="Ada").searches == 2
    assert undo.undo(case, reviewer="Ada").subject == "2 of 2"


def test_a_hit_that_becomes_a_ground_makes_the_finding_fall(
    case: Case, workers: Workers, alleged: AllegationId, tmp_path: Path
) -> None:
    made_final(case, alleged)
    come(case, workers, tmp_path / "later", gone="He returned it at once.")
    item_pages.ensure(case, workers, ItemId(4), reviewer="Ada")
    allegations.weigh(case, alleged, 1, opposing=[passage(case, ItemId(4), "returned it")], reviewer="Ada")
    assert "element 1: passage 1 now speaks against it" in findings.listed(case)[0].finding.look_again


def test_a_search_of_an_earlier_format_is_told_by_its_number_of_hits(
    case: Case, workers: Workers, alleged: AllegationId, tmp_path: Path
) -> None:
    looked(case, alleged)
    case.execute("UPDATE allegation_search SET found = NULL, opened = NULL")
    assert allegations.get(case, alleged).look_again == ()
    come(case, workers, tmp_path / "later", unrelated="The parking lot.")
    assert allegations.get(case, alleged).look_again == ()
    done = element_searches.affirm(case, reviewer="Bo")  # who has opened none of what was found then
    assert (done.searches, [each.left for each in done.left]) == (0, [("TST1-000001",), ("TST1-000001",)])
    come(case, workers, tmp_path / "more", gone="He returned it at once.")
    assert allegations.get(case, alleged).look_again == tuple(
        f"element {element}: the search against it: “returned” finds 1 document more" for element in (1, 2)
    )
    (left,) = {each.left for each in element_searches.affirm(case, reviewer="Ada").left}
    assert left == ("TST1-000005",), "the others were opened or dismissed"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("sandoval w/10 (retired OR resigned)", "taken for words"),
        ("returned NOT holiday", "taken for words"),
        ("retur*ed", "signs passed over"),
        ("form:sandoval", "there is no field “form:”"),
        ("tag:nosuch", "there is no tag “nosuch”"),
    ],
)
def test_a_search_of_an_earlier_version_that_would_now_be_refused_or_mean_something_else_flags_what_rests_on_it(
    case: Case, alleged: AllegationId, query: str, why: str
) -> None:
    made_final(case, alleged)
    case.execute("UPDATE allegation_search SET query = ?, found = NULL WHERE query = 'accepted'", (query,))
    told = "; ".join(findings.listed(case)[0].finding.look_again)
    assert f"“{query}” is not understood any more" in told
    assert why in told
    (left,) = {each.confirmation.side for each in element_searches.affirm(case, reviewer="Ada").left}
    assert left is Side.FOR, "no machine confirms it"


def test_a_saved_search_is_looked_for_in_full_and_flags_what_rests_on_it_when_it_changes(
    case: Case, workers: Workers, alleged: AllegationId, tmp_path: Path
) -> None:
    saved_searches.add(case, "Came back", "returned", reviewer="Ada")
    looked(case, alleged)
    assert 'saved:"Came back"' in allegations.suggest(case, alleged, 1)
    made = allegations.confirm(case, alleged, 1, ['saved:"Came back"'], reviewer="Ada")
    (said,) = made.line(1).confirmations
    assert said.queries == ("returned", 'saved:"Came back"')
    assert said.stale == ()
    allegations.confirm(case, alleged, 2, ["invoice", 'saved:"Came back" -holiday'], reviewer="Ada")
    (said,) = allegations.get(case, alleged).line(2).confirmations
    assert said.queries == ("returned", "invoice", 'saved:"Came back" -holiday', "returned AND NOT holiday")
    with pytest.raises(InputError, match="named by element 1 of allegation 1, element 2 of allegation 1"):
        saved_searches.remove(case, "came back", reviewer="Ada")

    saved_searches.change(case, "Came back", "returned OR invoice", reviewer="Ada")
    told = [
        f"element {element}: the search against it: “{query}” stands for another search by now"
        for element, query in ((1, 'saved:"Came back"'), (2, 'saved:"Came back" -holiday'))
    ]
    assert list(allegations.get(case, alleged).look_again) == told
    undo.undo(case, reviewer="Ada")
    assert allegations.get(case, alleged).look_again == ()
    saved_searches.change(case, "Came back", "returned OR invoice", reviewer="Ada")
    come(case, workers, tmp_path / "later", late="The invoice.")
    assert allegations.get(case, alleged).look_again[0] == f"{told[0]}; it finds 1 document more: TST1-000004"
    items.read(case, ItemId(4), reviewer="Ada")
    assert element_searches.affirm(case, reviewer="Ada").left == ()
    assert allegations.get(case, alleged).look_again == ()


def test_a_saved_search_that_becomes_another_search_of_the_same_element_is_flagged(
    case: Case, alleged: AllegationId
) -> None:
    saved_searches.add(case, "Came back", "returned", reviewer="Ada")
    for each in case.numbers("SELECT id FROM item"):
        items.read(case, ItemId(each), reviewer="Ada")
    allegations.confirm(case, alleged, 1, ["invoice", 'saved:"Came back"'], reviewer="Ada")
    allegations.confirm(case, alleged, 2, ['saved:"Came back"', "returned", "invoice"], reviewer="Ada")
    assert allegations.get(case, alleged).look_again == ()
    saved_searches.change(case, "Came back", "invoice", reviewer="Ada")
    told = [
        f'element {element}: the search against it: “saved:"Came back"” stands for another search by now'
        for element in (1, 2)
    ]
    assert list(allegations.get(case, alleged).look_again) == told
    assert element_searches.affirm(case, reviewer="Ada").left == ()
    assert allegations.get(case, alleged).look_again == ()
    saved_searches.change(case, "Came back", "returned", reviewer="Ada")
    assert list(allegations.get(case, alleged).look_again) == told


def test_items_are_kept_as_ranges() -> None:
    kept = [ItemId(each) for each in (9, 1, 2, 3, 7, 8, 3)]
    assert ranges(kept) == [[1, 3], [7, 9]]
    assert unfolded(ranges(kept)) == tuple(sorted(set(kept)))
    assert ranges(()) == []
