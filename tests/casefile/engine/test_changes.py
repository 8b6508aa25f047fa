"""Each transaction tells what it changed, from the rows it wrote, whoever wrote them and however."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.changes import COLUMNS, DERIVED, NOUNS
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.domain.changes import Changes, Noun, Touched
from reviewer.domain.ids import ItemId
from reviewer.domain.people.officer import Role
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.analysis import analysis
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages, notes, passages, review_coding, tags
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import officers
from tests.evidence import folder, mail, pdf


@pytest.fixture
def told(case: Case) -> list[Changes]:
    """What the case has told so far."""
    heard: list[Changes] = []
    case.committed = heard.append
    return heard


@pytest.fixture
def papers(case: Case, workers: Workers, tmp_path: Path) -> tuple[ItemId, ItemId]:
    """Two items with pages."""
    data = {name: pdf([f"The code {name} has 14 uses."]) for name in ("one.pdf", "two.pdf")}
    intake.add(case, workers, [folder(tmp_path / "papers", data)], reviewer="Ada")
    one, two = search.ids(case, "")
    return one, two


def of(item: ItemId, *nouns: Noun) -> Changes:
    """Changes of one item, with the entry that each act leaves."""
    return Changes(frozenset(Touched(noun, item) for noun in nouns)) | Changes.of([Noun.TRAIL])


def test_every_table_of_a_case_has_a_noun_or_is_known_to_say_nothing(case: Case) -> None:
    tables = {row["name"] for row in case.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    shadows = {table for table in tables if table.startswith(("sqlite_", "item_fts", "note_fts"))}
    assert tables - shadows == NOUNS.keys() | DERIVED
    assert not NOUNS.keys() & DERIVED


def test_the_columns_with_a_noun_of_their_own_are_there(case: Case) -> None:
    for table, column in COLUMNS:
        assert column in {row["name"] for row in case.rows(f"PRAGMA table_info({table})")}


def test_a_tag_tells_which_item_it_is_on(case: Case, papers: tuple[ItemId, ItemId], told: list[Changes]) -> None:
    one, two = papers
    tag = tags.add(case, "Code", reviewer="Ada")
    assert told.pop() == Changes.of([Noun.TAGS, Noun.TRAIL])
    made = passages.add_quote(case, one, "14 uses", reviewer="Ada").passage.id
    assert told.pop() == of(one, Noun.PASSAGES)
    passages.tag(case, made, tag.id, reviewer="Ada")
    assert told.pop() == of(one, Noun.PASSAGES)
    notes.on_passage(case, made, "Count them.", reviewer="Ada")
    assert told.pop() == of(one, Noun.NOTES)
    notes.on_item(case, two, "A copy.", reviewer="Ada")
    assert told.pop() == of(two, Noun.NOTES)
    review_coding.put(case, two, relevance="relevant", reviewer="Ada")
    assert told.pop() == of(two, Noun.MARKS)
    passages.remove(case, made, reviewer="Ada")
    assert told.pop() == of(one, Noun.PASSAGES, Noun.NOTES)
    assert not told


def test_undo_and_redo_tell_what_they_put_back(case: Case, papers: tuple[ItemId, ItemId], told: list[Changes]) -> None:
    officer = officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    passages.add_quote(
        case, papers[0], "14 uses", concerns=[Concern(officer.id, Role.AUTHOR)], note="Who?", reviewer="Ada"
    )
    told.clear()
    undo.undo(case, reviewer="Ada")
    undo.redo(case, reviewer="Ada")
    assert told == [of(papers[0], Noun.PASSAGES, Noun.NOTES)] * 2


def test_an_act_that_changed_nothing_tells_nothing(
    case: Case, papers: tuple[ItemId, ItemId], told: list[Changes]
) -> None:
    items.read(case, papers[0], reviewer="Ada")
    assert told.pop() == Changes.of([Noun.READS])
    items.read(case, papers[0], reviewer="Ada")
    with case.transaction():
        case.execute("UPDATE item SET reason = '?' WHERE id = 0")
    assert not told


def test_pages_made_when_an_item_is_opened_are_no_news_of_other_items(
    case: Case, workers: Workers, tmp_path: Path, told: list[Changes]
) -> None:
    intake.add(case, workers, [folder(tmp_path / "box", {"1.eml": mail("One")})], reviewer="Ada")
    item = search.ids(case, "")[0]
    told.clear()
    item_pages.ensure(case, workers, item, reviewer="Ada")
    assert told == [Changes.of([Noun.RENDITIONS, Noun.TRAIL])]


def test_what_is_written_in_bulk_tells_as_well(
    case: Case, workers: Workers, tmp_path: Path, told: list[Changes]
) -> None:
    mails = {"1.eml": mail("One"), "2.eml": mail("Two"), "3.eml": mail("One")}
    intake.add(case, workers, [folder(tmp_path / "box", mails)], reviewer="Ada")
    assert Changes(frozenset().union(*(each.touched for each in told))).nouns - {Noun.ORDER} == {Noun.ITEMS, Noun.TRAIL}
    told.clear()
    analysis.arrange(case, reviewer="Ada")
    assert Changes(frozenset().union(*(each.touched for each in told))).nouns == {Noun.ORDER, Noun.TRAIL}


def test_a_statement_tells_again_each_time_it_runs(case: Case, told: list[Changes]) -> None:
    for name in ("Lune", "Reef"):
        with case.act("Ada", "intake batch"):
            case.execute("INSERT INTO custodian (name) VALUES (?)", (name,))
    with case.act("Ada", "intake batch"):
        case.executemany("INSERT INTO custodian (name) VALUES (?)", [("Vale",)])
    assert told == [Changes.of([Noun.ITEMS, Noun.TRAIL])] * 3


def test_a_statement_that_failed_first_tells_when_it_succeeds(case: Case, told: list[Changes]) -> None:
    statement = "INSERT INTO tag (name, color) VALUES (?,?)"
    with pytest.raises(IntegrityError), case.act("Ada", "tag add"):
        case.execute(statement, ("Code", None))
    assert not told
    with case.act("Ada", "tag add"):
        case.execute(statement, ("Code", "blue"))
    assert told == [Changes.of([Noun.TAGS, Noun.TRAIL])]


def test_rows_that_go_with_others_are_told_too(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "box", {"1.eml": mail("One")})], reviewer="Ada")
    item = search.ids(case, "")[0]
    analysis.arrange(case, reviewer="Ada")
    heard: list[Changes] = []
    case.committed = heard.append
    with case.act("Ada", "intake retry"):
        case.execute("DELETE FROM item_text WHERE item = ?", (item,))
    assert Noun.ORDER in heard.pop().nouns  # a trigger takes away what was found out from the text
    with case.act("Ada", "intake retry"):
        case.execute("PRAGMA defer_foreign_keys = ON")
        case.execute("DELETE FROM rendition WHERE item = ?", (item,))
        case.execute("DELETE FROM source_file")
        case.execute("DELETE FROM item WHERE id = ? RETURNING id", (item,)).fetchall()
    assert {Noun.ITEMS, Noun.ORDER} <= heard.pop().nouns


def test_what_is_taken_back_is_not_told(case: Case, told: list[Changes]) -> None:
    def broken_off() -> None:
        with case.act("Ada", "tag add") as act:
            act.insert("tag", {"name": "Code", "color": "blue"})
            case.execute("INSERT INTO custodian (name) VALUES ('Lune')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert not told
    with case.act("Ada", "tag add") as act:
        act.insert("tag", {"name": "Code", "color": "blue"})
    assert told == [Changes.of([Noun.TAGS, Noun.TRAIL])]


def test_an_act_on_very_many_rows_tells_its_nouns_whole(
    case: Case, papers: tuple[ItemId, ItemId], told: list[Changes]
) -> None:
    tag = tags.add(case, "Code", reviewer="Ada")
    rows = [passages.add_quote(case, papers[0], quote, reviewer="Ada").passage.id for quote in ("14", "uses")]
    told.clear()
    with case.act("Ada", "passage tag") as act:
        for row in rows * 40:
            number = act.insert("passage_tag", {"passage": row, "tag": tag.id})
            act.delete("passage_tag", number)
    assert told == [of(papers[0], Noun.PASSAGES)]
    told.clear()
    with case.act("Ada", "passage tag") as act:
        for row in rows * 40:
            number = act.insert("passage_tag", {"passage": row, "tag": tag.id})
            act.delete("passage_tag", number)
            act.update("passage", row, {"prefix": str(number)})
            act.update("passage", row, {"prefix": ""})
    assert told == [Changes.of([Noun.PASSAGES, Noun.TRAIL])]
