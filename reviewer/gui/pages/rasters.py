"""Pictures of pages: drawn by a parse worker on a thread of their own, what shows first, what no longer shows never."""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from reviewer.errors import KnownError
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.protocol import OpenDocument, Opened, Pixels, Raster
from reviewer.isolation.workers import Session, Workers

TILE = 2048
"""Longest side of one picture, in device pixels; a page at ordinary zoom is one tile."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Part of a page at a scale (device pixels per point): the clip is in device pixels of the whole page."""

    page: int
    scale: float
    x: int
    y: int
    width: int
    height: int


def tiles_of(page: int, scale: float, size: tuple[int, int], top: int, bottom: int) -> list[Tile]:
    """The tiles of a page of some width and height in device pixels that show between ``top`` and ``bottom``."""
    width, height = size
    return [
        Tile(page, scale, x, y, min(TILE, width - x), min(TILE, height - y))
        for y in range(0, height, TILE)
        for x in range(0, width, TILE)
        if y < bottom and y + TILE > top
    ]


class TileCache:
    """The latest tiles, as many as fit into a number of bytes."""

    def __init__(self, limit: int = 160 * 2**20) -> None:
        self._limit = limit
        self._size = 0
        self._tiles: OrderedDict[Tile, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tiles)

    @property
    def size(self) -> int:
        """Bytes held."""
        return self._size

    def get(self, tile: Tile) -> QImage | None:
        """The picture of a tile, which is then the latest."""
        found = self._tiles.get(tile)
        if found is not None:
            self._tiles.move_to_end(tile)
        return found

    def put(self, tile: Tile, image: QImage) -> None:
        """Keep a picture, and let go of the oldest beyond the limit."""
        before = self._tiles.pop(tile, None)
        self._size += image.sizeInBytes() - (before.sizeInBytes() if before else 0)
        self._tiles[tile] = image
        while self._size > self._limit and len(self._tiles) > 1:
            self._size -= self._tiles.popitem(last=False)[1].sizeInBytes()

    def stand_in(self, page: int) -> tuple[Tile, QImage] | None:
        """The latest whole picture of a page at some other scale."""
        for tile in reversed(self._tiles):
            if tile.page == page and tile.x == 0 and tile.y == 0 and tile.width < TILE and tile.height < TILE:
                return tile, self._tiles[tile]
        return None

    def clear(self) -> None:
        """Forget every picture."""
        self._tiles.clear()
        self._size = 0


Deliver = Callable[[int, Tile | None, QImage | KnownError], None]
"""Document number, tile, and its picture or what went wrong with its page; no tile where it did with the document."""


@dataclass(slots=True)
class _AtHand:
    """A tile that is drawn, or for which its document is opened; since when, in seconds of the clock."""

    document: int
    tile: Tile
    since: float
    drawn: bool = False
    left: bool = False
    """Whether it is wanted no longer."""


