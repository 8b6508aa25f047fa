"""Pages of ours say what pages made by another program do not show of a document, and no more than that."""

from __future__ import annotations

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Grid, Mark, Paragraph, Picture, Row, Span, Table, line
from reviewer.workers.office.plain import text_of
from reviewer.workers.office.rest import rest_of

_LONG = "The committee takes note that each officer of the station was offered one device without any charge"


def test_words_that_stand_on_the_pages_are_not_said_again() -> None:
    blocks: list[Block] = [
        line("One free device"),
        Table((((line("Left"),), (line("Right"),)),)),
        Box("Header", (line("Secret"),)),
    ]
    assert rest_of(blocks, ["Secret\none FREE\ndevice\nLeft\nRight"]) == []


def test_a_paragraph_that_no_page_shows_is_said() -> None:
    assert text_of(rest_of([line("One free device"), line("Two of them")], ["One free device"])) == "Two of them"


def test_a_comment_is_said_even_if_its_words_stand_on_the_pages() -> None:
    comment = Box("Comment by A. Author, 2016-01-02", (line("yes"),))
    assert rest_of([line("yes"), comment], ["yes yes"]) == [comment]


def test_a_hidden_sheet_is_said_whole_and_a_sheet_on_the_pages_is_not() -> None:
    shown = Box("Sheet: A", (Grid((Row(1, ((0, "12"), (1, "each"))),)),), section=True)
    hidden = Box("Sheet: B", (Grid((Row(1, ((0, "12"),)),)),), hidden=Reason("hidden.sheet"), section=True)
    assert rest_of([shown, hidden], ["A 12 each 12"]) == [hidden]


def test_of_a_row_the_cells_are_said_that_are_hidden_or_cut_off() -> None:
    rows = (Row(1, ((0, "Name"), (1, "Secret"), (2, "Value"))), Row(2, ((0, "Gone"),), hidden=True))
    sheet = Box("Sheet: A", (Grid(rows, frozenset({1})),), section=True)
    (left,) = rest_of([sheet], ["A Name ### Gone Secret"])
    assert text_of([left]) == "Sheet: A\nSecret\tValue\nGone"


def test_each_word_on_a_page_stands_for_one_cell_alone() -> None:
    grid = Grid((Row(1, ((0, "5"),)), Row(2, ((0, "5"),))))
    assert rest_of([grid], ["5\n5"]) == []
    assert text_of(rest_of([grid], ["5 and 15 and 57"])) == "5\n5"


def test_a_word_within_a_sentence_on_the_page_does_not_stand_for_a_paragraph() -> None:
    assert text_of(rest_of([line("free"), line("One free device")], ["One free device"])) == "free"


def test_a_paragraph_that_goes_on_on_the_next_page_is_on_the_pages() -> None:
    half = _LONG.index("station")
    assert rest_of([line(_LONG)], [f"{_LONG[:half]}\nPage 1", f"The head of the page\n{_LONG[half:]}"]) == []
    assert rest_of([line(_LONG)], [f"{_LONG[:half]}\nPage 1", "The head of the page"]) == [line(_LONG)]


def test_scripts_without_white_space_may_break_anywhere() -> None:
    assert rest_of([line("ゾルゲと尾崎、淡々と最期")], ["ゾルゲと尾\n崎、淡々と最期です"]) == []


def test_what_was_deleted_inserted_or_hidden_is_said_with_its_mark_and_links_with_their_target() -> None:
    deleted = Paragraph((Span("One"), Span(" free", Mark.DELETED, "A. Author")))
    linked = Paragraph((Span("here", link="https://example.org/"),))
    assert rest_of([deleted, linked, line("there")], ["One free here there"]) == [deleted, linked]


def test_a_picture_is_taken_as_shown_and_its_label_is_said() -> None:
    picture = Picture(b"", "image/png", "A receipt")
    assert text_of(rest_of([picture, Picture(b"", "image/png")], [""])) == "[Picture: A receipt]"


def test_the_name_of_a_sheet_is_said_even_if_its_cells_stand_on_the_pages() -> None:
    sheet = Box("Sheet: Gifts 2016", (Grid((Row(1, ((0, "12"),)),)),), section=True)
    assert text_of(rest_of([sheet], ["12"])) == "Sheet: Gifts 2016"
    assert rest_of([sheet], ["Gifts 2016\n12"]) == []


def test_the_numbers_of_notes_are_no_words() -> None:
    said = "One device for each officer{} of the station, free of any charge{} for all of them."
    assert rest_of([line(said.format(" [footnote 2]", "[1]"))], [said.format("2", "1")]) == []
