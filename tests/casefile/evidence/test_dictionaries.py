"""Small contents are compressed with a dictionary of the case, come out byte for byte, and tell when it is harmed."""

from __future__ import annotations

import random
from itertools import accumulate
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.connection import connect
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.migrations import STEPS
from reviewer.casefile.engine.opening import create_case, open_case
from reviewer.casefile.evidence import contents, dictionaries
from reviewer.casefile.evidence.packing import Packer
from reviewer.casefile.verification.verify import verify
from reviewer.domain.ids import ContentId
from reviewer.errors import DamagedError

BEFORE_DICTIONARIES = STEPS[:11]
WORDS = [bytes(random.Random(number).choices(b"abcdefghijklmnopqrstuvwxyz", k=7)) for number in range(900)]


def letters(count: int) -> list[bytes]:
    """Messages of 12 kB that have their headers and many a line in common."""
    chance = random.Random(1)
    lines = [b" ".join(chance.choices(WORDS, k=9)) for _ in range(400)]
    head = b"Received: from relay.agency.example (10.0.0.1) by mx.agency.example; Subject: number %d\n\n"
    return [head % number + b"\n".join(chance.choices(lines, k=200)) for number in range(count)]


def together(pieces: list[bytes]) -> tuple[bytes, list[tuple[int, int]]]:
    """Some pieces one after the other, and where each begins and how long it is."""
    sizes = [len(piece) for piece in pieces]
    return b"".join(pieces), list(zip(accumulate(sizes, initial=0), sizes, strict=False))


def stored(case: Case, data: list[bytes], *, messages: bool = True) -> list[ContentId]:
    packer = Packer(dictionaries.of_case(case))
    packed = [packer.content(each, message=messages) for each in data]
    with case.act("Ada", "intake batch"):
        found = contents.store_many(case, packed)
    return [found[each.sha256][0] for each in packed]


def test_after_the_first_messages_a_dictionary_helps_and_all_bytes_come_out_again(case: Case) -> None:
    data = letters(400)
    kept = stored(case, data)
    assert [contents.read(case, each) for each in kept] == data
    with_it = "FROM piece WHERE dictionary IS NOT NULL"
    assert 0 < case.value(f"SELECT count(*) {with_it}") < 400
    plain = "FROM piece WHERE dictionary IS NULL"
    mean = "SELECT avg(length(data))"
    assert case.value(f"{mean} {with_it}") < case.value(f"{mean} {plain}") * 0.8
    packed = case.tuples(f"SELECT content, data {with_it} ORDER BY content")
    at_once = dictionaries.decompress_many(case, *together([piece for _, piece in packed]), 1)
    assert list(map(bytes, at_once or [])) == [data[kept.index(ContentId(content))] for content, _ in packed]
    for harmed in (packed[0][1][:-9], b"nothing of the kind"):
        assert dictionaries.decompress_many(case, *together([packed[0][1], harmed]), 1) is None
    assert dictionaries.decompress_many(case, *together([packed[0][1]]), 9) is None  # there is no such dictionary
    alone = case.tuples(f"SELECT content, data {plain} ORDER BY content")
    at_once = dictionaries.decompress_many(case, *together([piece for _, piece in alone]), None)
    assert list(map(bytes, at_once or [])) == [data[kept.index(ContentId(content))] for content, _ in alone]


def test_a_case_makes_one_dictionary_and_uses_it_ever_after(case: Case) -> None:
    stored(case, letters(400))
    (later,) = stored(case, [b"Received: from relay.agency.example (10.0.0.1) by mx.agency.example; quite new"])
    assert case.value("SELECT dictionary FROM piece WHERE content = ?", (later,)) == 1
    assert case.value("SELECT count(*) FROM dictionary") == 1
    with case.reader() as reader:
        assert contents.read(reader, later).endswith(b"quite new")


def test_documents_and_large_messages_do_without(case: Case) -> None:
    stored(case, letters(400), messages=False)
    assert case.value("SELECT count(*) FROM dictionary") == 0
    stored(case, [each[::-1] for each in letters(400)])
    (large,) = stored(case, [random.Random(2).randbytes(dictionaries.LARGEST + 1)])
    assert case.value("SELECT count(*) FROM dictionary") == 1
    assert case.value("SELECT dictionary FROM piece WHERE content = ?", (large,)) is None


def test_a_dictionary_of_an_act_that_was_undone_is_not_taken_for_the_next(case: Case) -> None:
    first, second = letters(400), [each[::-1] for each in letters(400)]
    packer = Packer()
    packed = [packer.content(each, message=True) for each in first]
    case.execute("BEGIN")
    number = contents.store_many(case, packed)[packed[-1].sha256][0]
    assert contents.read(case, number) == first[-1]
    case.execute("ROLLBACK")
    assert [contents.read(case, each) for each in stored(case, second)] == second


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE dictionary SET data = zeroblob(length(data))", "dictionary 1 (of originals) is not what was kept"),
        ("DELETE FROM dictionary", "dictionary 1, with which it was compressed, is missing"),
    ],
)
def test_a_harmed_dictionary_is_named_by_the_verification_and_when_read(
    case: Case, key: Key, harm: str, said: str
) -> None:
    last = stored(case, letters(400))[-1]
    path = case.path
    case.close()
    connection = connect(path, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(harm)
    connection.close()
    findings = [words for part in verify(path, key).parts for words in part.findings]
    assert any(said in words for words in findings)
    assert any("cannot be read" in words and "dictionary 1" in words for words in findings)
    with open_case(path, key) as again, pytest.raises(DamagedError, match="dictionary 1"):
        contents.read(again, last)


@pytest.mark.endurance
def test_originals_of_an_older_case_are_brought_over_byte_for_byte(tmp_path: Path, key: Key) -> None:
    path, data = tmp_path / "old.evcase", [*letters(400), b"", random.Random(3).randbytes(9 * 2**20)]
    whole = b"".join(data[:2])
    with create_case(path, key, title="Old", reviewer="Ada", steps=BEFORE_DICTIONARIES) as old:
        old.execute("INSERT INTO intake (id, started, state, reviewer, program) VALUES (1, '', 'complete', 'A', '')")
        packed = [*map(contents.pack, data), contents.pack(whole)]
        for number, each in enumerate(packed, 1):
            old.execute("INSERT INTO content VALUES (?,?,?)", (number, each.sha256, each.size))
            if number == len(packed):
                old.execute("INSERT INTO piece VALUES (?1,0,NULL,1), (?1,1,NULL,2)", (number,))
            else:
                rows = [(number, seq, piece) for seq, piece in enumerate(each.pieces)]
                old.executemany("INSERT INTO piece VALUES (?,?,?,NULL)", rows)
            old.execute(
                "INSERT INTO item (id, intake, family, name, kind, state, content) VALUES (?1,1,?1,'',?2,'ok',?1)",
                (number, "email" if number <= 400 else "other"),
            )
        old.execute("UPDATE piece SET data = x'00' WHERE content = 7")
    with open_case(path, key) as case:
        whole_ones = [number for number in range(1, 404) if number != 7]
        assert [contents.read(case, ContentId(number)) for number in whole_ones] == [*data[:6], *data[7:], whole]
        assert case.value("SELECT count(*) FROM piece WHERE dictionary = 1") > 390
        assert case.value("SELECT count(*) FROM sqlite_schema WHERE name = 'piece_before'") == 0
        assert dictionaries.of_case(case) is not None
    parts = {part.name: part.findings for part in verify(path, key).parts}
    assert parts["database"] == parts["dictionaries"] == ()
    assert len(parts["originals"]) == 1
    assert "000007" in parts["originals"][0]
