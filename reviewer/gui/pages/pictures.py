"""The pictures of the pages in sight: asked for, kept while there is room, and painted as they come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPainter

from reviewer.errors import KnownError
from reviewer.gui.operations import Courier
from reviewer.gui.pages import painting
from reviewer.gui.pages.rasters import RasterThread, Tile, TileCache
from reviewer.isolation.workers import Workers


class PagePictures(QObject):
    """The pictures of one document.

    ``come`` says that there is one more, or will be none of a page; ``failed`` carries why there is none at all.
    """

    come = Signal()
    failed = Signal(object)

    def __init__(self, workers: Workers, courier: Courier, parent: QObject) -> None:
        super().__init__(parent)
        self._workers = workers
        self._courier = courier
        self._tiles = TileCache()
        self._rasters: RasterThread | None = None
        self._document = 0
        self._undrawn: dict[int, KnownError] = {}

    def __len__(self) -> int:
        return len(self._tiles)

    def show(self, pdf: bytes | None) -> None:
        """Turn to another document, or to none, and forget the pictures of the one before."""
        self._tiles.clear()
        self._undrawn.clear()
        if pdf is not None and self._rasters is None:
            self._rasters = RasterThread(self._workers, self._from_thread)
        if self._rasters is not None:
            self._document = self._rasters.show(pdf)

    def close(self) -> None:
        """Stop drawing and let the worker go."""
        self.show(None)
        if self._rasters is not None:
            self._rasters.close()
            self._rasters, self._document = None, -1  # what was drawn last may still arrive

    def want(self, tiles: Iterable[Tile], ahead: Iterable[Tile] = ()) -> None:
        """Have those drawn of which there is no picture, in this order, and nothing that was wanted before.

        Those ``ahead`` come after them, as far as that takes little.
        """
        if self._rasters is not None:
            seen, later = ([tile for tile in some if not self.has([tile])] for some in (tiles, ahead))
            self._rasters.want(seen, later)

    def has(self, tiles: Iterable[Tile]) -> bool:
        """Whether all of these are drawn, or cannot be."""
        return all(tile.page in self._undrawn or self._tiles.get(tile) is not None for tile in tiles)

    def paint(
        self, painter: QPainter, frame: painting.Frame, page: int, tiles: Sequence[Tile], device_ratio: float
    ) -> None:
        """Paint a page; where a picture is still to come, paper, and what there is of the page at another zoom."""
        pictures = [(tile, self._tiles.get(tile)) for tile in tiles]
        if page in self._undrawn:
            words = self.tr("This page cannot be drawn: {0}").format(self._undrawn[page])
            painting.paper_with_words(painter, frame, words)
        elif any(picture is None for _, picture in pictures):
            painting.paper(painter, frame)
            other = self._tiles.stand_in(page)
            if other is not None:
                painter.drawImage(frame.rect, other[1])
        for tile, picture in pictures:
            if picture is not None:
                corner = frame.rect.topLeft() + QPointF(tile.x, tile.y) / device_ratio
                painter.drawImage(QRectF(corner, QSizeF(tile.width, tile.height) / device_ratio), picture)

    def _from_thread(self, document: int, tile: Tile | None, picture: QImage | KnownError) -> None:
        self._courier.post(lambda: self._drawn(document, tile, picture))

    def _drawn(self, document: int, tile: Tile | None, picture: QImage | KnownError) -> None:
        if document != self._document:
            return
        if tile is not None and isinstance(picture, QImage):
            self._tiles.put(tile, picture)
            if self._rasters is not None:
                self._rasters.taken(document, tile)
            self.come.emit()
        elif tile is not None and isinstance(picture, KnownError):
            self._undrawn[tile.page] = picture
            self.come.emit()
        elif isinstance(picture, KnownError):
            self.failed.emit(picture)
