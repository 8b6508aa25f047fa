from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.domain.ids import ItemId
from reviewer.domain.pages.passage import Place, Span, anchor
from reviewer.domain.people.officer import Grade, Role
from reviewer.errors import InputError, QuoteError
from reviewer.usecases import undo
from reviewer.usecases.evidence import items
from reviewer.usecases.pages import notes, passages, tags
from reviewer.usecases.pages.passages import Concern, Unidentified
from reviewer.usecases.people import merging, officers


def test_a_passage_brings_its_tag_officer_and_note_in_one_act(case: Case, paper: ItemId) -> None:
    tag = tags.add(case, "Discount code", reviewer="Ada")
    officer = officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    before = audit.head(case)[0]
    made = passages.add_quote(
        case,
        paper,
        "LANTERN25 has 14 uses",
        tag_ids=[tag.id],
        concerns=[Concern(officer.id, Role.BENEFICIARY)],
        note="Count the uses.",
        reviewer="Bo",
    )
    assert made.passage.anchor.quote == "LANTERN25 has 14 uses"
    assert (made.passage.reviewer, made.control, made.note) == ("Bo", "TST1-000001", "Count the uses.")
    assert [each.name for each in made.tags] == ["Discount code"]
    assert [(link.role, who.serial) for link, who in made.officers] == [(Role.BENEFICIARY, "1001")]
    assert audit.head(case)[0] == before + 1
    assert officers.show(case, "1001")[1] == [made]


def test_a_quote_must_be_on_the_pages(case: Case, paper: ItemId) -> None:
    with pytest.raises(QuoteError, match="do not hold"):
        passages.add_quote(case, paper, "a free lunch", reviewer="Ada")
    with pytest.raises(QuoteError, match="2 times"):
        passages.add_quote(case, paper, "ank you", reviewer="Ada")
    assert passages.listed(case) == []


def test_the_same_words_marked_twice_are_one_passage_with_both_tags(case: Case, paper: ItemId) -> None:
    one, two = (tags.add(case, name, reviewer="Ada") for name in ("One", "Two"))
    span = Span(Place(1, 0), Place(1, 9))
    first = passages.add(case, paper, span, tag_ids=[one.id], reviewer="Ada")
    second = passages.add(case, paper, span, tag_ids=[two.id], reviewer="Bo")
    assert second.passage == first.passage
    assert [each.name for each in second.tags] == ["One", "Two"]
    assert items.item_passages(case, paper) == [second]


def test_a_link_that_is_there_takes_the_new_grade(case: Case, paper: ItemId) -> None:
    officer = officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    made = passages.add_quote(case, paper, "LANTERN25", reviewer="Ada").passage.id
    passages.link(case, made, Concern(officer.id, Role.AUTHOR, Grade.POSSIBLE), reviewer="Ada")
    marked = passages.link(case, made, Concern(officer.id, Role.AUTHOR, Grade.CERTAIN), reviewer="Ada")
    assert [(link.role, link.grade) for link, _ in marked.officers] == [(Role.AUTHOR, Grade.CERTAIN)]
    assert passages.unlink(case, made, marked.officers[0][0].id, reviewer="Ada").officers == ()


def test_an_officer_and_role_can_be_written_as_words(case: Case) -> None:
    officer = officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    assert passages.concern(case, "1001:promoter") == Concern(officer.id, Role.PROMOTER)
    assert passages.concern(case, "pat quill:witness:probable") == Concern(officer.id, Role.WITNESS, Grade.PROBABLE)
    with pytest.raises(InputError, match="no officer and role"):
        passages.concern(case, "1001:hero")


def test_each_act_can_be_undone_and_done_again(case: Case, paper: ItemId) -> None:
    tag = tags.add(case, "Gift", reviewer="Ada")
    made = passages.add_quote(case, paper, "free device", reviewer="Ada").passage.id
    states = [passages.listed(case)]
    for act in (
        lambda: passages.tag(case, made, tag.id, reviewer="Ada"),
        lambda: notes.on_passage(case, made, "Look again.", reviewer="Ada"),
        lambda: passages.untag(case, made, tag.id, reviewer="Ada"),
        lambda: passages.remove(case, made, reviewer="Ada"),
    ):
        act()
        states.append(passages.listed(case))
    for expected in reversed(states[:-1]):
        undo.undo(case, reviewer="Ada")
        assert passages.listed(case) == expected
    for expected in states[1:]:
        undo.redo(case, reviewer="Ada")
        assert passages.listed(case) == expected
    audit.check_chain(case)


def test_undo_takes_back_ones_own_acts_only(case: Case, paper: ItemId) -> None:
    passages.add_quote(case, paper, "free device", reviewer="Ada")
    passages.add_quote(case, paper, "LANTERN25", reviewer="Bo")
    undo.undo(case, reviewer="Ada")
    assert [each.passage.anchor.quote for each in passages.listed(case)] == ["LANTERN25"]
    with pytest.raises(InputError, match="nothing to undo"):
        undo.undo(case, reviewer="Ada")


def test_a_new_act_after_an_undo_leaves_nothing_to_redo(case: Case, paper: ItemId) -> None:
    passages.add_quote(case, paper, "free device", reviewer="Ada")
    undo.undo(case, reviewer="Ada")
    passages.add_quote(case, paper, "LANTERN25", reviewer="Ada")
    with pytest.raises(InputError, match="nothing to redo"):
        undo.redo(case, reviewer="Ada")


