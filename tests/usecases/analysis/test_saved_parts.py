"""``saved:NAME`` in a query: what it stands for is found, marked, explained; it never stands for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile import query_found
from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages.tags import names_internal
from reviewer.errors import InputError, QueryError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.analysis import review_queues, saved_searches
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import tags
from tests.evidence import folder, mail

MAILS = {
    "a.eml": mail("One", "The camera is free.\n"),
    "b.eml": mail("Two", "A lantern, and a lantern, and a lantern.\n"),
    "c.eml": mail("Three", "A lantern among many other words that stand here and say nothing of it at all.\n"),
    "d.eml": mail("Four", "Lunch.\n"),
}


@pytest.fixture
def filled(case: Case, workers: Workers, tmp_path: Path) -> Case:
    intake.add(case, workers, [folder(tmp_path / "in", MAILS)], reviewer="Ada")
    return case


def keep(case: Case, **queries: str) -> None:
    for name, query in queries.items():
        saved_searches.add(case, name, query, reviewer="Ada")


def names(case: Case, query: str) -> list[str]:
    return [each.name for each in items.many(case, search.ids(case, query, reviewer="Ada"))]


def test_its_words_are_marked_in_snippets_and_on_pages_and_told_as_a_reason(filled: Case) -> None:
    keep(filled, Lights="lantern -camera", Offers="(saved:Lights)\nOR (free w/3 camera)")
    told = search.find(filled, "saved:Offers")
    marked = {hit.item.name: hit.snippet.replace(search.START, "«").replace(search.STOP, "»") for hit in told.hits}
    assert marked.keys() == {"a.eml", "b.eml", "c.eml"}
    assert "«camera» is «free»" in marked["a.eml"]
    assert "«lantern»" in marked["c.eml"]
    words = [str(each) for each in search.marked(filled, "saved:Offers lunch")]
    assert words == ["lantern", "free", "camera", "lunch", "free w/3 camera"]
    assert search.marked(filled, "lunch -saved:Offers") == search.marked(filled, "lunch")
    (first, second) = search.ids(filled, "subject:(one OR two)")
    why = search.why(filled, "saved:Offers", [first, second])
    assert [(each.asked, each.words) for each in why[first]] == [
        ('saved:"Offers"', ()),
        ("free w/3 camera", ("camera", "free")),
    ]
    assert [each.asked for each in why[second]] == ['saved:"Offers"', 'saved:"Lights"', "lantern"]


def test_what_is_found_by_it_is_ranked_by_its_words(filled: Case) -> None:
    keep(filled, Lights="lantern")
    best = [hit.item.name for hit in search.find(filled, "lantern").hits]
    assert best == ["b.eml", "c.eml"]
    assert [hit.item.name for hit in search.find(filled, "saved:lights").hits] == best


def test_it_never_stands_for_itself(filled: Case) -> None:
    keep(filled, A="lantern", B="saved:A", C="camera OR saved:B")
    with pytest.raises(QueryError, match="would stand for itself: “A” → “C” → “B” → “A”") as told:
        saved_searches.change(filled, "A", "lunch OR saved:C", reviewer="Ada")
    assert told.value.query[slice(*told.value.place)] == "C"
    with pytest.raises(QueryError, match="would stand for itself: “A” → “A”"):
        saved_searches.change(filled, "a", "saved:a", reviewer="Ada")
    assert names(filled, "saved:C") == ["a.eml", "b.eml", "c.eml"]


def test_searches_that_name_each_other_many_times_over_end(filled: Case) -> None:
    keep(filled, S0="lantern")
    for number in range(1, 31):
        keep(filled, **{f"S{number}": f"saved:S{number - 1} OR (saved:S{number - 1} -camera)"})
    assert names(filled, "saved:S30") == ["b.eml", "c.eml"]
    assert [str(each) for each in search.marked(filled, "saved:S30")] == ["lantern"]
    (item,) = search.ids(filled, "subject:two")
    assert len(search.why(filled, "saved:S30", [item])[item]) == 32
    undo.undo(filled, reviewer="Ada")
    undo.redo(filled, reviewer="Ada")
    assert names(filled, "saved:S30") == ["b.eml", "c.eml"]


def test_a_list_of_more_terms_than_a_query_may_have_is_found_as_a_part_of_one(filled: Case) -> None:
    terms = [*(f"nothing{number}" for number in range(600)), "lantern", "camera"]
    saved_searches.add_terms(filled, "Long list", terms, reviewer="Ada")
    assert names(filled, 'saved:"long  list" -camera') == ["b.eml", "c.eml"]


def test_long_and_short_ones_find_the_same(filled: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(filled, A="lantern OR camera", B="saved:A -many")
    queries = ("saved:B", "saved:B OR lunch", "NOT saved:B", "saved:A AND saved:B")
    found = [names(filled, each) for each in queries]
    assert found[0] == ["a.eml", "b.eml"]
    monkeypatch.setattr(query_found, "MOST_OPENED", 0)
    assert [names(filled, each) for each in queries] == found


def test_one_that_is_not_understood_any_more_is_refused_where_it_is_named(filled: Case) -> None:
    tag = tags.add(filled, "Gift", reviewer="Ada")
    keep(filled, A="tag:Gift", B="saved:A")
    tags.change(filled, tag.id, name="Present", reviewer="Ada")
    with pytest.raises(
        QueryError, match="saved search “B” is not understood: the saved search “A” is not understood: there is no tag"
    ) as told:
        search.ids(filled, "lantern saved:B")
    assert told.value.query[slice(*told.value.place)] == "B"
    assert search.marked(filled, "lantern saved:B") == search.marked(filled, "lantern")


def test_one_that_is_named_is_neither_removed_nor_renamed_but_may_change(filled: Case) -> None:
    keep(filled, A="lantern", B="camera OR saved:A")
    review_queues.create(filled, "First", "saved:a", reviewer="Ada")
    for act in (
        lambda: saved_searches.remove(filled, "A", reviewer="Ada"),
        lambda: saved_searches.rename(filled, "A", "Z", reviewer="Ada"),
    ):
        with pytest.raises(InputError, match="“A” is named by the saved search “B”, the queue “First”"):
            act()
    saved_searches.change(filled, "A", "lunch", reviewer="Ada")
    assert names(filled, "saved:B") == ["a.eml", "d.eml"]
    undo.undo(filled, reviewer="Ada")
    assert names(filled, "saved:B") == ["a.eml", "b.eml", "c.eml"]
    saved_searches.rename(filled, "B", "Bee", reviewer="Ada")
    assert names(filled, "saved:bee") == ["a.eml", "b.eml", "c.eml"]
    with pytest.raises(InputError, match="there is a saved search “a” already"):
        saved_searches.rename(filled, "Bee", "a", reviewer="Ada")
    saved_searches.remove(filled, "Bee", reviewer="Ada")
    assert [each.name for each in saved_searches.listed(filled)] == ["A"]


def test_neither_undo_nor_redo_leaves_a_name_of_nothing_or_one_that_stands_for_itself(case: Case) -> None:
    keep(case, One="lantern")
    saved_searches.add(case, "Two", "saved:One", reviewer="Bo")
    with pytest.raises(InputError, match="“One” would be there no more, and is named by the saved search “Two”"):
        undo.undo(case, reviewer="Ada")
    assert [each.name for each in saved_searches.listed(case)] == ["One", "Two"]

    saved_searches.change(case, "Two", "camera", reviewer="Bo")
    undo.undo(case, reviewer="Ada")
    with pytest.raises(InputError, match="“Two” would name the saved search “One”, which is there no more"):
        undo.undo(case, reviewer="Bo")
    undo.redo(case, reviewer="Ada")
    saved_searches.change(case, "One", "saved:Two", reviewer="Ada")
    with pytest.raises(InputError, match="“Two” would stand for itself: “Two” → “One” → “Two”"):
        undo.undo(case, reviewer="Bo")
    undo.undo(case, reviewer="Ada")
    undo.undo(case, reviewer="Bo")
    for redo in (lambda: undo.redo(case, reviewer="Ada"), lambda: undo.redo_last(case, 1, reviewer="Ada")):
        with pytest.raises(InputError, match="“One” would stand for itself: “One” → “Two” → “One”"):
            redo()
    assert {each.name: each.query for each in saved_searches.listed(case)} == {"One": "lantern", "Two": "saved:One"}


def test_undo_takes_back_a_name_together_with_what_names_it(case: Case) -> None:
    keep(case, One="lantern", Two="saved:One")
    assert len(undo.undo_last(case, 2, reviewer="Ada")) == 2
    assert len(undo.redo_last(case, 2, reviewer="Ada")) == 2
    saved_searches.remove(case, "Two", reviewer="Ada")
    saved_searches.rename(case, "One", "Uno", reviewer="Ada")
    saved_searches.add(case, "Due", "saved:Uno", reviewer="Bo")
    with pytest.raises(InputError, match="“Uno” would be there no more, and is named by the saved search “Due”"):
        undo.undo(case, reviewer="Ada")


def test_one_that_names_an_internal_tag_is_told_as_little_as_that_tag(filled: Case) -> None:
    tags.add(filled, "Doubts", internal=True, reviewer="Ada")
    keep(filled, A="tag:Doubts", B="camera", C="saved:A")
    assert [names_internal(filled, f"saved:{each}") for each in "ABC"] == [True, False, True]