class RasterThread:
    """Draws the tiles that are wanted now, in order, in one worker that holds the document, and then others ahead.

    What is drawn ahead has some processor time of the document's, and each page a little of that: whoever leafs on does
    not wait for a page that was not asked for, nor for one that is wanted no longer. ``deliver`` is called on this
    thread.
    """

    TRIES = 2
    PATIENCE, WITH_A_PAGE = 0.5, 2.0
    """Seconds: what is drawn for as long is broken off, with its worker, when another document or another page of it is
    wanted. To draw a page of the same one another worker has to be given all of it."""
    AHEAD, AHEAD_OF_A_PAGE = 10.0, 2.0
    """Seconds of processor time for all that is drawn ahead of a document, and for a page of it."""

    def __init__(self, workers: Workers, deliver: Deliver) -> None:
        self._workers = workers
        self._deliver = deliver
        self._changed = threading.Condition()
        self._document = 0
        self._pdf: bytes | None = None
        self._wanted: list[Tile] = []
        self._ahead: list[Tile] = []
        self._handed: set[Tile] = set()
        self._slow: set[int] = set()
        self._left_ahead = self.AHEAD
        self._stopping = False
        self._held = 0
        self._pages = 0
        self._failures: Counter[int] = Counter()
        self._session: Session | None = None
        self._at_hand: _AtHand | None = None
        self._patience: threading.Timer | None = None
        self._broken_off = False
        self._thread = threading.Thread(target=self._work, name="rasters", daemon=True)
        self._thread.start()

    def show(self, pdf: bytes | None) -> int:
        """Turn to another document, or to none; its number, which goes with each of its tiles."""
        with self._changed:
            self._document += 1
            self._pdf, self._wanted, self._ahead, self._left_ahead = pdf, [], [], self.AHEAD
            self._failures.clear()
            self._handed.clear()
            self._slow.clear()
            self._leave_at_hand(self.PATIENCE)
            self._changed.notify()
            return self._document

    def want(self, tiles: Sequence[Tile], ahead: Sequence[Tile] = ()) -> None:
        """Draw these next, then those ``ahead``, and nothing that was wanted before; not what is on its way."""
        with self._changed:
            self._wanted, self._ahead = ([each for each in some if each not in self._handed] for some in (tiles, ahead))
            hand = self._at_hand
            if hand is not None and hand.document == self._document:
                hand.left = hand.tile not in tiles
                if not hand.left or not hand.drawn:
                    self._stop_patience()
                elif self._patience is None:  # each step of scrolling comes here
                    self._leave_at_hand(self.WITH_A_PAGE)
            self._changed.notify()

    def taken(self, document: int, tile: Tile) -> None:
        """What was delivered has arrived: it is drawn again if it is wanted again."""
        with self._changed:
            if document == self._document:
                self._handed.discard(tile)

    def close(self) -> None:
        """Stop, in the middle of a tile, and let the worker go."""
        with self._changed:
            self._stopping = True
            self._wanted, self._ahead = [], []
            self._leave_at_hand(0.0)
            self._changed.notify()
        self._thread.join()

    def _leave_at_hand(self, patience: float) -> None:
        """End the worker once it has drawn, or opened, for so long what is at hand now and wanted no longer."""
        hand = self._at_hand
        if hand is None:
            return
        self._stop_patience()
        hand.left = True
        left = hand.since + patience - time.monotonic()
        if left > 0:
            self._patience = threading.Timer(left, self._break_off, (hand,))
            self._patience.daemon = True
            self._patience.start()
        else:
            self._break_off(hand)

    def _stop_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _break_off(self, hand: _AtHand) -> None:
        with self._changed:
            if hand is self._at_hand and self._session is not None:
                self._broken_off = True
                self._session.interrupt()

    def _work(self) -> None:
        while True:
            with self._changed:
                broken_off, self._at_hand, self._broken_off = self._broken_off, None, False
                self._stop_patience()
            if broken_off:
                self._drop_session()  # also where it was done by then
            with self._changed:
                self._changed.wait_for(
                    lambda: self._stopping or ((self._wanted or self._ahead) and self._pdf is not None)
                )
                if self._stopping:
                    break
                document, pdf, ahead = self._document, self._pdf, not self._wanted
                tile = (self._wanted or self._ahead).pop(0)
                spare = min(self.AHEAD_OF_A_PAGE, self._left_ahead)
                if pdf is None or (ahead and (tile.page in self._slow or spare <= 0)):
                    continue
                self._at_hand = _AtHand(document, tile, time.monotonic())
            allowance = Allowance(spare) if ahead else None
            self._make(document, pdf, tile, allowance)
            if allowance is not None:
                self._count_ahead(document, allowance)
        self._drop_session()

    def _make(self, document: int, pdf: bytes, tile: Tile, allowance: Allowance | None) -> None:
        """Draw a tile and hand it on; with an ``allowance`` it is one ahead."""
        opened = False
        try:
            self._hold(document, pdf)
            opened = True
            if not self._begin_drawing():
                return
            picture = self._draw(tile, allowance)
        except KnownError as error:
            self._drop_session()
            if self._broken_off:
                return
            if allowance is not None and opened:
                self._leave_ahead(document, tile)
            else:
                self._after_failure(document, tile, error, of_page=opened and self._pages > 1)
        else:
            self._hand_on(document, tile)
            self._deliver(document, tile, picture)

    def _hand_on(self, document: int, tile: Tile) -> None:
        """Who wants it anew while it is drawn, as each step of scrolling does, gets what is drawn now."""
        with self._changed:
            if document == self._document:
                self._handed.add(tile)
                self._wanted, self._ahead = (
                    [each for each in some if each != tile] for some in (self._wanted, self._ahead)
                )

    def _begin_drawing(self) -> bool:
        """Whether what its document was opened for is still wanted, and is drawn from now on."""
        with self._changed:
            hand = self._at_hand
            if hand is None or hand.left:
                return False
            hand.since, hand.drawn = time.monotonic(), True
            return True

    def _leave_ahead(self, document: int, tile: Tile) -> None:
        """Draw a page only if it is asked for."""
        with self._changed:
            if document == self._document:
                self._slow.add(tile.page)

    def _count_ahead(self, document: int, allowance: Allowance) -> None:
        with self._changed:
            if document == self._document:
                self._left_ahead -= allowance.used

    def _after_failure(self, document: int, tile: Tile, error: KnownError, *, of_page: bool) -> None:
        """Try again; then give up the page, or the document where it has no other, or cannot be opened."""
        page = tile.page if of_page else 0
        with self._changed:
            if document != self._document:
                return
            self._failures[page] += 1
            if self._failures[page] < self.TRIES:
                self._wanted.insert(0, tile)
                return
            if of_page:
                self._slow.add(page)
                self._wanted = [each for each in self._wanted if each.page != page]
            else:
                self._pdf = None
        self._deliver(document, tile if of_page else None, error)

    def _hold(self, document: int, pdf: bytes) -> None:
        if self._session is None:
            self._session, self._held = self._workers.session(), 0
        if self._held != document:
            opened: Opened = self._session.ask(OpenDocument(), [pdf]).message
            self._held, self._pages = document, len(opened.sizes)

    def _draw(self, tile: Tile, allowance: Allowance | None) -> QImage:
        if self._session is None:
            raise KnownError("the page could not be drawn")
        request = Raster(tile.page, tile.scale, tile.x, tile.y, tile.width, tile.height)
        frame = self._session.ask(request, allowance=allowance)
        pixels = frame.message
        if not isinstance(pixels, Pixels) or not frame.blobs or pixels.width < 1 or pixels.height < 1:
            raise KnownError("the worker answered something other than a picture")
        data = frame.blobs[0]
        if pixels.width > 2 * TILE or pixels.height > 2 * TILE or len(data) != pixels.width * pixels.height * 3:
            raise KnownError("the worker answered a picture of another size than it said")
        image = QImage(data, pixels.width, pixels.height, pixels.width * 3, QImage.Format.Format_RGB888)
        return image.convertToFormat(QImage.Format.Format_RGB32)

    def _drop_session(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session, self._held = None, 0
