"""The names of the PDF format itself, left out of a file's syntax before it is searched for words.

Every PDF says “/Contents” and “/Type/Page”. Such a name is left out where the format wants it and nowhere else: as a
key of a dictionary that is known by its type, or as the value that the standard has for such a key (ISO 32000-2,
7.3.5, 7.5 and 7.7 to 8.10). What people can fill in stays and is searched: strings, comments, streams, the names of
destinations, fonts and layers, and whatever stands where syntax has no place for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_KEYS = frozenset(
    b"""AP Alternate Annots ArtBox Ascent BBox BM BaseFont BitsPerComponent BleedBox CA CIDSystemInfo CIDToGIDMap
    CapHeight Catalog ColorSpace Colors Columns Contents Count CropBox DW DecodeParms DescendantFonts Descent Encoding
    ExtGState Extends Filter First Flags Font FontBBox FontDescriptor FontFile FontFile2 FontFile3 FontMatrix FontName
    FormType Group Height ID Image Index Info ItalicAngle Kids Lang Length Length1 Length2 Length3 MarkInfo Marked
    Matrix MediaBox Metadata Mask Matte Names OpenAction Outlines PageLabels PageLayout PageMode Pages Parent Pattern
    Predictor Prev ProcSet Properties QuadPoints Rect Resources Root Rotate SMask Shading Size StemV StructParent
    StructParents StructTreeRoot Subtype Tabs ToUnicode TrimBox Type UserUnit Version ViewerPreferences Width Widths
    XObject""".split()
)
"""Keys that the writers of our files use."""

_TYPES = frozenset(b"Annot Catalog ExtGState Font FontDescriptor Group Metadata ObjStm Page Pages XObject XRef".split())

_VALUES = {
    b"Type": _TYPES,
    b"Subtype": frozenset(b"CIDFontType0 CIDFontType2 Form Highlight Image TrueType Type0 Type1 Type3 XML".split()),
    b"Filter": frozenset(b"ASCII85Decode ASCIIHexDecode CCITTFaxDecode DCTDecode FlateDecode LZWDecode".split()),
    b"ColorSpace": frozenset(b"DeviceCMYK DeviceGray DeviceRGB".split()),
    b"Alternate": frozenset(b"DeviceCMYK DeviceGray DeviceRGB".split()),
    b"ProcSet": frozenset(b"ImageB ImageC ImageI Text".split()),
    b"Encoding": frozenset([b"Identity-H", b"WinAnsiEncoding"]),
    b"CIDToGIDMap": frozenset([b"Identity"]),
    b"BM": frozenset([b"Multiply", b"Normal"]),
}
"""Names that the standard has as the value of a key."""

_RESOURCES = frozenset(b"ColorSpace ExtGState Font Pattern ProcSet Properties Shading XObject".split())
_DESTINATION = frozenset([b"D", b"SD"])  # what a destination has and a resource has not, ISO 32000-2 12.3.2.4

_TOKEN = re.compile(
    rb"""(?P<space>[\0\t\n\f\r ]+) | (?P<comment>%[^\r\n]*) | (?P<string>\((?:[^()\\]|\\.)*\)) | (?P<open><<)
    | (?P<close>>>) | (?P<hex><[0-9A-Fa-f\0\t\n\f\r ]*>) | (?P<first>\[) | (?P<last>\])
    | /(?P<name>[^\0\t\n\f\r ()<>\[\]{}/%]*)
    | (?P<plain>[^\0\t\n\f\r ()<>\[\]{}/%]+)""",
    re.VERBOSE | re.DOTALL,
)
_PAREN = re.compile(rb"\\.|[()]", re.DOTALL)
_BEFORE_DICTIONARY = re.compile(rb"[\0\t\n\f\r ]*<<")


@dataclass(slots=True)
class _Held:
    """A dictionary, or an array where ``of`` is given, as far as it was read; places are where its names stand."""

    of: bytes | None = None
    key: bytes | None = None
    keys: list[tuple[bytes, int]] = field(default_factory=list)
    names: list[tuple[bytes, bytes, int]] = field(default_factory=list)
    inner: dict[bytes, _Held] = field(default_factory=dict)
    counts: set[bytes] = field(default_factory=set)
    """Keys whose value begins with a number."""

    def put(self) -> bytes:
        """The key that a value belongs to, which is had with it."""
        key = self.of if self.of is not None else self.key
        self.key = None
        return key or b""


def without_own_names(data: bytes) -> bytes:
    """The bytes with spaces in place of the format's own names, where the format wants them."""
    kept = bytearray(data)
    for start, length in _own(data):
        kept[start : start + length] = b" " * length
    return bytes(kept)


def _own(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the format's own names stand, and how long each is; what is malformed, and all after it, has none."""
    stack = [_Held(of=b"")]
    for kind, text, at in _tokens(data):
        if kind in {"open", "first"}:
            of = stack[-1].put()
            held = _Held(of=of if kind == "first" else None)
            if kind == "open":
                stack[-1].inner[of] = held
            stack.append(held)
        elif kind in {"close", "last"}:
            done = stack.pop() if len(stack) > 1 else _Held(of=b"")
            if kind == "close":
                yield from _of_dictionary(done)
            else:
                stack[-1].names += done.names
        elif kind == "name":
            _name(stack[-1], text, at)
        elif kind == "trailer":
            yield at, len(text)
        else:
            key = stack[-1].put()
            stack[-1].counts |= {key} if text.isdigit() else set()


def _tokens(data: bytes) -> Iterator[tuple[str, bytes, int]]:
    """The parts of PDF syntax and where they begin, without white space, comments and the contents of streams."""
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            yield "string", b"", at
            at = _after_string(data, at) if data[at : at + 1] == b"(" else len(data)
            continue
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        start, at = at, found.end()
        if kind == "plain" and text == b"stream":
            end = data.find(b"endstream", at)
            at = len(data) if end < 0 else end + len(b"endstream")
        elif kind == "plain" and text == b"trailer" and _BEFORE_DICTIONARY.match(data, at):
            yield "trailer", text, start
        elif kind not in {"space", "comment"}:
            yield kind, text, start


def _name(held: _Held, name: bytes, at: int) -> None:
    if held.of is None and held.key is None:
        held.key = name
        held.keys.append((name, at))
    else:
        held.names.append((held.put(), name, at))


def _of_dictionary(held: _Held) -> Iterator[tuple[int, int]]:
    """The format's own names in a dictionary that is known: by its type, as a stream's, or as one of resources."""
    keys = {name for name, _ in held.keys}
    typed = any(key == b"Type" and name in _TYPES for key, name, _ in held.names)
    stream, trailer = b"Length" in held.counts, {b"Root", b"Size"} <= held.counts
    if typed or stream or trailer:
        known = _KEYS
    elif keys and keys <= _RESOURCES and keys == held.inner.keys() | (keys & {b"ProcSet"}):
        if any(name in _DESTINATION for each in held.inner.values() for name, _ in each.keys):
            return
        known = _RESOURCES
    else:
        return
    yield from ((at, 1 + len(name)) for name, at in held.keys if name in known)
    yield from ((at, 1 + len(name)) for key, name, at in held.names if name in _VALUES.get(key, ()))


def _after_string(data: bytes, at: int) -> int:
    """Where a string ends that has parentheses in it, ISO 32000-2 7.3.4.2; the end of the data if it does not."""
    depth = 0
    for found in _PAREN.finditer(data, at):
        depth += {b"(": 1, b")": -1}.get(found.group(), 0)
        if not depth:
            return found.end()
    return len(data)
