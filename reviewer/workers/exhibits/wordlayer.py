"""Words of OCR put on scanned pages as text that is there and not seen, as scanners do.

The font has no shapes and is in no file: a code is the Unicode number of its letter, and all letters are half as wide
as high. Each word is stretched to its place; words on one line stand on one baseline, so that readers keep them
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pymupdf

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import WordLayer
from reviewer.workers.exhibits.streams import add_font, free_name, new_stream, numbers, page_matrix
from reviewer.workers.refusal import Refusal

_FONT = "ExhibitWords"
_WIDE = 0.5  # of the size: the width of each letter, /DW below
_ABOVE = 0.8  # of a line's height that stands above its baseline

Word = tuple[str, tuple[float, float, float, float]]


def add_words(document: Any, layers: Sequence[WordLayer]) -> None:
    """Put each layer on its page; Refusal for a page that is not there."""
    if not layers:
        return
    font, name = _font(document), free_name(document, _FONT)
    for layer in layers:
        if not 1 <= layer.page <= document.page_count:
            raise Refusal(Reason("pdf.words_off", page=layer.page, count=document.page_count))
        page = document[layer.page - 1]
        page.wrap_contents()
        to_page = page_matrix(document, layer.page)
        shown = "".join(_line(line, to_page, name) for line in _lines(layer.words))
        streams = [*page.get_contents(), new_stream(document, f"q BT 3 Tr\n{shown}ET Q\n")]
        document.xref_set_key(page.xref, "Contents", "[" + " ".join(f"{xref} 0 R" for xref in streams) + "]")
        add_font(document, layer.page, name, font)


def _lines(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words that follow one another on a line; each alone where text runs up or down."""
    line: list[Word] = []
    for word in words:
        if line and not _follows(line[-1][1], word[1]):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _follows(before: Sequence[float], box: Sequence[float]) -> bool:
    overlap = min(before[3], box[3]) - max(before[1], box[1])
    return overlap > 0.5 * min(before[3] - before[1], box[3] - box[1]) and box[0] >= before[0]


def _line(line: Sequence[Word], to_page: Any, font: str) -> str:
    top, bottom = min(box[1] for _, box in line), max(box[3] for _, box in line)
    size = max(1.0, bottom - top)
    out = []
    for text, (x0, _, x1, _) in line:
        codes = "".join(char if ord(char) < 0x10000 else "\ufffd" for char in text).encode("utf-16-be", "replace")
        stretch = max(0.1, x1 - x0) / (len(codes) / 2 * _WIDE * size)
        at = pymupdf.Matrix(stretch, 0, 0, -1, x0, top + size * _ABOVE) * to_page
        out.append(f"/{font} {numbers(size)} Tf {numbers(*at)} Tm <{codes.hex()}> Tj\n")
    return "".join(out)


def to_unicode() -> str:
    """Which letter each code is, the same in every file: ISO 32000-2 9.10.3."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    blocks = [ranges[at : at + 100] for at in range(0, 256, 100)]
    mapping = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapping}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end\n"
    )


def _font(document: Any) -> int:
    unicode = new_stream(document, to_unicode())
    font = int(document.get_new_xref())
    document.update_object(
        font,
        f"<</Type/Font/Subtype/Type0/BaseFont/{_FONT}/Encoding/Identity-H/ToUnicode {unicode} 0 R/DescendantFonts["
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{_FONT}/CIDToGIDMap/Identity/DW {_WIDE * 1000:.0f}"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor<</Type/FontDescriptor/FontName/{_FONT}/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0"
        "/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>]>>",
    )
    return font
