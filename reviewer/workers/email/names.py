"""File names for attachments: what the sender wrote, made fit to be shown and saved."""

from __future__ import annotations

import re

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_PATH = re.compile(r"[/\\]")
_LONGEST = 200  # characters

_ENDINGS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "text/csv": "csv",
    "text/rtf": "rtf",
    "application/rtf": "rtf",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/ms-tnef": "dat",
    "application/pgp-signature": "asc",
    "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s",
    "message/rfc822": "eml",
    "message/global": "eml",
    "message/news": "eml",
    "message/delivery-status": "txt",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "image/webp": "webp",
}


def fit_name(sent: str, number: str, media_type: str) -> str:
    """The sender's name without folders, control and direction characters; else ``part 1.2.html`` by its place."""
    name = _UNFIT.sub("", _PATH.split(sent.strip())[-1]).strip(" ")
    if not name.strip("."):
        name = f"part {number or '1'}.{_ENDINGS.get(media_type, 'bin')}"
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: _LONGEST - 20]}…{dot}{ending[:18]}" if dot else name[:_LONGEST]
    return name