def test_an_act_that_others_built_on_is_not_undone(case: Case, paper: ItemId) -> None:
    made = passages.add_quote(case, paper, "free device", reviewer="Ada")
    notes.on_passage(case, made.passage.id, "Mine stands on yours.", reviewer="Bo")
    with pytest.raises(InputError, match="later work stands on it"):
        undo.undo(case, reviewer="Ada")
    assert [each.note for each in passages.listed(case)] == ["Mine stands on yours."]


def test_a_row_that_others_changed_is_not_put_back(case: Case) -> None:
    tag = tags.add(case, "Gift", reviewer="Ada")
    tags.change(case, tag.id, name="Gratuity", reviewer="Ada")
    tags.change(case, tag.id, name="Benefit", reviewer="Bo")
    with pytest.raises(InputError, match="changed since"):
        undo.undo(case, reviewer="Ada")
    assert [each.name for each in tags.listed(case)] == ["Benefit"]


def test_passages_are_found_by_every_word_of_their_quote(case: Case, paper: ItemId) -> None:
    code = passages.add_quote(case, paper, "LANTERN25 has 14 uses", reviewer="Ada").passage.id
    free = passages.add_quote(case, paper, "a free device", reviewer="Ada").passage.id
    assert [each.passage.id for each in passages.found(case, "uses lantern25")] == [code]
    assert {each.passage.id for each in passages.found(case, "")} == {code, free}
    assert [each.passage.id for each in passages.found(case, "DÉVICE frée")] == [free]
    assert len(passages.found(case, "", limit=1)) == 1
    assert passages.found(case, "100% _") == []


def test_an_officer_nobody_knows_yet_is_added_and_linked_by_one_act(case: Case, paper: ItemId) -> None:
    span, begun = Span(Place(1, 0), Place(1, 9)), audit.head(case)[0]
    concern = Concern(Unidentified(" the  man at the gate "), Role.WITNESS)
    made = passages.add(case, paper, span, concerns=[concern], reviewer="Ada")
    assert [(link.role, who.name, who.unidentified) for link, who in made.officers] == [
        (Role.WITNESS, "the man at the gate", True)
    ]
    assert audit.head(case)[0] == begun + 1
    undo.undo(case, reviewer="Ada")
    assert (passages.listed(case), officers.listed(case), merging.unidentified(case)) == ([], [], {})
    undo.redo(case, reviewer="Ada")
    assert passages.get(case, made.passage.id) == made


def test_an_officer_nobody_knows_yet_is_linked_to_a_passage_by_one_act(case: Case, paper: ItemId) -> None:
    marked = passages.add_quote(case, paper, "LANTERN25", reviewer="Ada")
    concern = Concern(Unidentified("A sergeant"), Role.MENTIONED)
    linked = passages.link(case, marked.passage.id, concern, reviewer="Ada")
    (_, who), entry = linked.officers[0], list(audit.entries(case))[-1]
    assert (entry.act, entry.subject) == ("passage link", f"{marked.control} {who.serial}")
    undo.undo(case, reviewer="Ada")
    assert passages.get(case, marked.passage.id) == marked
    assert officers.listed(case) == []
    with pytest.raises(InputError, match="needs a name"):
        passages.link(case, marked.passage.id, Concern(Unidentified(" "), Role.MENTIONED), reviewer="Ada")
    assert officers.listed(case) == []


def kept(case: Case, paper: ItemId, texts: Sequence[str]) -> None:
    """Have the item of two pages hold these pages instead."""
    case.execute("DELETE FROM page")
    for number, text in enumerate(texts, 1):
        case.execute(
            "INSERT INTO page SELECT id, ?, 612, 792, ?, x'' FROM rendition WHERE item = ?", (number, text, paper)
        )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.text(alphabet="ab \n\N{WRAPPED PRESENT}", max_size=20), min_size=1, max_size=6), st.data())
def test_a_span_is_anchored_by_the_pages_around_it_as_by_all_pages(
    case: Case, paper: ItemId, texts: list[str], data: st.DataObject
) -> None:
    kept(case, paper, texts)
    first = data.draw(st.integers(1, len(texts)))
    last = data.draw(st.integers(first, len(texts)))
    start = data.draw(st.integers(0, len(texts[first - 1])))
    end = data.draw(st.integers(start if first == last else 0, len(texts[last - 1])))
    span = Span(Place(first, start), Place(last, end))
    try:
        wanted = anchor(texts, span)
    except QuoteError:
        with pytest.raises(QuoteError):
            passages.anchor_of(case, paper, span)
    else:
        assert passages.anchor_of(case, paper, span) == wanted


def test_a_passage_asks_for_no_page_but_those_around_it(case: Case, paper: ItemId) -> None:
    """A document may have thousands of pages: one that is far from the words may even be missing."""
    kept(case, paper, [f"page {number} has these words on it, and a few more" for number in range(1, 10)])
    case.execute("DELETE FROM page WHERE number = 2")
    made = passages.anchor_of(case, paper, Span(Place(7, 0), Place(7, 6)))
    assert (made.quote, made.span.start) == ("page 7", Place(7, 0))
    with pytest.raises(QuoteError, match="not in a document"):
        passages.anchor_of(case, paper, Span(Place(9, 0), Place(12, 3)))
