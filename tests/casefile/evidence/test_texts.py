"""Searchable texts are packed, come out as they were, stay in step with the index of words, and are checked with it."""

from __future__ import annotations

import random
import re
from contextlib import nullcontext
from pathlib import Path

import pytest

from reviewer.casefile import indexed_words, query_found, search
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.evidence import contents, dictionaries, packed_bodies, text_check, texts
from reviewer.casefile.evidence.packing import pack_text, unpack_text
from reviewer.casefile.verification.verify import verify
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Quiet
from reviewer.domain.query_grammar import parse
from reviewer.errors import CancelledError, DamagedError
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.usecases.pages import notes
from tests.evidence import folder, mail

BEFORE_PACKED_TEXTS = STEPS[:13]
# An original by which no letter of LETTER is right. One much like the own may give the text as it was: no harm.
OF_ANOTHER = contents.pack(b"\n".join(b"%d" % number for number in range(1_000))).pieces[0].hex()
LETTER = "The camera with the code PORCH25 is on its way to you. " * 20


@pytest.fixture
def mails(case: Case, workers: Workers, tmp_path: Path) -> list[ItemId]:
    files = {f"{number}.eml": mail(f"Letter {number}", f"{LETTER}Number {number}.\n") for number in range(4)}
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    return search.ids(case, parse(""))


