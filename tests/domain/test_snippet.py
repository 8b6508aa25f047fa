"""Snippets of packed texts are those that FTS5 would make, with the same words marked."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.cipher import Connection
from reviewer.casefile.query_sql import match_expression
from reviewer.domain.folding import indexed as folded
from reviewer.domain.query_grammar import parse
from reviewer.domain.snippet import snippet

NAMES = ("subject", "people", "body", "attachments", "hidden")
WORDS = ["camera", "Caméra", "CAME\u0301RA", "porch-light", "cameras", "free", "gift.", "Señor", "code_14", "a", "b: c"]
SIGNS = [" ", "  ", ". ", ", ", "\n", ": ", "_", " – ", "… "]
QUERIES = (
    "camera",
    "came*",
    "camera free",
    '"free gift"',
    "porch OR gift",
    "señor -nothing",
    "subject:free gift",
    "body:camera a",
    '"a b" c',
    "code_14",
)


@pytest.fixture
def index() -> Iterator[Connection]:
    connection = cipher.connect(":memory:")
    connection.execute(
        f'CREATE VIRTUAL TABLE words USING fts5 ({", ".join(NAMES)}, tokenize="unicode61 remove_diacritics 2")'
    )
    yield connection
    connection.close()


def texts(count: int) -> list[tuple[str, ...]]:
    chance = random.Random(11)
    lengths = (5, 4, 120, 3, 20)
    return [
        tuple(
            "".join(chance.choice(WORDS) + chance.choice(SIGNS) for _ in range(chance.randrange(length)))
            for length in lengths
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_a_snippet_is_what_fts5_would_show(index: Connection, query: str) -> None:
    rows = texts(300)
    index.executemany("INSERT INTO words VALUES (?,?,?,?,?)", rows)
    asked = parse(query)
    assert asked.root is not None
    terms = asked.wanted
    shown = index.execute(
        "SELECT rowid, snippet(words, -1, '<', '>', '…', 14) FROM words WHERE words MATCH ?",
        (match_expression(asked.root),),
    ).fetchall()
    assert len(shown) > 20
    for number, expected in shown:
        assert snippet(list(zip(NAMES, rows[number - 1], strict=True)), terms, "<", ">") == expected


def test_letters_of_europe_are_the_same_to_the_index_and_to_the_snippet(index: Connection) -> None:
    letters = [chr(code) for code in (*range(0xC0, 0x250), *range(0x386, 0x482)) if chr(code).isalpha()]
    index.executemany("INSERT INTO words (rowid, body) VALUES (?,?)", [(ord(each), f"x{each}x") for each in letters])
    index.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'instance')")
    kept = dict(index.execute("SELECT doc, term FROM vocabulary").fetchall())
    differ = {each for each in letters if folded(f"x{each}x") != kept[ord(each)]}
    assert differ <= set("ǞǟǠǡǪǫǬǭǺǻȪȫȬȭȰȱ")  # with two marks: the snippet takes off both, the index one or none


def test_a_hit_far_down_a_long_text_is_found_and_shown() -> None:
    text = "one two three. " * 60_000 + "The doorbell rang. " + "four five six. " * 60_000
    shown = snippet([("body", text)], parse("doorbell").wanted, "<", ">")
    assert "The <doorbell> rang." in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_without_a_hit_the_beginning_is_shown() -> None:
    text = " ".join(map(str, range(20)))
    assert snippet([("subject", ""), ("body", text)], parse("nothing").wanted, "<", ">") == (
        "0 1 2 3 4 5 6 7 8 9 10 11 12 13…"
    )
    assert snippet([("subject", "")], parse("nothing").wanted, "<", ">") == ""
