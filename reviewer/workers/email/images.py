"""The pictures that a message shows from within itself, by Content-ID, their type told by their first bytes."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.workers.email.message import Mail, content_id_of
from reviewer.workers.email.parameters import parse_value
from reviewer.workers.email.transfer import undo

_MOST = 500  # pictures of one message
_LARGEST = 32 * 2**20  # bytes of one picture

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "bmp": "image/bmp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture the page may load: the name it goes by, its media type and bytes."""

    name: str
    media_type: str
    data: bytes


def pictures_of(mail: Mail) -> dict[str, Picture]:
    """The raster images of a message by Content-ID. SVG is none: it is a program, not a picture."""
    found: dict[str, Picture] = {}
    for part in mail.body.attached:
        content_id = content_id_of(part)
        if not content_id or content_id in found or len(found) >= _MOST:
            continue
        encoding = parse_value(part.headers.first("content-transfer-encoding"))[0]
        picture = undo(part.content, encoding).data
        ending = raster_type(picture)
        if ending and len(picture) <= _LARGEST:
            found[content_id] = Picture(f"r{len(found)}.{ending}", _TYPES[ending], picture)
    return found


def raster_type(data: bytes) -> str:
    """``png``, ``jpg``, ``gif``, ``webp`` or ``bmp`` by the first bytes, else empty."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return "bmp" if data.startswith(b"BM") and len(data) > 26 else ""