class Stopping(Quiet):
    """Remembers what it is told, and stops as soon as it is told anything."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    @property
    def cancelled(self) -> bool:  # type: ignore[override]
        return bool(self.steps)

    def step(self, done: int, total: int, what: str) -> None:
        self.steps.append((done, total, what))


def found(case: Case, query: str) -> list[ItemId]:
    return search.ids(case, parse(query))


def test_a_message_is_packed_by_its_own_bytes_and_reads_as_before(case: Case, mails: list[ItemId]) -> None:
    assert [texts.body(case, item) for item in mails] == [f"{LETTER}Number {number}.\n" for number in range(4)]
    for item in mails:
        packed = case.value("SELECT length(body) FROM item_text WHERE item = ? AND by_original", (item,))
        assert packed < len(LETTER) / 10


def test_a_text_is_not_read_by_another_original_than_its_own() -> None:
    original = LETTER.encode()
    packed = pack_text(LETTER, original)
    assert unpack_text(packed.data, original) == LETTER
    with pytest.raises(DamagedError):
        unpack_text(packed.data, original[::-1])
    assert unpack_text(pack_text("").data) == ""
    assert unpack_text(pack_text("ä" * 10**6).data) == "ä" * 10**6


def test_a_text_is_packed_by_whatever_original(case: Case) -> None:
    originals = [
        b"x",
        LETTER.encode() * 50,
        random.Random(3).randbytes(2**16),
        b"\x28\xb5\x2f\xfd",
        case.path.read_bytes(),
    ]
    taken_for_a_dictionary = bytes.fromhex("37a430ec") + LETTER.encode()
    for original in (*originals, taken_for_a_dictionary):
        for text in ("ä", LETTER, LETTER * 3_000):
            assert unpack_text(pack_text(text, original).data, original) == text


def unreadable(item: ItemId, why: str) -> None:
    pytest.fail(f"item {item}: {why}")


@pytest.mark.parametrize("longest", [packed_bodies.LONGEST, 150, 0], ids=["together", "some alone", "each alone"])
def test_each_column_of_many_items_is_what_is_read_of_each(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    monkeypatch.setattr(packed_bodies, "LONGEST", longest)
    chance = random.Random(7)
    samples = [mail("A letter", f"{LETTER}{chance.randbytes(400).hex()}\n") for _ in range(300)]
    trained = dictionaries.train(samples)
    assert trained is not None
    with case.act("Ada", "intake batch"):
        dictionaries.number(case, trained)
    hiding = f'<p>{LETTER}</p><p style="display:none">Sesame</p>'
    told_to = "Bo Reef <bo@agency.example>, Łu <lu@agency.example>"
    files = {
        f"{number}.eml": mail(f"No {number}", f"{LETTER}{number}\n", to=told_to, html=hiding) for number in range(9)
    }
    files |= {f"{number}.txt": f"Only é {number}".encode() for number in range(2)}
    files |= {"5 again.eml": files["5.eml"], "empty.txt": b"", "last.eml": files["0.eml"]}  # as others
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    every = search.ids(case, parse(""))
    for some in (every, every[::4], every[2:3]):
        told = texts.of_items(case, some)
        assert list(told) == some
        for name in texts.COLUMNS:
            read = {item: getattr(words, name) for item, words in told.items() if getattr(words, name)}
            assert {item: text.decode() for item, text in texts.column(case, some, name, unreadable)} == read
            if name != "body":
                assert all(text.encode() in texts.joined(case, some, name) for text in read.values())
    assert case.value("SELECT count(*) FROM piece JOIN item_text ON item = content AND by_original AND dictionary")
    assert [b"Sesame" in texts.joined(case, every, name) for name in texts.COLUMNS if name != "body"] == [False] * 3 + [
        True
    ]


def test_a_batch_of_an_intake_goes_into_the_index_as_one_part_and_all_its_words_are_found(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    known = [chance.randbytes(4).hex() for _ in range(20_000)]
    bodies = [" ".join(chance.choices(known, k=3_000)) for _ in range(100)]  # 2.7 MB
    files = {f"{number}.eml": mail("Words", body) for number, body in enumerate(bodies)}
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    batches = case.value("SELECT count(*) FROM audit WHERE act = 'intake batch'")
    assert case.value("SELECT count(DISTINCT segid) FROM item_fts_idx") == batches
    said = {word for body in bodies for word in body.split()}
    monkeypatch.setattr(indexed_words, "BLOCKS_OF_A_PART", 10)  # as if it were a large index, read by two
    told = Stopping()
    with case.watched(told), pytest.raises(CancelledError):
        indexed_words.holding(case, "abc")
    assert [what for _, _, what in told.steps] == ["reading the words of the index"]
    for letters in ("abc", "00", "f1d"):
        holding = sorted(word for word in said if letters in word)
        assert [each for each in indexed_words.holding(case, letters) if each in said] == holding
        with case.snapshot() as seen:
            assert indexed_words.holding(seen, letters) == indexed_words.holding(case, letters)
    monkeypatch.setattr(query_found, "_AT_ONCE", 5)  # as if they were many, which are compared by two as well
    of_item = {texts.body(case, item).strip(): item for item in found(case, "kind:email")}
    assert sorted(of_item) == sorted(bodies)
    for source in ("0a1[bc]", "[0]a[1][bc]"):  # letters that have to be there, or none
        having = [item for body, item in of_item.items() if re.search(source, body)]
        assert 10 < len(having) < 90
        assert sorted(found(case, f"/{source}/")) == sorted(having)


def test_another_text_takes_the_place_of_the_first_in_the_index_too(case: Case, mails: list[ItemId]) -> None:
    with case.act("Ada", "intake batch"):
        texts.set_body(case, mails[1], "Nothing but sandwiches.")
    assert texts.body(case, mails[1]) == "Nothing but sandwiches."
    assert found(case, "sandwiches") == [mails[1]]
    assert found(case, "porch25") == [mails[0], *mails[2:]]
    assert found(case, "subject:letter") == mails
    assert text_check.check(case, Quiet()) == (4, [])


def test_what_an_item_says_goes_with_it(case: Case, mails: list[ItemId]) -> None:
    with case.act("Ada", "intake batch"):
        texts.remove(case, mails[0])
    assert found(case, "camera") == mails[1:]
    assert texts.body(case, mails[0]) == ""


def test_a_hit_whose_original_is_damaged_does_not_hide_the_others(case: Case, mails: list[ItemId]) -> None:
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE piece SET data = x'00' WHERE content = (SELECT content FROM item WHERE id = ?)", mails[:1])
    total, hits = search.hits(case, parse("porch25"))
    assert total == 4
    assert {hit.item: bool(hit.snippet) for hit in hits} == {item: item != mails[0] for item in mails}


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE item_text SET body = x'0102' WHERE item = 2", "the text of TST1-000002 cannot be read"),
        ("UPDATE item_text SET body = (SELECT body FROM item_text WHERE item = 3) WHERE item = 2", "TST1-000002"),
        ("DELETE FROM item_fts WHERE rowid = 2", "the words of TST1-000002 are not indexed as they stand"),
        ("INSERT INTO item_fts (rowid, body) VALUES (99, 'planted')", "some of item 99, which has no text"),
        ("UPDATE item SET subject = 'Other 1' WHERE id = 2", "does not hold the words of the texts"),
        ("DELETE FROM note_fts", "the notes on TST1-000001 are not searched as they were written"),
        ("INSERT INTO note_fts (rowid, notes) VALUES (3, 'planted')", "the notes on TST1-000003"),
    ],
)
def test_a_text_that_is_not_what_the_index_holds_is_reported_with_its_item(
    case: Case, key: Key, mails: list[ItemId], harm: str, said: str
) -> None:
    notes.on_item(case, mails[0], "Ask about the code", reviewer="Ada")
    assert verify(case.path, key, is_open=True).whole
    path = case.path
    case.close()
    connection = connect(path, key)
    connection.execute(harm)
    connection.close()
    parts = {part.name: part.findings for part in verify(path, key).parts}
    assert said in " ".join(parts["texts"])


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE item_text SET body = x'0102' WHERE item = 2",
        "UPDATE item_text SET body = (SELECT body FROM item_text WHERE item = 3) WHERE item = 2",
        f"UPDATE piece SET data = x'{OF_ANOTHER}' WHERE content = 2",
        "UPDATE piece SET data = x'00' WHERE content = 2",
    ],
    ids=["no frame", "the text of another", "the original is another", "the original is no frame"],
)
def test_a_pattern_is_not_looked_for_where_a_text_cannot_be_read(
    case: Case, key: Key, mails: list[ItemId], harm: str
) -> None:
    assert found(case, r"/number 1\.$/") == []  # an end of line stands behind it
    assert found(case, r"/number [12]\.\s$/") == mails[1:3]
    case.close()
    connection = connect(case.path, key)
    connection.execute(harm)
    connection.close()
    with open_case(case.path, key, read_only=True) as harmed:
        with pytest.raises(DamagedError, match="the text of item 2 cannot be read, so this search would not be sure"):
            found(harmed, r"/number [12]\.\s$/")
        assert found(harmed, "subject:/letter [12]/") == mails[1:3]
        told: list[ItemId] = []
        read = [item for item, _ in texts.column(harmed, mails, "body", lambda item, _why: told.append(item))]
        assert (read, told) == ([mails[0], *mails[2:]], mails[1:2])


@pytest.mark.parametrize("many", [texts._LOOKED_THROUGH, 1, 3])
def test_a_sign_is_found_in_each_column_and_in_notes(
    case: Case, workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(texts, "_LOOKED_THROUGH", many)
    files = {f"{number}.eml": mail(f"No {number}", f"{LETTER}{number}\n") for number in range(7)}
    files["1.eml"] = mail("Unit #1", LETTER)
    files["2.eml"] = mail("Unit", LETTER, sender="Unit #2 <ada@agency.example>")
    files["3.eml"] = mail("Unit", f"{LETTER}#3\n")
    files["4.eml"] = mail("Unit", LETTER, attachments=[("#4.txt", b"Four", "text/plain")])
    files["5.eml"] = mail("Unit", LETTER, html=f'<p>{LETTER}</p><p style="display:none">Sesame #5</p>')
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    of_name = {name: ItemId(item) for name, item in case.tuples("SELECT name, id FROM item")}
    notes.on_item(case, of_name["6.eml"], "Unit #6", reviewer="Ada")
    having = {of_name[f"{number}.eml"] for number in range(1, 7)} | {of_name["#4.txt"]}
    assert set(found(case, "/#/")) == set(found(case, "/#[0-9]/")) == having
    names = {"subject": "1", "people": "2", "body": "35", "hidden": "5", "note": "6"}  # what is hidden is text, too
    for column, numbers in names.items():
        expected = [of_name[f"{number}.eml"] for number in numbers]
        assert found(case, f"{column}:/#/") == found(case, f"{column}:/[#]/") == expected, column
    assert found(case, "name:/#/") == sorted([of_name["4.eml"], of_name["#4.txt"]])
    told = Stopping()
    told.step(0, 0, "")
    with case.watched(told), pytest.raises(CancelledError) if many < len(files) else nullcontext():
        assert found(case, "subject:/%/") == []


def test_the_parts_of_the_index_are_joined_and_hold_the_same(
    case: Case, mails: list[ItemId], monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = "SELECT count(DISTINCT segid) FROM item_fts_idx"
    few, last = texts.MOST_PARTS, 0
    monkeypatch.setattr(texts, "MOST_PARTS", 1)
    while not texts.is_scattered(case):  # FTS5 joins them now and then, too
        last += 1
        with case.act("Ada", "intake batch"):
            texts.set_body(case, mails[last % 4], f"{LETTER} round {last}")
    assert 1 < case.value(parts) <= few
    monkeypatch.setattr(texts, "MOST_PARTS", few)
    assert not texts.is_scattered(case)
    begin = True
    while True:
        with case.act("Ada", "intake batch"):
            if not texts.join_parts(case, 1, begin=begin):
                break
        begin = False
    assert case.value(parts) == 1
    assert not texts.is_scattered(case)
    assert text_check.check(case, Quiet()) == (4, [])
    assert found(case, f'"round {last}"') == [mails[last % 4]]


def test_texts_and_notes_of_an_older_case_are_found_as_before(tmp_path: Path, key: Key) -> None:
    path, original = tmp_path / "old.evcase", b"Subject: Gifts\n\n" + LETTER.encode()
    with create_case(path, key, title="Old", reviewer="Ada", steps=BEFORE_PACKED_TEXTS) as old:
        old.execute("INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')")
        for item, data in enumerate((original, original[::-1]), 1):
            packed = contents.pack(data)
            old.execute("INSERT INTO content VALUES (?,?,?)", (item, packed.sha256, packed.size))
            old.execute("INSERT INTO piece (content, seq, data) VALUES (?,0,?)", (item, packed.pieces[0]))
            old.execute(
                "INSERT INTO item (id, intake, family, name, kind, state, content, subject) "
                "VALUES (?1,1,?1,'a.eml',?2,'ok',?1,'Gifts')",
                (item, "email" if item == 1 else "pdf"),
            )
            old.execute("INSERT INTO hidden_text VALUES (?,0,0,'white','concealed')", (item,))
            old.execute(
                "INSERT INTO item_text (item, subject, body, attachments, hidden) VALUES (?,'Gifts',?,'a.pdf',?)",
                (item, LETTER, "concealed"),
            )
        old.execute("INSERT INTO item_fts (item_fts) VALUES ('rebuild')")
        old.execute("INSERT INTO note (item, text, reviewer, created) VALUES (2, 'compare serials', 'Ada', '')")
    with open_case(path, key) as case:
        assert [texts.body(case, ItemId(item)) for item in (1, 2)] == [LETTER, LETTER]
        assert case.tuples("SELECT by_original FROM item_text ORDER BY item") == [(1,), (0,)]
        for query, items in (("camera gifts", [1, 2]), ("hidden:concealed", [1, 2]), ("name:pdf", [1, 2])):
            assert found(case, query) == items
        assert found(case, "serials camera") == [2]
        assert found(case, "note:serials") == [2]
        assert text_check.check(case, Quiet()) == (2, [])
