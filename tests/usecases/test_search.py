from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reviewer.casefile import item_sets
from reviewer.casefile.engine.case import Case
from reviewer.casefile.query_conditions import MOST_PARTS
from reviewer.domain.evidence.reading import State
from reviewer.domain.ids import ItemId
from reviewer.domain.people.officer import Role
from reviewer.domain.query import between, inside
from reviewer.domain.query_grammar import parse
from reviewer.domain.query_matching import find_terms
from reviewer.errors import InputError, QueryError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import notes, passages, review_coding, tags
from reviewer.usecases.pages.passages import Concern
from reviewer.usecases.people import officers
from tests.endurance import a_few
from tests.evidence import folder, mail, pdf
from tests.workers.signing import HEAD, part, sealed, signed


@pytest.fixture(autouse=True)
def evidence(case: Case, workers: Workers, tmp_path: Path) -> None:
    flyer = pdf(["Lanterns for every porch"])
    root = folder(
        tmp_path / "d",
        {
            "1.eml": mail("Free camera", "Your code is PORCH25, Señor.\n", sender="Pat Quill <pat@vendor.example>"),
            "2.eml": mail("Lunch", "Sandwiches at noon.\n", date="Wed, 01 Jun 2016 12:00:00 -0700"),
            "3.eml": mail("Flyer", "See the flyer.\n", attachments=[("flyer.pdf", flyer, "application/pdf")]),
        },
    )
    intake.add(case, workers, [root], custodian="Ada's mailbox", reviewer="Ada")


def found(case: Case, query: str) -> list[str]:
    return [item.title for item in items.many(case, search.ids(case, query))]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Free camera", "Lunch", "Flyer", "flyer.pdf"]),
        ("porch25", ["Free camera"]),
        ('from:"=pat@vendor.example"', ["Free camera"]),
        ('from:"=at@vendor.example"', []),
        ('from:"quill; ada"', ["Free camera", "Lunch", "Flyer"]),
        (between(["bo@agency.example"], ["pat@vendor.example"]), ["Free camera"]),
        (between(["Pat Quill"], ["bo@agency.example", "nobody@agency.example"]), ["Free camera"]),
        (between(["pat@vendor.example"], ["ada@agency.example"]), []),
        ("senor", ["Free camera"]),
        ("free code", ["Free camera"]),
        ('"code is"', ["Free camera"]),
        ('"is code"', []),
        ("lan*", ["flyer.pdf"]),
        ("lunch OR camera", ["Free camera", "Lunch"]),
        ("flyer -porch", ["Flyer"]),
        ("-flyer", ["Free camera", "Lunch"]),
        ("from:pat", ["Free camera"]),
        ("from:vendor.example code", ["Free camera"]),
        ("to:bo", ["Free camera", "Lunch", "Flyer"]),
        ("subject:camera", ["Free camera"]),
        ("body:camera", []),
        ("has:attachment", ["Flyer"]),
        ("kind:pdf", ["flyer.pdf"]),
        ("name:flyer", ["Flyer", "flyer.pdf"]),
        ("after:2016-06-01", ["Lunch"]),
        ("before:2016-06-01 -has:attachment", ["Free camera"]),
        ("custodian:ada", ["Free camera", "Lunch", "Flyer", "flyer.pdf"]),
        ("is:failed", []),
        ("camera NOT code", []),
        ("lunch OR (flyer AND kind:pdf)", ["Lunch", "flyer.pdf"]),
        ("from:pat OR noon", ["Free camera", "Lunch"]),
        ("from:pat OR NOT has:attachment", ["Free camera", "Lunch", "flyer.pdf"]),
        ("lunch OR -flyer", ["Free camera", "Lunch"]),
        ("NOT (lunch OR flyer)", ["Free camera"]),
        ("-custodian:ada", []),
        ("subject:(camera OR lunch) -at", ["Free camera"]),
        ("sandwiches w/1 noon", []),
        ("sandwiches w/2 noon", ["Lunch"]),
        ("noon w/2 (lantern* OR sandwiches)", ["Lunch"]),
        ("code w/2 noon", []),
        ("flyer w/2 see", ["Flyer"]),
    ],
)
def test_a_query_finds_what_it_says(case: Case, query: str, titles: list[str]) -> None:
    assert found(case, query) == titles


