"""Plain text set as pages holds every word of it."""

from __future__ import annotations

import pymupdf
import pytest

from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.protocol import SetText
from reviewer.workers.pdf import settext
from reviewer.workers.pdf.pages import read_pages
from reviewer.workers.pdf.settext import set_text
from reviewer.workers.refusal import Refusal


def test_the_pages_hold_the_text_with_its_lines_and_indents() -> None:
    text = "From: Ada Hale\nSubject: Größe, Ωμέγα, Жук, 中文, €5 – “so”\n    indented line"
    printed, made = set_text(SetText(text))
    assert read_pages(made).pages[0].text.splitlines() == text.splitlines()
    assert sentences(printed.remarks) == "set as plain text"


def test_long_lines_are_wrapped_and_no_word_is_lost() -> None:
    words = [f"word{number}" for number in range(2000)] + ["x" * 300]
    printed, made = set_text(SetText(" ".join(words), "A4"))
    read = read_pages(made)
    assert len(read.pages) > 1
    assert {(page.width, page.height) for page in read.pages} == {(595, 842)}
    text = "\n".join(page.text for page in read.pages)
    assert text.split()[:2000] == words[:2000]
    assert text.replace("\n", "").replace(" ", "").endswith("x" * 300)
    assert printed.engine.startswith("pymupdf ")


def test_accents_without_end_do_not_stand_in_one_line() -> None:
    """They take no room, and a page that has a million of them is not read back."""
    _, made = set_text(SetText(f"a{chr(0x301) * 2_500} end"))
    with pymupdf.open(stream=made) as document:
        first, *_, last = [(word[4], word[1]) for word in document[0].get_text("words")]
    assert (first[0][0], last[0]) == ("a", "end")
    assert last[1] - first[1] > 20


def test_what_no_font_can_show_is_counted() -> None:
    printed, made = set_text(SetText("hello שלום"))
    assert read_pages(made).pages[0].text == "hello □□□□\n"
    assert "4 characters" in sentences(printed.remarks)


def test_a_line_that_changes_its_font_too_often_is_set_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a\u4e2d" * 100
    monkeypatch.setattr(settext, "_MOST_RUNS", 150)
    _, made = set_text(SetText(f"{text[:100]}\n{text}"))
    with pymupdf.open(stream=made) as document:
        spans = [
            span
            for block in document[0].get_text("dict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
        ]
    assert "".join(span["text"] for span in spans) == text[:100] + text
    assert len({span["font"] for span in spans[:100]}) == 2
    assert len({span["font"] for span in spans[100:]}) == 1


def test_no_text_is_one_empty_page_and_control_characters_are_gone() -> None:
    assert [page.text for page in read_pages(set_text(SetText(""))[1]).pages] == [""]
    assert read_pages(set_text(SetText("a\x00b\x1b[0m"))[1]).pages[0].text == "ab[0m\n"


def test_the_same_text_gives_the_same_bytes() -> None:
    assert set_text(SetText("hello"))[1] == set_text(SetText("hello"))[1]


def test_what_is_cut_off_is_said_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settext, "MOST_CODE_POINTS", 1_000)
    printed, made = set_text(SetText("word\n" * 1_000, why=(Reason("print.too_wide"),)))
    lines = read_pages(made).pages[0].text.splitlines()
    assert lines[0] == "[too wide for the paper, even in one column]"
    assert " ".join(lines[1:3]).startswith("[only the first 1,000 of 5,000 characters are on the pages")
    assert [reason.code for reason in printed.remarks] == ["pages.cut", "pages.plain_text"]


def test_lines_of_one_width_are_wrapped_as_others_are() -> None:
    text = "some words " * 60 + "x" * 200 + "  and   spaces" * 30
    plain, mixed = (read_pages(set_text(SetText(each))[1]).pages[0].text for each in (text, text + "\u00e9"))
    assert mixed.replace("\u00e9", "").split("\n") == plain.split("\n")


def test_unknown_paper_is_refused() -> None:
    with pytest.raises(Refusal, match="no paper"):
        set_text(SetText("hello", "Folio"))
