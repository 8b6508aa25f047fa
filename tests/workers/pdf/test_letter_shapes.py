"""A font that draws other letters than its text says is noticed, and fonts that people use are not taken for one."""

from __future__ import annotations

import string
import unicodedata
from pathlib import Path

import pymupdf
import pytest

import reviewer
from reviewer.isolation.exhibit_messages import Redact, SeenWords, WordLayer
from reviewer.workers.exhibits.redact import redact
from reviewer.workers.exhibits.seen_words import seen_words
from reviewer.workers.pdf.letter_shapes import look_as_told

FONTS = Path(reviewer.__file__).parent / "resources" / "fonts"
LETTERS = string.ascii_lowercase + string.digits


@pytest.mark.parametrize(
    "name", ["DejaVuSans", "LiberationSans-Regular", "LiberationSans-Bold", "LiberationSerif-Regular"]
)
def test_letters_look_like_themselves_and_not_like_the_next_one(name: str) -> None:
    font = pymupdf.Font(fontfile=str(FONTS / f"{name}.ttf"))

    def drawn_as(letter: str, said: str) -> bool:
        return look_as_told({(1, font.has_glyph(ord(letter))): {ord(said)}}, {1: font.this})

    said = {letter: LETTERS[at - 1] for at, letter in enumerate(LETTERS)}
    assert [letter for letter in string.ascii_letters + string.digits if not drawn_as(letter, letter)] == []
    alike = {("j", "i")}  # not told apart, as l and I
    assert [pair for pair in said.items() if pair not in alike and drawn_as(*pair)] == []


def test_a_letter_of_a_script_that_nothing_is_known_of_is_believed_unless_it_looks_latin() -> None:
    font = pymupdf.Font(fontfile=str(FONTS / "LiberationSans-Regular.ttf"))
    arabic = pymupdf.Font(fontfile=str(FONTS / "DejaVuSans.ttf"))
    assert look_as_told({(1, arabic.has_glyph(ord("ب"))): {ord("ب")}}, {1: arabic.this})
    assert not look_as_told({(1, font.has_glyph(ord("M"))): {ord("ب")}}, {1: font.this})


WORDS = "Tuesday 3rd, Quarry paid 480"


def odd(drawn: dict[str, str], said: dict[str, str] | None = None, words: str = WORDS) -> bytes:
    """A page whose font draws some letters as others, and says by its own table what its text is.

    ``said`` are the letters that the table says as others, or as several.
    """
    told = {letter: letter for letter in words} | (said or {})
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=200)
        page.insert_text((60, 60), words, fontname="helv", fontsize=11)
        ((font, *_),) = page.get_fonts()
        place = document.get_new_xref()
        document.update_object(place, "<<>>")
        codes = "".join(
            f"<{ord(letter):02x}> <{each.encode('utf-16-be').hex()}>\n" for letter, each in sorted(told.items())
        )
        space = "1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        table = f"begincmap\n{space}{len(told)} beginbfchar\n{codes}endbfchar\nendcmap"
        document.update_stream(place, table.encode())
        document.xref_set_key(font, "ToUnicode", f"{place} 0 R")
        names = " ".join(f"{ord(letter)}/{name}" for letter, name in drawn.items())
        document.xref_set_key(font, "Encoding", f"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{names}]>>")
        return bytes(document.tobytes())


def layers(data: bytes) -> tuple[WordLayer, ...]:
    return seen_words(SeenWords(()), data, redact(Redact(()), data)[1]).layers


def test_a_page_whose_font_draws_other_letters_is_left_to_ocr() -> None:
    (honest,) = layers(odd({"u": "u"}))
    assert " ".join(word for word, _ in honest.words) == WORDS
    for drawn in ({"4": "nine"}, {"Q": "B"}, {"a": "o", "o": "a"}, {"3": "eight"}):
        data = odd(drawn)
        with pymupdf.open(stream=data) as document:
            assert document[0].get_text().split() == WORDS.split(), "its words say nothing of it"
        assert layers(data) == (), drawn


def test_a_glyph_that_says_more_letters_than_it_draws_is_left_to_ocr() -> None:
    """Its words would say 48000, and no one who looks at the page would see that."""
    data = odd({"0": "zero"}, {"0": "000"})
    with pymupdf.open(stream=data) as document:
        assert "48000" in document[0].get_text()
    assert layers(data) == ()
    (joined,) = layers(odd({"#": "fi"}, {"#": "fi"}, "A #ne of 480"))
    assert [unicodedata.normalize("NFKC", word) for word, _ in joined.words] == ["A", "fine", "of", "480"]
    assert layers(odd({"#": "f"}, {"#": "fi"}, "A #ne of 480")) == (), "it draws one letter"
    slanted = pymupdf.Font("tiit")
    for drawn, right in (("ﬁ", True), ("f", False)):
        glyph = slanted.has_glyph(ord(drawn))
        assert look_as_told({(1, glyph): {ord("ﬁ")}}, {1: slanted.this}) is right, drawn


@pytest.mark.parametrize("blank", [" ", "\xa0", "\u200b", "\xad"])
def test_a_letter_that_is_seen_and_said_to_be_none_is_left_to_ocr(blank: str) -> None:
    """The page shows “We met Qorn”, and its words would not say the name."""
    words = "We met Qorn on 480"
    data = odd({"Q": "Q"}, {"Q": blank}, words)
    with pymupdf.open(stream=data) as document:
        assert "Q" not in document[0].get_text()
    assert layers(data) == ()
    assert len(layers(odd({"Q": "space"}, {"Q": " "}, words))) == 1, "a space that draws nothing is one"
    assert len(layers(odd({"Q": "hyphen"}, {"Q": "\xad"}, words))) == 1, "a soft hyphen may be seen"


def test_a_word_of_two_scripts_that_look_alike_is_left_to_ocr() -> None:
    words = "We met Tarn on 480"
    assert len(layers(odd({"T": "T"}, None, words))) == 1
    for said in ({"T": "Т"}, {"a": "а"}, {"T": "Τ"}, {"T": "Ｔ"}):
        data = odd({"T": "T"}, said, words)
        with pymupdf.open(stream=data) as document:
            assert "Tarn" not in document[0].get_text()
        assert layers(data) == (), said
