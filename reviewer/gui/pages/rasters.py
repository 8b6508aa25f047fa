"""Pictures of pages: drawn by a parse worker on a thread of their own, what shows first, what no longer shows never."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from reviewer.errors import KnownError
from reviewer.isolation.protocol import OpenDocument, Pixels, Raster
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
"""Document number, tile and picture; or no tile and what went wrong."""


class RasterThread:
    """Draws the tiles that are wanted now, in order, in one worker that holds the document.

    ``deliver`` is called on this thread.
    """

    TRIES = 2

    def __init__(self, workers: Workers, deliver: Deliver) -> None:
        self._workers = workers
        self._deliver = deliver
        self._changed = threading.Condition()
        self._document = 0
        self._pdf: bytes | None = None
        self._wanted: list[Tile] = []
        self._stopping = False
        self._held = 0
        self._failures = 0
        self._session: Session | None = None
        self._thread = threading.Thread(target=self._work, name="rasters", daemon=True)
        self._thread.start()

    def show(self, pdf: bytes | None) -> int:
        """Turn to another document, or to none; its number, which goes with each of its tiles."""
        with self._changed:
            self._document += 1
            self._pdf, self._wanted, self._failures = pdf, [], 0
            self._changed.notify()
            return self._document

    def want(self, tiles: Sequence[Tile]) -> None:
        """Draw these next, and nothing that was wanted before."""
        with self._changed:
            self._wanted = list(tiles)
            self._changed.notify()

    def close(self) -> None:
        """Stop, once the tile at hand is drawn, and let the worker go."""
        with self._changed:
            self._stopping = True
            self._wanted = []
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or (self._wanted and self._pdf is not None))
                if self._stopping:
                    break
                document, pdf, tile = self._document, self._pdf, self._wanted.pop(0)
            if pdf is None:
                continue
            try:
                self._hold(document, pdf)
                self._deliver(document, tile, self._draw(tile))
            except KnownError as error:
                self._drop_session()
                self._after_failure(document, tile, error)
        self._drop_session()

    def _after_failure(self, document: int, tile: Tile, error: KnownError) -> None:
        with self._changed:
            if document != self._document:
                return
            self._failures += 1
            if self._failures < self.TRIES:
                self._wanted.insert(0, tile)
                return
            self._pdf = None
        self._deliver(document, None, error)

    def _hold(self, document: int, pdf: bytes) -> None:
        if self._session is None:
            self._session, self._held = self._workers.session(), 0
        if self._held != document:
            self._session.ask(OpenDocument(), [pdf])
            self._held = document

    def _draw(self, tile: Tile) -> QImage:
        if self._session is None:
            raise KnownError("the page could not be drawn")
        request = Raster(tile.page, tile.scale, tile.x, tile.y, tile.width, tile.height)
        frame = self._session.ask(request)
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
