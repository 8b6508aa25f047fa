"""The best of what words find are those that SQLite itself ranks first, however few of them are ranked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reviewer.casefile import best_matches, number_texts, word_ranks
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import texts
from reviewer.casefile.item_sets import SORTS
from reviewer.domain.ids import ItemId
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import notes
from tests.evidence import folder, mail, mailbox
from tests.kept import Kept

WORDS = ["patrol", "station", "lamp", "porch"]
COUNT = 240


def messages() -> Iterator[bytes]:
    """Words in any number in texts of any length, and one that only a few short texts have, again and again."""
    chance = random.Random(5)
    for number in range(COUNT):
        filling = [f"x{chance.randrange(400)}" for _ in range(chance.choice((3, 20, 120)))]
        filling += [word for word in WORDS for _ in range(chance.choice((0, 0, 0, 0, 1, 2)))]
        if number % 40 == 0:
            filling = ["rare"] * (1 + number // 40)
        chance.shuffle(filling)
        yield mail(f"Subject {number % 7}", " ".join(filling) + "\n", sender=f"a{number % 5}@agency.example")


@pytest.fixture(scope="module")
def case(kept_cases: Kept, key: Key, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """All texts were put in the place of others, as reading again does: by BM25 the index has both."""
    where = tmp_path_factory.mktemp("best")
    with open_case(kept_cases.copy("empty", where / "case.evcase", title="A case", reference="TST 1"), key) as case:
        files = {"mail.mbox": mailbox(messages())}
        intake.add(case, workers, [folder(where / "mail", files)], custodian="Ada", reviewer="Ada")
        with case.act("Ada", "ocr run"):
            for item in search.ids(case, "kind:email"):
                texts.set_body(case, item, f"{texts.body(case, item)} again")
        yield case


def ranked(case: Case, match: str) -> list[ItemId]:
    """What SQLite ranks by itself."""
    sql = "SELECT rowid FROM item_fts WHERE item_fts MATCH ? ORDER BY bm25(item_fts), rowid"
    return [item for (item,) in case.tuples(sql, (match,))]


@pytest.mark.parametrize(
    ("query", "match"),
    [
        ("patrol", "patrol"),
        ("patrol OR station", "patrol OR station"),
        ("patrol OR rare", "patrol OR rare"),
        ("rare OR lamp OR porch OR station", "rare OR lamp OR porch OR station"),
        ("subject:3 OR rare", "subject : 3 OR rare"),
        ("pat* OR rare", "pat* OR rare"),
        ("patrol station", "patrol AND station"),
        ("(patrol lamp) OR rare", "(patrol AND lamp) OR rare"),
        ("patrol -lamp", "patrol NOT lamp"),
        ("patrol -(lamp OR porch)", "patrol NOT (lamp OR porch)"),
        ("(patrol OR lamp) (station OR porch)", "(patrol OR lamp) AND (station OR porch)"),
        ("nosuchword OR patrol", "nosuchword OR patrol"),
        ("again", "again"),
        ('"patrol station" OR lamp', '"patrol station" OR lamp'),
    ],
)
@pytest.mark.parametrize("many", [1, best_matches.MANY])
def test_the_best_are_those_that_sqlite_ranks_first(
    case: Case, query: str, match: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(best_matches, "MANY", many)
    every = ranked(case, match)
    for limit in (1, 10, 30):
        found = search.find(case, query, limit=limit)
        assert found.total == len(every)
        assert [hit.item.id for hit in found.hits] == every[:limit]
        assert [hit.item.id for hit in search.find(case, query, limit=limit, offset=5).hits] == every[5 : 5 + limit]
    assert list(search.run(case, query)[0].found) == every


@pytest.mark.parametrize(
    "query", ["patrol", "patrol OR station", "patrol station", "rare OR lamp", "pat*", "lamp -porch"]
)
@pytest.mark.parametrize(("few", "ways"), [(0, 1_000), (1_000, 0)])
def test_the_best_are_the_same_by_the_order_of_all_texts_and_by_weighing_each(
    case: Case, query: str, few: int, ways: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where very many items have words as often, and where words stand in texts in very many ways."""
    monkeypatch.setattr(number_texts, "_AT_ONCE", 5)  # what stands in one text more than once comes in several parts
    every = [hit.item.id for hit in search.find(case, query, limit=COUNT).hits]  # by FTS5, for these are few
    monkeypatch.setattr(best_matches, "MANY", 1)
    monkeypatch.setattr(word_ranks, "_FEW", few)
    monkeypatch.setattr(word_ranks, "_MOST_WAYS", ways)
    monkeypatch.setattr(word_ranks, "_PART", 16)
    for limit in (1, 10, 30):
        assert [hit.item.id for hit in search.find(case, query, limit=limit).hits] == every[:limit]
    assert list(search.run(case, query)[0].found) == every


