"""A font that draws other letters than its text says is noticed, and fonts that people use are not taken for one."""

from __future__ import annotations

import string
from pathlib import Path

import pymupdf
import pytest

import reviewer
from reviewer.isolation.exhibit_messages import Redact, SeenWords, WordLayer
from reviewer.workers.pdf.letter_shapes import look_as_told
from reviewer.workers.pdf.redact import redact
from reviewer.workers.pdf.seen_words import seen_words

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


def odd(drawn: dict[str, str]) -> bytes:
    """A page whose font draws some letters as others, and says by its own table what its text is."""
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=200)
        page.insert_text((60, 60), WORDS, fontname="helv", fontsize=11)
        ((font, *_),) = page.get_fonts()
        said = document.get_new_xref()
        document.update_object(said, "<<>>")
        codes = "".join(f"<{ord(letter):02x}> <{ord(letter):04x}>\n" for letter in sorted(set(WORDS)))
        space = "1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        table = f"begincmap\n{space}{len(set(WORDS))} beginbfchar\n{codes}endbfchar\nendcmap"
        document.update_stream(said, table.encode())
        document.xref_set_key(font, "ToUnicode", f"{said} 0 R")
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
