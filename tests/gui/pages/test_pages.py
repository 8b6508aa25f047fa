"""The viewer's parts: where pages lie, what a caret does, what is kept of pictures, and what a page looks like."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.ids import ItemId, PassageId
from reviewer.domain.pages.page_text import pack_boxes
from reviewer.domain.pages.passage import Place, Span
from reviewer.domain.query_grammar import parse
from reviewer.errors import KnownError
from reviewer.gui.pages.document import Cue, Highlight
from reviewer.gui.pages.layout import LARGEST, SIDE, PageLayout, Spot, fit_page, fit_width, fit_words, kept
from reviewer.gui.pages.rasters import TILE, RasterThread, Tile, TileCache, tiles_of
from reviewer.gui.pages.selecting import Selection
from reviewer.gui.pages.text import DocumentText, Step
from reviewer.gui.shared import desk
from reviewer.gui.shell.workspace import Workspace
from reviewer.gui.theme import ink_on
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.workers import Workers
from tests.evidence import pdf
from tests.gui.conftest import PATIENCE
from tests.gui.late import Late
from tests.holding.hostile import slow_page_among

LETTER = (612.0, 792.0)


def page(*lines: str) -> PageText:
    """A page on which each character is 6 points wide and each line 12 points high."""
    text, boxes = "", []
    for number, line in enumerate(lines):
        for column, _ in enumerate(line):
            x, y = 72.0 + 6 * column, 72.0 + 14 * number
            boxes.append((x, y, x + 6, y + 12))
        boxes.append((0.0, 0.0, 0.0, 0.0))
        text += line + "\n"
    return PageText(*LETTER, text, pack_boxes(boxes))


@pytest.fixture
def text() -> DocumentText:
    return DocumentText([page("One device, one code.", "", "Fourteen uses: été."), page("The 🎁 is free.")])


def test_a_point_on_a_page_is_where_it_is_drawn() -> None:
    layout = PageLayout([LETTER] * 3, 1.5, 1_200)
    x, y = layout.place(Spot(2, 100, 200))
    spot = layout.spot(x, y)
    assert spot is not None
    assert (spot.page, round(spot.x, 6), round(spot.y, 6)) == (2, 100, 200)


def test_only_the_pages_in_sight_are_visible() -> None:
    layout = PageLayout([LETTER] * 10_000, 1.0, 800)
    top = layout.tops[5_000]
    assert list(layout.visible(top, top + 700)) == [5_001]
    assert list(layout.visible(top - 100, top + 100)) == [5_000, 5_001]


def test_the_widest_page_fits_the_view() -> None:
    zoom = fit_width([LETTER, (1_224.0, 792.0)], 700)
    assert 1_224 * zoom == pytest.approx(700 - 2 * SIDE)


@pytest.mark.parametrize("width", [300, 464, 463, 701])
def test_a_page_is_in_sight_from_edge_to_edge_without_a_bar_below_it(width: int) -> None:
    assert PageLayout([LETTER], fit_page([LETTER], width), width).width == width


def test_a_large_page_is_drawn_in_tiles_and_only_those_in_sight() -> None:
    tiles = tiles_of(1, 8.0, (5_000, 6_000), 2_100, 2_200)
    assert {tile.y for tile in tiles} == {TILE}
    assert sum(tile.width for tile in tiles) == 5_000


def test_the_cache_lets_go_of_the_oldest_pictures_beyond_its_limit() -> None:
    cache = TileCache(limit=3 * 100 * 100 * 4)
    tiles = [Tile(number, 1.0, 0, 0, 100, 100) for number in range(5)]
    for tile in tiles:
        cache.put(tile, QImage(100, 100, QImage.Format.Format_RGB32))
    assert [cache.get(tile) is not None for tile in tiles] == [False, False, True, True, True]
    assert cache.size == 3 * 100 * 100 * 4


def test_a_caret_moves_by_characters_words_and_lines(text: DocumentText) -> None:
    def move(at: Place, step: Step, *, forward: bool = True) -> Place:
        return text.move(at, step, forward=forward)

    assert move(Place(1, 0), Step.CHARACTER) == Place(1, 1)
    assert move(Place(1, 0), Step.WORD) == Place(1, 3)
    assert move(Place(1, 11), Step.WORD, forward=False) == Place(1, 4)
    assert move(Place(1, 4), Step.LINE) == Place(1, len("One device, one code.\n\n") + 4)
    assert move(Place(1, 4), Step.LINE_EDGE) == Place(1, len("One device, one code."))
    end = len(text.texts[0])
    assert move(Place(1, end), Step.CHARACTER) == Place(2, 0)
    assert move(Place(2, 0), Step.CHARACTER, forward=False) == Place(1, end)
    assert move(Place(1, 5), Step.DOCUMENT_EDGE) == text.end()


def test_offsets_are_code_points_also_after_an_emoji(text: DocumentText) -> None:
    selection = Selection()
    selection.put(Place(2, 4))
    selection.move(text, Step.CHARACTER, forward=True, extend=True)
    assert selection.span is not None
    assert text.words_of(selection.span) == "🎁"
    (box,) = text.rects(selection.span, 2)
    assert box == (72 + 4 * 6, 72, 72 + 5 * 6, 84)


def test_find_heeds_neither_case_nor_accents_nor_line_ends(text: DocumentText) -> None:
    assert [text.words_of(span) for span in text.find("ETE")] == ["été"]
    assert [text.words_of(span) for span in text.find("code. fourteen")] == ["code.\n\nFourteen"]


def test_a_word_is_what_a_double_click_takes(text: DocumentText) -> None:
    assert text.words_of(text.word_at(Place(1, 6))) == "device"
    nothing = text.word_at(Place(2, 5))
    assert nothing.start == nothing.end


@pytest.mark.parametrize(
    ("dragged", "whole"),
    [
        ("$9", "$99"),
        ("9 for", "$99 for"),
        ("1,29", "$1,299.00"),
        ("or 10", "or 10%"),
        ("STELLAN-5", "CASTELLAN-50"),
        ("uth@pm", "ruth@pmpd.example"),
        ("eal-lif", "real-life"),
        (" for ", " for "),
        ("offer", "offer"),
    ],
)
def test_a_drag_takes_whole_words_and_amounts(dragged: str, whole: str) -> None:
    said = "It is $99 for you, or 10% off $1,299.00, with CASTELLAN-50: ask ruth@pmpd.example. A real-life offer."
    text = DocumentText([PageText(612, 792, said, b"")])
    start = said.index(dragged)
    span = text.snapped(Span(Place(1, start), Place(1, start + len(dragged))))
    assert text.words_of(span) == whole
    if "$" in whole and " " not in whole:
        assert text.words_of(text.word_at(Place(1, said.index(whole) + 1))) == whole, "as a double click does"


def test_the_control_number_that_a_page_was_given_here_is_no_hit() -> None:
    """Nor is it where a mail names it: that is a word of the mail."""
    terms = parse("/[A-Z]{4,}[0-9]{2}/ OR moore").wanted
    made = DocumentText(
        [PageText(612, 792, "Item CASE26-000001\nFrom Moore\nUse LANTERN50 as in CASE26-000001.\n", b"")]
    )
    hits, begin = made.find_terms(terms, "CASE26-000001")
    assert ([made.words_of(hit) for hit in hits], begin) == (["Moore", "LANTERN50", "CASE26"], 0)
    theirs = DocumentText([PageText(612, 792, "Item CASE26-000002\n", b"")])
    assert len(theirs.find_terms(terms, "CASE26-000001")[0]) == 1


@pytest.mark.parametrize(
    ("color", "ink"), [("#F0E442", "#000000"), ("#0072B2", "#ffffff"), ("#000000", "#ffffff"), ("#E69F00", "#000000")]
)
def test_keys_are_legible_on_every_tag_colour(color: str, ink: str) -> None:
    assert ink_on(color) == QColor(ink)


class Seen:
    """What a raster thread delivered."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, Tile | None, QImage | KnownError]] = []
        self._changed = threading.Condition()

    def take(self, number: int, tile: Tile | None, answer: QImage | KnownError) -> None:
        with self._changed:
            self.answers.append((number, tile, answer))
            self._changed.notify()

    def wait(self, until: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(until, timeout=60)

    def wait_for(self, answers: int) -> None:
        self.wait(lambda: len(self.answers) == answers)


def test_a_worker_draws_what_is_wanted_now(workers: Workers) -> None:
    seen = Seen()
    thread = RasterThread(workers, seen.take)
    try:
        number = thread.show(pdf(["A page with words."]))
        tile = Tile(1, 1.0, 0, 0, 612, 792)
        thread.want([tile])
        seen.wait(lambda: bool(seen.answers))
        got, drawn, picture = seen.answers[0]
        assert (got, drawn) == (number, tile)
        assert isinstance(picture, QImage)
        assert (picture.width(), picture.height()) == (612, 792)
        colours = {picture.pixelColor(x, y).lightness() for x in range(60, 200) for y in range(60, 80)}
        assert min(colours) < 64, "there is ink where the words are"
        assert picture.pixelColor(500, 700).name() == "#ffffff"
    finally:
        thread.close()


def test_a_document_that_is_none_is_said_so_and_the_thread_lives_on(workers: Workers) -> None:
    seen = Seen()
    thread = RasterThread(workers, seen.take)
    try:
        thread.show(b"this is no PDF")
        thread.want([Tile(1, 1.0, 0, 0, 10, 10)])
        seen.wait(lambda: bool(seen.answers))
        assert isinstance(seen.answers[0][2], KnownError)
        thread.show(pdf(["Fine."]))
        thread.want([Tile(1, 0.5, 0, 0, 306, 396)])
        seen.wait(lambda: len(seen.answers) == 2)
        assert isinstance(seen.answers[1][2], QImage)
    finally:
        thread.close()


def of_page(number: int) -> Tile:
    return Tile(number, 0.1, 0, 0, 61, 79)


def test_who_leafs_on_gets_the_page_though_the_one_before_takes_days_and_was_drawn_ahead(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole document was given up after a minute, in which no other page came."""
    monkeypatch.setattr(RasterThread, "AHEAD_OF_A_PAGE", 0.1)
    seen = Seen()
    thread = RasterThread(workers, seen.take)
    try:
        number = thread.show(slow_page_among(2))
        thread.want([of_page(1)], [of_page(2), of_page(3)])
        seen.wait(lambda: len(seen.answers) == 2)
        thread.want([of_page(4)], [of_page(2)])
        seen.wait(lambda: len(seen.answers) == 3)
    finally:
        thread.close()
    assert [(document, tile) for document, tile, _ in seen.answers] == [(number, of_page(each)) for each in (1, 3, 4)]
    assert all(isinstance(picture, QImage) for _, _, picture in seen.answers)


class Watched:
    """When a document is opened, and when page 2 of it is begun, and by which errors drawing ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.opening, self.ended = threading.Semaphore(0), threading.Semaphore(0), list[str]()
        draw, hold = RasterThread._draw, RasterThread._hold

        def seen_opening(thread: RasterThread, document: int, pdf: bytes) -> None:
            self.opening.release()
            hold(thread, document, pdf)

        def seen_drawing(thread: RasterThread, tile: Tile, allowance: Allowance | None) -> QImage:
            if tile == of_page(2):
                self.begun.release()
            try:
                return draw(thread, tile, allowance)
            except WorkerError as error:
                self.ended.append(error.reason.code)
                raise

        monkeypatch.setattr(RasterThread, "_draw", seen_drawing)
        monkeypatch.setattr(RasterThread, "_hold", seen_opening)


def test_nobody_waits_for_a_page_that_takes_days_and_is_wanted_no_longer(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One scrolls on, opens another document, or closes the case: each waited for it, until it was given up."""
    watched = Watched(monkeypatch)
    for patience in ("PATIENCE", "WITH_A_PAGE"):
        monkeypatch.setattr(RasterThread, patience, 0.1)
    seen, slow = Seen(), slow_page_among(2)
    thread = RasterThread(workers, seen.take)
    first = thread.show(slow)
    try:
        thread.want([of_page(2)])
        assert watched.opening.acquire(timeout=60)
        thread.want([of_page(1)])  # the other is not even begun
        seen.wait_for(1)
        began = watched.begun.acquire(blocking=False)  # or it was too late for that
        thread.want([of_page(2)])
        assert watched.begun.acquire(timeout=60)
        thread.want([of_page(3)])
        seen.wait_for(2)
        thread.want([of_page(2)])
        assert watched.begun.acquire(timeout=60)
        thread.show(pdf(["One", "Two"]))
        thread.want([of_page(2)])
        seen.wait_for(3)
        assert watched.begun.acquire(timeout=60)
        thread.show(slow)
        thread.want([of_page(2)])
        assert watched.begun.acquire(timeout=60)
    finally:
        thread.close()
    told = [(document, tile) for document, tile, _ in seen.answers]
    assert told == [(first, of_page(1)), (first, of_page(3)), (first + 1, of_page(2))]
    assert len(watched.ended) == 3 + began
    assert set(watched.ended) <= {"worker.killed", "worker.exited"}, "one that had not begun yet is told to go"


def test_pages_are_drawn_ahead_for_so_long_together_and_those_asked_for_whatever_that_was(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RasterThread, "AHEAD", 0.0)
    seen = Seen()
    thread = RasterThread(workers, seen.take)
    try:
        thread.show(slow_page_among(2))
        thread.want([of_page(1)], [of_page(3)])
        seen.wait(lambda: len(seen.answers) == 1)
        thread.want([of_page(4)])
        seen.wait(lambda: len(seen.answers) == 2)
    finally:
        thread.close()
    assert [tile for _, tile, _ in seen.answers] == [of_page(1), of_page(4)]


def test_what_is_wanted_anew_while_it_is_drawn_or_on_its_way_is_drawn_once(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step of scrolling wants what is in sight."""
    seen, draw = Seen(), RasterThread._draw

    def scrolling(thread: RasterThread, tile: Tile, allowance: Allowance | None) -> QImage:
        thread.want([tile, of_page(2)], [tile])
        return draw(thread, tile, allowance)

    def take(number: int, tile: Tile | None, answer: QImage | KnownError) -> None:
        if len(seen.answers) == 0:
            thread.want([of_page(1), of_page(2)])
        seen.take(number, tile, answer)

    monkeypatch.setattr(RasterThread, "_draw", scrolling)
    thread = RasterThread(workers, take)
    try:
        number = thread.show(pdf(["First", "Second"]))
        thread.want([of_page(1)])
        seen.wait_for(2)
        thread.taken(number, of_page(1))
        thread.want([of_page(1)])  # there was no room to keep it
        seen.wait_for(3)
    finally:
        thread.close()
    assert [tile for _, tile, _ in seen.answers] == [of_page(1), of_page(2), of_page(1)]


def test_a_page_that_cannot_be_drawn_is_said_so_and_the_others_are_drawn(workers: Workers) -> None:
    too_large = Tile(2, 1e6, 0, 0, 61, 79)
    seen = Seen()
    thread = RasterThread(workers, seen.take)
    try:
        thread.show(pdf(["First", "Second", "Third"]))
        thread.want([too_large, of_page(3)])
        seen.wait(lambda: len(seen.answers) == 2)
    finally:
        thread.close()
    (_, second, error), (_, third, picture) = seen.answers
    assert (second, third) == (too_large, of_page(3))
    assert isinstance(error, KnownError)
    assert isinstance(picture, QImage)


def test_a_highlight_tints_its_words_shows_its_key_beside_the_page_and_is_found(
    qtbot: QtBot, workspace: Workspace
) -> None:
    view = workspace.review.desk.a.view
    assert view.document is not None
    start = view.document.text.texts[0].index("We would like")
    span = Span(Place(1, start), Place(1, start + 13))
    view.set_highlights([Highlight(PassageId(1), span, (Cue("#D55E00", "3", "Solicited"),))], None)
    qtbot.waitUntil(lambda: view.complete, timeout=PATIENCE)
    picture = view.viewport().grab().toImage()
    (box,) = view.document.text.rects(span, 1)
    left, top, _, _ = view._layout.rect(1)
    scrolled = view.verticalScrollBar().value()
    middle = round(top + (box[1] + box[3]) / 2 * view.zoom) - scrolled
    row = [picture.pixelColor(x, middle).name().upper() for x in range(left)]
    assert "#D55E00" in row, "the key's square stands beside the page"
    inside = [picture.pixelColor(round(left + x * view.zoom), middle) for x in range(round(box[0]), round(box[2]))]
    assert any(each.red() > each.blue() + 20 for each in inside), "the words are tinted"
    above = round(top + box[1] * view.zoom) - scrolled - 1
    at_hand = []
    for chosen in (None, PassageId(1)):
        view.set_highlights([Highlight(PassageId(1), span, (Cue("#D55E00", "3", "Solicited"),))], chosen)
        shown = view.viewport().grab().toImage()
        columns = range(round(left + box[0] * view.zoom) + 1, round(left + box[2] * view.zoom) - 1)
        lines = ([shown.pixelColor(x, above + y).lightness() for x in columns] for y in (-1, 0, 1))
        at_hand.append(any(max(line) < 200 for line in lines))
    assert at_hand == [False, True], "the one at hand is framed, however many stand around it"

    view.set_zoom(2 * view.zoom)
    bar, place = view.verticalScrollBar(), view._layout.rect(1)[1] + box[1] * view.zoom
    bar.setValue(bar.maximum())
    assert place < bar.value(), "they are out of sight"
    view.set_found([span], 0)
    assert bar.value() <= place <= bar.value() + view.viewport().height(), "the first that is found comes into sight"


def test_where_a_page_would_be_small_its_blank_margins_are_left_out_but_no_more() -> None:
    wide = fit_words([LETTER], (72.0, 540.0), 900)
    assert wide == fit_width([LETTER], 900), "there is room enough for the whole page"
    ink = kept((72.0, 540.0), LETTER[0])
    narrow = fit_words([LETTER], ink, 480)
    assert narrow > fit_width([LETTER], 480)
    assert (ink[1] - ink[0]) * narrow <= 480
    assert kept((300.0, 310.0), LETTER[0]) == pytest.approx((73.44, 538.56)), "what is no text is not cut off"
    assert kept((5.0, 600.0), LETTER[0]) == (5.0, 600.0)


def test_on_a_large_screen_a_page_grows_no_further_than_one_can_read_better() -> None:
    assert fit_words([LETTER], None, 3_000) == LARGEST


def test_words_tell_how_far_a_page_is_written_on() -> None:
    first, second = (10.0, 0.0, 20.0, 5.0), (30.0, 0.0, 44.0, 5.0)
    text = DocumentText([PageText(612, 792, "ab\n", pack_boxes([first, second, (44.0, 0.0, 44.0, 5.0)]))])
    assert text.ink() == (10.0, 44.0)
    assert DocumentText([PageText(612, 792, "", b"")]).ink() is None


def test_what_was_asked_for_before_a_desk_was_closed_does_not_come_and_what_is_shown_later_is_drawn(
    qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = workspace.review.desk
    view = pages.a.view
    document = view.document
    assert document is not None
    late = Late(monkeypatch, desk, "facts_of")
    pages.open(next(ItemId(each) for each in (1, 2) if each != document.item))
    late.wait(qtbot)
    pages.close_workers()
    late.let_go()
    view.show_document(document)
    qtbot.waitUntil(lambda: view.complete, timeout=PATIENCE)
    assert view.document is document
    view.close_workers()
