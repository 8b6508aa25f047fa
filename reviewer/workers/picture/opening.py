"""Open a picture by what its bytes say, within bounds, and decode it as far as it goes."""

from __future__ import annotations

import contextlib
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, ImageOps, MpoImagePlugin

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.refusal import Refusal

MAX_PIXELS = 200_000_000
"""Pixels of one picture; a larger one would not fit into a reader's memory."""

MAX_PAGES = 2_000
"""Pages of one TIFF that are looked at."""

NAMES = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "PNG": "PNG",
    "GIF": "GIF",
    "BMP": "BMP",
    "DIB": "BMP",
    "TIFF": "TIFF",
    "WEBP": "WebP",
    "JPEG2000": "JPEG 2000",
    "HEIF": "HEIC",
    "AVIF": "AVIF",
    "ICO": "ICO",
    "PPM": "PPM",
    "PCX": "PCX",
    "PSD": "Photoshop",
}
"""Pillow's names of the formats that are read, and what people call them. No other plug-in of Pillow is ever asked."""

PILLOW_ERRORS: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    struct.error,
)
"""What Pillow raises for damaged pictures: next to anything, as its plug-ins read numbers without checking them."""

_PAGED = frozenset({"TIFF"})
_UNDRAWN = frozenset({"HEIF"})  # its decoder starts threads, which no reader may do
_COUNTED_UP_TO = 50_000_000  # bytes; Pillow walks through a whole film to count its pictures

LOADED_LATE = (ImageCms, ImageOps, MpoImagePlugin)
"""Modules that Pillow loads when a picture needs them; behind the walls it would be too late."""

# One thread each: behind the walls there is no second one.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
Image.init()
_READ = tuple(name for name in NAMES if name in Image.OPEN)  # what JPEG holds more of is MPO, without a name there


@dataclass(slots=True)
class DecodedPage:
    """One page of a picture with its pixels in memory; ``whole`` says that all of them could be decoded."""

    image: Image.Image
    whole: bool


def can_be_drawn(image: Image.Image) -> bool:
    """Whether a decoder is to be had that works behind a reader's walls."""
    return image.format not in _UNDRAWN


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Pillow's warnings kept quiet, save that of a decompression bomb, which is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def open_picture(data: bytes, *, page: int = 0) -> Image.Image:
    """The picture, not yet decoded, at a page counted from 0; Refusal for what is none or too large."""
    with _refusing():
        image = Image.open(BytesIO(data), formats=_READ)
    return _turned_to(image, page)


class Pages:
    """The pages of one picture, in order. A TIFF tells of each page in the one before: it is gone through once only."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._paged: Image.Image | None = None

    def open(self, page: int) -> Image.Image:
        """A page counted from 0, not decoded unless it was the last to be opened; Refusal as :func:`open_picture`."""
        if self._paged is not None:
            return _turned_to(self._paged, page)
        image = open_picture(self.data, page=page)
        if image.format in _PAGED:
            self._paged = image
        return image


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(Reason("picture.over_limit", limit=MAX_PIXELS)) from error
    except PILLOW_ERRORS as error:
        raise Refusal(Reason("picture.unreadable")) from error


def _turned_to(image: Image.Image, page: int) -> Image.Image:
    with _refusing():
        if page or (image.format in _PAGED and image.tell()):  # Photoshop's layers are counted from 1
            image.seek(page)
    if image.width * image.height > MAX_PIXELS:
        raise Refusal(Reason("picture.too_large", width=image.width, height=image.height))
    return image


def count_pages(image: Image.Image, size: int) -> tuple[int, int]:
    """Pages to be shown one by one, and pictures of a film or set of which the first is shown; ``size`` in bytes."""
    if size > _COUNTED_UP_TO and image.format not in _PAGED:
        return 1, 1
    try:
        count = int(getattr(image, "n_frames", 1))
    except PILLOW_ERRORS:
        count = 1  # where the list of pages is broken off, the first is still to be had
    return (count, 1) if image.format in _PAGED else (1, count)


def decode(pages: Pages, page: int = 0, *, roughly: bool = False) -> DecodedPage:
    """Decode one page, the undamaged beginning of it where there is no more; Refusal where there is nothing.

    ``roughly`` makes a smaller picture where that is cheaper; every byte is still looked at.
    """
    image = pages.open(page)
    if not can_be_drawn(image):
        raise Refusal(Reason("picture.no_decoder", format=NAMES[image.format or ""]))
    try:
        return DecodedPage(_loaded(image, roughly=roughly), whole=True)
    except PILLOW_ERRORS:
        return DecodedPage(_as_far_as_it_goes(pages.data, page), whole=False)


def _loaded(image: Image.Image, *, roughly: bool) -> Image.Image:
    try:
        if roughly and image.format in ("JPEG", "MPO"):
            image.draft(None, (image.width // 8, image.height // 8))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(Reason("picture.over_limit", limit=MAX_PIXELS)) from error
    return image


def _as_far_as_it_goes(data: bytes, page: int) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        return _loaded(open_picture(data, page=page), roughly=False)
    except PILLOW_ERRORS as error:
        raise Refusal(Reason("picture.damaged")) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