def test_what_a_query_found_when_it_was_run_stays_and_is_told_page_by_page_in_its_order(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    (lunch,) = search.ids(case, "subject:lunch")
    notes.on_item(case, lunch, "The flyer and the lunch", reviewer="Ada")
    for query in ("flyer OR porch25 OR lunch", "kind:email -is:relevant", "flyer -is:relevant"):
        before = search.find(case, query)
        run, first = search.run(case, query, limit=1)
        assert (first.total, first.hits, first.read_as) == (before.total, before.hits[:1], before.read_as)
        assert first.total == len(run.found) > 1
        for item in run.found:
            review_coding.put(case, ItemId(item), relevance="relevant", reviewer="Ada")
        rest = [*search.described(case, run, limit=1, offset=1), *search.described(case, run, offset=2)]
        assert [*first.hits, *rest] == list(before.hits)
        for item in run.found:
            review_coding.put(case, ItemId(item), relevance="", reviewer="Ada")
    more = folder(tmp_path / "more", {"4.eml": mail("A later flyer", "Flyer.\n")})
    intake.add(case, workers, [more], reviewer="Ada")
    assert len(search.described(case, run)) == len(run.found) < search.find(case, "flyer").total


@pytest.mark.parametrize(
    ("query", "there", "nearest"),
    [
        ("tag:gratiuty", "gratiuty", "Gratuity"),
        ("lunch tag:freebie", "freebie", ""),
        ("-officer:qill", "qill", '"Bo Quill"'),
        ('officer:"4712"', "4712", "4711"),
        ("custodian:adda", "adda", ""),
        ("kind:emial", "emial", "email"),
        ("kind:application/pdff", "application/pdff", '"application/pdf"'),
        ("reason:pdf.looked", "pdf.looked", "pdf.locked"),
        ("in:REV-000999", "REV-000999", ""),
        ('in:"/nowhere/at all"', "/nowhere/at all", ""),
        ("is:nonsense", "nonsense", ""),
        ('from:"="', "=", ""),
        ('to:" ; "', " ; ", ""),
    ],
)
def test_what_a_case_does_not_know_is_refused_with_its_place(case: Case, query: str, there: str, nearest: str) -> None:
    tags.add(case, "Gratuity", reviewer="Ada")
    officers.add(case, "4711", "Bo Quill", reviewer="Ada")
    for find in (search.find, search.ids):
        with pytest.raises(QueryError) as told:
            find(case, query)
        start, end = told.value.place
        assert (query[start:end], told.value.nearest) == (there, nearest)
        if nearest:
            find(case, told.value.suggestion)


def test_what_a_case_knows_and_nothing_has_is_an_answer(case: Case) -> None:
    tags.add(case, "Gratuity", reviewer="Ada")
    for query in ("tag:gratuity", "kind:calendar", "reason:pdf", "from:nobody", "is:encrypted"):
        assert found(case, query) == [], query


def test_names_are_found_whatever_their_case_and_accents_as_words_are(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    sender = "=?utf-8?q?Zo=C3=AB_MU=CC=88LLER?= <z@vendor.example>"
    more = folder(tmp_path / "more", {"4.eml": mail("Umlaut", "Nothing.\n", sender=sender)})
    intake.add(case, workers, [more], custodian="ÉLODIE's phone", reviewer="Ada")
    tag = tags.add(case, "ÄRGER", reviewer="Ada")
    concerns = [Concern(officers.add(case, "1001", "Jörg ÖZIL", reviewer="Ada").id, Role.BENEFICIARY)]
    (flyer,) = search.ids(case, "porch kind:pdf")
    passages.add_quote(case, flyer, "Lanterns", tag_ids=[tag.id], concerns=concerns, reviewer="Ada")
    for query in ("from:müller", "from:muller", "from:ZOË", "custodian:élodie"):
        assert found(case, query) == ["Umlaut"], query
    for query in ("tag:ärger", "officer:özil"):
        assert found(case, query) == ["flyer.pdf"], query


@pytest.mark.parametrize("written", ["O\u0323\u0300s\u0323un", "\u1ecc\u0300\u1e63un", "osun"])
def test_a_mark_that_no_letter_has_within_parts_no_word(
    case: Case, workers: Workers, tmp_path: Path, written: str
) -> None:
    """As in Yoruba: the index takes such marks for parts of the word they stand in."""
    more = folder(tmp_path / "more", {"4.eml": mail("Festival", f"At {written} in August.\n")})
    intake.add(case, workers, [more], reviewer="Ada")
    name = "\u1ecc\u0300\u1e63"
    for query in ("O\u0323\u0300s\u0323un", f"{name}un", "Osun", f'"at {name}un in"', f"{name}*"):
        assert found(case, query) == ["Festival"], query
        ((start, _), *_) = find_terms(f"At {written} in", parse(query).wanted)
        assert start == (0 if "at" in query else 3), query


@pytest.mark.parametrize("to", ["Z", ":00", ":00Z", ""])
def test_a_minute_begins_with_its_first_second_however_it_is_typed(case: Case, to: str) -> None:
    lunch = "2016-06-01T19:00"  # noon at -0700
    assert found(case, f"after:{lunch}{to}") == ["Lunch"]
    assert found(case, f"before:{lunch}{to} lunch") == []


def test_what_has_no_custodian_is_not_of_a_custodian(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "more", {"4.eml": mail("Alone", "Nobody's.\n")})], reviewer="Ada")
    assert found(case, "-custodian:ada") == ["Alone"]


