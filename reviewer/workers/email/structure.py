"""The tree of parts of a message, as offsets into its bytes, so that what is cut out is what was sent.

The standard library's parser keeps no offsets, and writing a message out again changes it; hence this scan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reviewer.domain.reasons.reason import Reason
from reviewer.workers.email.header import Headers, header_text, raw_text, split_headers
from reviewer.workers.email.parameters import is_media_type, media_type, parameters_again, parse_value

DEEPEST = 50
"""Levels of multiparts; what lies deeper is one part, as it stands."""
MOST_PARTS = 10_000
"""Parts of one message; the rest is one part, as it stands."""
MOST_OUTSIDE = 100
"""Parts outside the boundaries of one multipart; what is beyond them is text."""
_MOST_TOLD = 20  # fields of one header
_HEADER = re.compile(rb"^content-[a-z-]{2,40}[ \t]*:", re.IGNORECASE | re.MULTILINE)
_OF_A_FILE = frozenset(("content-transfer-encoding", "content-disposition"))
_BEHIND_BOUNDARY = re.compile(rb"(--)?[ \t]*\r?(?:\n|\Z)")


@dataclass(slots=True)
class Part:
    """One part: ``start`` to ``end`` of ``source`` are its bytes with headers, ``body`` is where its content begins.

    ``undivided``: a multipart that holds no boundary of its own, so that it is text as it stands.
    """

    start: int
    body: int
    end: int
    headers: Headers
    media_type: str
    parameters: dict[str, str]
    number: str = ""
    parts: list[Part] = field(default_factory=list)
    reason: Reason | None = None
    undivided: bool = False
    epilogue: tuple[int, int] = (0, 0)
    preamble: tuple[int, int] = (0, 0)
    source: bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """The bytes of its content, as they were sent."""
        return self.source[self.body : self.end]

    @property
    def is_multipart(self) -> bool:
        """Whether it was divided."""
        return bool(self.parts)


@dataclass(slots=True)
class Structure:
    """A message taken apart, and what was wrong with it."""

    root: Part
    defects: list[Reason]
    count: int = 1


def take_apart(data: bytes, start: int = 0, end: int | None = None, *, number: str = "") -> Structure:
    """The tree of parts of the message in ``data[start:end]``; ``number`` is its own, where it is a part itself."""
    lines = data if b"\n" in data else data.replace(b"\r", b"\n")  # old Macs; every offset stays
    root = _part(lines, data, start, len(data) if end is None else end, "text/plain", number)
    structure = Structure(root, [])
    if root.headers.junk:
        structure.defects.append(Reason("email.header_junk"))
    open_parts = [(root, 1)]
    while open_parts:
        part, depth = open_parts.pop()
        _tell_ambiguous(part, structure)
        if part.media_type.startswith("multipart/"):
            _divide(lines, part, depth, structure)
            open_parts += [(inner, depth + 1) for inner in reversed(part.parts)]
    return structure


def _tell_ambiguous(part: Part, structure: Structure) -> None:
    """What one program takes for one thing and another for another: there is more in it than is shown, or less."""
    for name, value in part.headers.again()[:_MOST_TOLD]:
        structure.defects.append(Reason("email.field_again", field=name, text=header_text(value)))
    for name in ("content-type", "content-disposition"):
        for key, said in parameters_again(part.headers.first(name))[:_MOST_TOLD]:
            structure.defects.append(Reason("email.parameter_again", field=name, name=key, text=said))
    written = raw_text(part.headers.first("content-type"))
    if "/" in written and not is_media_type(written):
        structure.defects.append(Reason("email.type_unreadable", text=written))


def _part(lines: bytes, source: bytes, start: int, end: int, default: str, number: str) -> Part:  # noqa: PLR0917
    headers, body = split_headers(lines, start, end)
    value, parameters = parse_value(headers.first("content-type"))
    return Part(start, body, end, headers, media_type(value, default), parameters, number, source=source)


def parts_outside(part: Part, start: int, end: int) -> tuple[list[Part], bytes]:
    """What has a header of a part, though it stands before the first boundary of a multipart or behind the last one.

    With it the rest of what stands there.
    """
    between = part.source[start:end]
    blocks: list[tuple[int, int, bool]] = []  # of header fields: begin, end, and whether of a file
    at = 0
    for match in _HEADER.finditer(between):
        if match.start() >= at:
            headers, at = split_headers(between, match.start(), len(between))
            blocks.append((match.start(), at, any(name in _OF_A_FILE for name, _ in headers.fields)))
    if not any(of_a_file for _, _, of_a_file in blocks):
        return [], between
    boundary = re.escape(part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace"))
    own = re.compile(rb"^--%b(?:--)?[ \t]*\r?$" % boundary, re.MULTILINE)
    found: list[Part] = []
    rest, at = bytearray(), 0
    ends = [*(begin for begin, _, _ in blocks[1:]), len(between)]
    for (header, body, of_a_file), until in zip(blocks, ends, strict=True):
        if not of_a_file or len(found) == MOST_OUTSIDE:
            continue
        content = between[body:until].rstrip()
        last = content.rfind(b"\n") + 1
        if own.match(content, last):
            content = content[:last].rstrip(b"\r\n")
        number = f"{part.number}.{len(found) + 1} outside".lstrip(".")
        one = _part(between, between, header, until, "application/octet-stream", number)
        one.end = body + len(content)
        found.append(one)
        rest += between[at:header]
        at = until
    rest += between[at:]
    return found, own.sub(b"", bytes(rest))


def _divide(data: bytes, part: Part, depth: int, structure: Structure) -> None:
    boundary = part.parameters.get("boundary", "").rstrip()
    if not boundary:
        _undivided(part, structure, Reason("email.boundary_unnamed"))
        return
    if depth > DEEPEST:
        _undivided(part, structure, Reason("email.parts_deep", limit=DEEPEST), keep=True)
        return
    spans, closed = _spans(data, part, boundary.encode("utf-8", "replace"))
    if not spans:
        _undivided(part, structure, Reason("email.boundary_missing"))
        return
    if structure.count + len(spans) > MOST_PARTS:
        _undivided(part, structure, Reason("email.parts_many", limit=MOST_PARTS), keep=True)
        return
    if not closed:
        structure.defects.append(Reason("email.multipart_open"))
    structure.count += len(spans)
    default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    prefix = f"{part.number}." if part.number else ""
    part.parts = [
        _part(data, part.source, start, end, default, f"{prefix}{n}") for n, (start, end) in enumerate(spans, 1)
    ]


def _undivided(part: Part, structure: Structure, defect: Reason, *, keep: bool = False) -> None:
    """What cannot be divided is text, as the standard library has it; what may not be divided is kept as bytes."""
    structure.defects.append(defect)
    if keep:
        part.media_type, part.reason = "application/octet-stream", defect.because_of("email.undivided")
    else:
        part.media_type, part.undivided = "text/plain", True


def _spans(data: bytes, part: Part, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """The bytes of each part between the boundary lines (RFC 2046, section 5.1.1), and whether the last one closes."""
    spans: list[tuple[int, int]] = []
    before = -1
    for at, match in _boundary_lines(data, part, b"--" + boundary):
        if before < 0:
            part.preamble = (part.body, at)
        else:
            end = at - 1 if at > before and data[at - 1] == 10 else at
            end = end - 1 if end > before and data[end - 1] == 13 else end
            if end > before:  # a boundary that is written twice has nothing between
                spans.append((before, end))
        before = match.end()
        if match[1]:
            part.epilogue = (before, part.end)
            return spans or [(before, before)], True
        if len(spans) > MOST_PARTS:
            break
    if before >= 0:
        spans.append((before, part.end))
    return spans, False


def _boundary_lines(data: bytes, part: Part, delimiter: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Where each boundary line begins, and what stands behind the boundary: ``--`` in group 1 when it closes."""
    at = data.find(delimiter, part.body, part.end)
    while at >= 0:
        further = at + 1
        if at == 0 or data[at - 1] == 10:
            match = _BEHIND_BOUNDARY.match(data, at + len(delimiter), part.end)
            if match:
                yield at, match
                further = match.end()
        at = data.find(delimiter, further, part.end)