def test_what_another_connection_puts_into_the_index_meanwhile_does_no_harm(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an intake may, before each statement of a search."""
    monkeypatch.setattr(best_matches, "MANY", 1)
    every, last = ranked(case, "patrol OR lamp"), int(case.value("SELECT max(id) FROM item"))
    added = [last]
    with case.reader() as beside:

        def after_a_write(ask: Callable[..., Any]) -> Callable[..., Any]:
            def write_and_ask(sql: str, values: Any = ()) -> Any:
                with case.transaction():
                    case.execute("INSERT INTO item_fts (rowid, body) VALUES (?, 'patrol')", (added[-1] + 1,))
                added.append(added[-1] + 1)
                return ask(sql, values)

            return write_and_ask

        for name in ("tuples", "execute"):
            monkeypatch.setattr(beside, name, after_a_write(getattr(beside, name)))
        found = search.find(beside, "patrol OR lamp", limit=10 * COUNT)
        monkeypatch.undo()
    with case.transaction():
        case.execute("DELETE FROM item_fts WHERE rowid > ?", (last,))
    assert len(added) > 5
    assert {hit.item.id for hit in found.hits} == set(every)


def test_conditions_leave_the_order_as_it_is(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_matches, "MANY", 1)
    from_one = {item for item in search.ids(case, "") if item % 5 == search.ids(case, "from:a1")[0] % 5}
    expected = [item for item in ranked(case, "patrol OR station") if item in from_one]
    found = search.find(case, "(patrol OR station) from:a1", limit=9)
    assert found.total == len(expected)
    assert [hit.item.id for hit in found.hits] == expected[:9]


def test_what_a_note_says_comes_first_and_counts_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_matches, "MANY", 1)
    every = ranked(case, "patrol OR station")
    noted = every[-1]
    notes.on_item(case, noted, "patrol", reviewer="Ada")
    found = search.find(case, "patrol OR station", limit=9)
    assert found.total == len(every)
    assert [hit.item.id for hit in found.hits] == [noted, *(item for item in every if item != noted)][:9]
    undo.undo(case, reviewer="Ada")  # for tests that come later


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_few_items_are_sorted_as_all_are(case: Case, sort: str, *, descending: bool) -> None:
    """What is rare is sorted by itself, and much by the order of all."""
    every = search.ids(case, "", sort=sort, descending=descending)
    assert len(every) == COUNT + 1
    for query in ("rare", "kind:email", "kind:mbox", "-from:a1"):
        found = set(search.ids(case, query))
        listed = search.ids(case, query, sort=sort, descending=descending)
        assert listed == [item for item in every if item in found]


def test_a_list_by_date_has_what_has_none_last_and_what_is_alike_by_number(case: Case) -> None:
    dates = dict(case.tuples("SELECT id, date FROM item"))
    expected = sorted(dates, key=lambda item: (dates[item] == "", dates[item], item))
    assert search.ids(case, "", sort="date") == expected
    assert search.ids(case, "", sort="date", descending=True) == expected[::-1]