def test_hits_come_with_a_snippet_that_shows_them(case: Case) -> None:
    results = search.find(case, "porch25")
    assert results.total == 1
    assert f"{search.START}PORCH25{search.STOP}" in results.hits[0].snippet


def test_no_more_hits_are_shown_than_asked_for_and_all_are_counted(case: Case) -> None:
    results = search.find(case, "to:bo", limit=2)
    assert (results.total, len(results.hits)) == (3, 2)
    assert [hit.item.title for hit in search.find(case, "to:bo", limit=2, offset=2).hits] == ["Flyer"]


def test_lists_are_sorted_as_asked(case: Case) -> None:
    by_date = search.ids(case, "to:bo", sort="date", descending=True)
    assert by_date[0] == search.ids(case, "lunch")[0]
    with pytest.raises(InputError, match="sorted"):
        search.ids(case, "", sort="1; DROP TABLE item")


def test_a_long_list_is_gone_through_some_at_a_time_and_is_the_same(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [(query, descending) for query in ("", "to:bo", "-to:bo") for descending in (False, True)]
    told = [search.ids(case, query, sort="subject", descending=down) for query, down in asked]
    assert len(told[0]) > 3
    monkeypatch.setattr(item_sets, "AT_ONCE", 2)
    assert [search.ids(case, query, sort="subject", descending=down) for query, down in asked] == told


@pytest.mark.parametrize("part", a_few(["cameras ", "OR cameras "], ['"cameras" ', "-cameras ", "kind:email "]))
def test_a_query_of_endless_parts_is_refused_in_words(case: Case, part: str) -> None:
    for find in (search.find, search.ids):
        find(case, (part * MOST_PARTS).removeprefix("OR "))
        with pytest.raises(InputError, match="too long"):
            find(case, (part * (10_000 + 1)).removeprefix("OR "))


def test_what_lies_in_a_container_or_below_a_path_is_listed(case: Case, workers: Workers, tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("a.txt", "In/b.txt", "In/Old/c.txt", "Inside/d.txt"):
            made.writestr(name, f"the words of {name}")
    root = folder(tmp_path / "disk", {"box/all.zip": archive.getvalue(), "boxes/e.txt": b"e", "f.txt": b"f"})
    intake.add(case, workers, [root, root / "f.txt"], reviewer="Ada")
    (holder,) = items.many(case, search.ids(case, "kind:archive"))

    def names(condition: str) -> list[str]:
        return sorted(each.name for each in items.many(case, search.ids(case, condition)))

    assert names(inside(holder.control)) == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert names(inside(holder.control, "In")) == ["b.txt", "c.txt"]
    assert names(inside(holder.control, "")) == ["a.txt"]
    assert names(inside(str(root))) == ["all.zip", "e.txt", "f.txt", "f.txt"]
    assert names(inside(str(root), "box")) == ["all.zip"]
    assert names(inside(str(root), "")) == ["f.txt", "f.txt"]
    assert names(inside(str(root / "f.txt"))) == ["f.txt", "f.txt"]
    assert names(f"{inside(holder.control)} b") == ["b.txt"]


def test_signed_and_encrypted_messages_are_listed(case: Case, workers: Workers, tmp_path: Path) -> None:
    entity = b"Content-Type: text/plain\r\n\r\nThe cameras are here.\r\n"
    files = {"signed.eml": HEAD + part(signed(entity)), "sealed.eml": HEAD + part(sealed(entity), "enveloped-data")}
    intake.add(case, workers, [folder(tmp_path / "mail", files)], reviewer="Ada")

    def names(query: str) -> set[str]:
        return {each.name for each in items.many(case, search.ids(case, query))}

    assert names("is:signed") == {"signed.eml"}
    assert names("is:encrypted") == {"sealed.eml", "smime.p7m"}
    assert not names("is:signed -is:signed")
    assert len(search.ids(case, "-is:encrypted")) == items.count(case) - 2


def test_a_word_in_a_note_counts_as_one_in_the_text(case: Case) -> None:
    lunch, flyer = search.ids(case, "subject:lunch") + search.ids(case, "subject:flyer kind:email")
    notes.on_item(case, lunch, "Ask Quill about the sandwiches", reviewer="Ada")
    notes.on_item(case, flyer, "Nothing here", reviewer="Ada")
    for query, expected in (
        ("quill", ["Free camera", "Lunch"]),
        ("quill noon", ["Lunch"]),
        ('"quill about"', ["Lunch"]),
        ("note:quill", ["Lunch"]),
        ("note:noon", []),
        ("body:quill", []),
        ("note:quill OR flyer", ["Lunch", "Flyer", "flyer.pdf"]),
        ("note:quill OR note:nothing", ["Lunch", "Flyer"]),
        ("-quill", ["Flyer", "flyer.pdf"]),
        ("noon -quill", []),
        ("camera -note:quill", ["Free camera"]),
        ("-note:quill kind:email", ["Free camera", "Flyer"]),
        ("quill from:pat", ["Free camera"]),
    ):
        assert found(case, query) == expected, query
        assert sorted(hit.item.title for hit in search.find(case, query).hits) == sorted(expected), query


def test_what_a_note_says_comes_first_and_is_shown(case: Case) -> None:
    (lunch,) = search.ids(case, "subject:lunch")
    notes.on_item(case, lunch, "Pat Quill paid for it", reviewer="Ada")
    results = search.find(case, "quill")
    assert [hit.item.title for hit in results.hits] == ["Lunch", "Free camera"]
    assert results.total == 2
    assert results.hits[0].snippet == f"Pat {search.START}Quill{search.STOP} paid for it"
    assert [hit.item.title for hit in search.find(case, "quill", limit=1, offset=1).hits] == ["Free camera"]


def test_a_word_taken_out_of_a_note_is_gone_from_the_file_at_once(case: Case) -> None:
    (lunch,) = search.ids(case, "subject:lunch")
    note = notes.on_item(case, lunch, "Zanzibar", reviewer="Ada")
    assert _blocks_with(case, b"anzibar")
    notes.remove(case, note.id, reviewer="Ada")
    assert found(case, "zanzibar") == []
    assert not _blocks_with(case, b"anzibar")


def _blocks_with(case: Case, word: bytes) -> int:
    return sum(
        word in bytes(data)
        for table in ("note_fts_data", "item_fts_data")
        for (data,) in case.tuples(f"SELECT block FROM {table}")
    ) + sum(word in str(text).lower().encode() for (text,) in case.tuples("SELECT c0 FROM note_fts_content"))


def test_what_is_remarked_on_is_found_by_its_reason(case: Case, workers: Workers, tmp_path: Path) -> None:
    memo = "Сегодня утром мы получили три камеры для участка, платить не нужно.\n"
    box = b"".join(
        b"From a@b.example Mon Mar  7 10:11:12 2016\n%s\n" % mail(f"Box {number}", f"{words}\n")
        for number, words in enumerate(("One.", "Two.\n\nFrom ann > Mon Mar  7 10:11:12 2016 ?\n", "Three."))
    )
    files = {"memo.txt": memo.encode("koi8-r"), "box": box, "note.txt": "Zoë\n".encode()}
    intake.add(case, workers, [folder(tmp_path / "more", files)], reviewer="Ada")
    assert found(case, "reason:plain.charset_guessed") == ["memo.txt"]
    assert found(case, "камеры reason:plain") == ["memo.txt"]
    assert found(case, "reason:email.envelope_passed_over") == ["Box 1"]
    (item,) = items.many(case, search.ids(case, "reason:plain"))
    assert (item.state, item.metadata["defects"]) == (State.OK, "character set guessed: KOI8-R; the file names none")


def test_what_a_page_shows_beside_the_text_of_a_message_is_found(case: Case, workers: Workers, tmp_path: Path) -> None:
    entity = b"Content-Type: text/plain\r\n\r\nThe cameras are here.\r\n"
    linked = mail("Offer", "Hello.\n", html='<p>Hello. <a href="https://shop.example/porchlight">Here</a></p>')
    files = {"signed.eml": HEAD + part(signed(entity)), "linked.eml": linked.replace(b"Tue, 03 May", b"Somewhen, May")}
    intake.add(case, workers, [folder(tmp_path / "mail", files)], reviewer="Ada")
    assert found(case, "porchlight") == ["Offer"]
    assert found(case, "somewhen") == ["Offer"]
    assert found(case, "name:shop.example") == ["Offer"]
    assert found(case, "body:porchlight") == []
    assert len(found(case, "name:lune")) == 1, "who signed it"
