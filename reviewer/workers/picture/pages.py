"""A picture as PDF: each of its pages turned as it is meant to be seen, and never larger than itself."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

import pymupdf
from PIL import Image

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.picture.facts import orientation_of
from reviewer.workers.picture.opening import MAX_PAGES, Pages, bounded, count_pages, decode, open_picture
from reviewer.workers.refusal import Refusal

LETTER = (612.0, 792.0)
"""Width and height of a page in points; a picture that is wider than high has the page lie on its side."""

_MOST_PIXELS = 400_000_000  # of all pages of one item
_SCREEN = 96.0  # dots per inch of a picture that does not say
_STRIP = 4_000_000  # bytes of pixels that are packed at a time

_PLACED = {
    1: "{w} 0 0 {h} {x} {y}",
    2: "-{w} 0 0 {h} {right} {y}",
    3: "-{w} 0 0 -{h} {right} {top}",
    4: "{w} 0 0 -{h} {x} {top}",
    5: "0 -{h} -{w} 0 {right} {top}",
    6: "0 -{h} {w} 0 {x} {top}",
    7: "0 {h} {w} 0 {x} {y}",
    8: "0 {h} -{w} 0 {right} {y}",
}
"""The matrix from the unit square (ISO 32000-2, 8.9.5) to a box, for each Exif orientation."""


@dataclass(frozen=True, slots=True)
class _Pixels:
    """An image as a PDF holds it: dictionary entries, the filter that unpacks it, and its stream."""

    entries: str
    packing: str
    stream: bytes


def picture_to_pdf(data: bytes, title: str) -> bytes:
    """The pages of a picture. Refusal when nothing of it can be drawn; a page that cannot be is said to be missing."""
    with bounded(), pymupdf.open() as document:
        pages, _ = count_pages(open_picture(data), len(data))
        opened = Pages(data)
        left = _MOST_PIXELS
        drawn = 0
        for page in range(min(pages, MAX_PAGES)):
            try:
                left -= _add_page(document, opened, page, left)
                drawn += 1
            except Refusal as refusal:
                if pages == 1:
                    raise
                _add_words(document, f"Page {page + 1} of {pages} is not shown: {refusal}.")
        if not drawn:
            raise Refusal(Reason("picture.no_page"))
        if pages > MAX_PAGES:
            _add_words(document, f"Pages {MAX_PAGES + 1} to {pages} are not shown: there are too many.")
        document.set_metadata({"title": title[:500], "producer": f"PyMuPDF {pymupdf.VersionBind}"})
        return bytes(document.tobytes(garbage=1, no_new_id=True))


def _add_page(document: Any, opened: Pages, page: int, left: int) -> int:
    """Add one page; returns how many pixels it has."""
    image = opened.open(page)
    count = image.width * image.height
    if count > left:
        raise Refusal(Reason("picture.pages_too_large"))
    width, height = _natural_size(image)
    turn = orientation_of(image)
    pixels = _pixels(opened, page)
    if turn >= 5:
        width, height = height, width
    paper = LETTER if width <= height else LETTER[::-1]
    scale = min(1.0, paper[0] / width, paper[1] / height)
    width, height = max(1.0, width * scale), max(1.0, height * scale)
    _draw(document, paper, (width, height), turn, pixels)
    return count


def _natural_size(image: Image.Image) -> tuple[float, float]:
    """Width and height in points as stored, by the dots per inch that the file states if they can be."""
    stated = image.info.get("dpi") or (_SCREEN, _SCREEN)
    try:
        across, down = (float(value) for value in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        across = down = _SCREEN
    if not (20 <= across <= 10_000 and 20 <= down <= 10_000):
        across = down = _SCREEN
    return image.width * 72 / across, image.height * 72 / down


def _draw(document: Any, paper: tuple[float, float], size: tuple[float, float], turn: int, pixels: _Pixels) -> None:
    page = document.new_page(width=paper[0], height=paper[1])
    held = document.get_new_xref()
    document.update_object(held, f"<</Type/XObject/Subtype/Image{pixels.entries}>>")
    document.update_stream(held, pixels.stream, new=True, compress=False)  # which drops the filter
    document.xref_set_key(held, "Filter", f"/{pixels.packing}")
    (width, height), x, y = size, (paper[0] - size[0]) / 2, (paper[1] - size[1]) / 2
    numbers = {"w": width, "h": height, "x": x, "y": y, "right": x + width, "top": y + height}
    matrix = _PLACED[turn].format(**{name: f"{value:.3f}" for name, value in numbers.items()})
    content = document.get_new_xref()
    document.update_object(content, "<<>>")
    document.update_stream(content, f"q {matrix} cm /Picture Do Q".encode("ascii"), new=True)
    document.xref_set_key(page.xref, "Resources", f"<</XObject<</Picture {held} 0 R>>>>")
    document.xref_set_key(page.xref, "Contents", f"{content} 0 R")


def _add_words(document: Any, words: str) -> None:
    page = document.new_page(width=LETTER[0], height=LETTER[1])
    page.insert_textbox(pymupdf.Rect(72, 72, 540, 720), words, fontsize=11)


# ── pixels ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _pixels(opened: Pages, page: int) -> _Pixels:
    """A JPEG as it stands where every PDF reader takes it so, all else as plain pixels."""
    image = opened.open(page)
    if image.format in ("JPEG", "MPO") and image.mode in ("L", "RGB") and decode(opened, roughly=True).whole:
        space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
        return _Pixels(_entries(image, space, 8), "DCTDecode", opened.data)
    shown = flat(decode(opened, page).image)
    space, bits = {"1": ("DeviceGray", 1), "L": ("DeviceGray", 8), "RGB": ("DeviceRGB", 8)}[shown.mode]
    return _Pixels(_entries(shown, space, bits), "FlateDecode", _packed(shown))


def _entries(image: Image.Image, space: str, bits: int) -> str:
    return f"/Width {image.width}/Height {image.height}/ColorSpace/{space}/BitsPerComponent {bits}"


def flat(image: Image.Image) -> Image.Image:
    """The picture in black and white, grey or RGB; what shines through is put on white paper."""
    if image.mode in ("1", "L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of more than eight bits, from the darkest to the brightest that occurs (16 bits: from 0 to 65,535)."""
    low, high = (0.0, 65_535.0) if image.mode.startswith("I;16") else _extremes(image)
    scale = 255 / (high - low) if high > low else 0.0
    wide = image.convert("F")
    return wide.point(lambda value: value * scale - low * scale).convert("L")


def _extremes(image: Image.Image) -> tuple[float, float]:
    found: Any = image.getextrema()
    low, high = found
    return float(low), float(high)


def _packed(image: Image.Image) -> bytes:
    """The pixels, packed in strips so that they are in memory once only."""
    row = max(1, image.width * (3 if image.mode == "RGB" else 1))
    rows = max(1, _STRIP // row)
    packer = zlib.compressobj(1 if row * image.height > 30_000_000 else 6)
    pieces = [
        packer.compress(image.crop((0, top, image.width, min(top + rows, image.height))).tobytes())
        for top in range(0, image.height, rows)
    ]
    return b"".join([*pieces, packer.flush()])
