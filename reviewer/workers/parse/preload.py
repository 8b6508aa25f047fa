"""Everything a reader may load later, loaded now: behind the walls no file can be opened any more."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import pkgutil
import time

import pymupdf

from reviewer.isolation.exhibit_messages import StampMark
from reviewer.isolation.protocol import (
    Failed,
    LayOut,
    OpenDocument,
    Raster,
    Read,
    ReadOne,
    ReadPages,
    Request,
    SetText,
    Stamp,
)
from reviewer.workers import archive, character_sets, email, exhibits, hidden, office, outlook, pdf, picture, plain
from reviewer.workers.attempt import attempt
from reviewer.workers.dispatch import Desk

_LOADED = (archive, email, exhibits, hidden, office, outlook, pdf, picture, plain)

_MAIL = b"""From: =?utf-8?q?A_B=C3=A9?= <a@example.org>
To: b@example.org
Subject: =?iso-8859-1?b?6Q==?=
Date: Fri, 1 Jan 2016 10:00:00 -0500
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

<p style=3D"color: red">x=E9</p>
--b
Content-Type: application/pdf
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename*=utf-8''%E2%82%AC.pdf

JVBERi0=
--b--
"""


def warm_up() -> str:
    """Load all character sets, try each reader once; returns the engine's name and version."""
    character_sets.load_all()
    time.localtime()
    for package in _LOADED:
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    _try_each()
    return f"PyMuPDF {pymupdf.VersionBind}, MuPDF {pymupdf.VersionFitz}"


def keep_memory() -> None:
    """Have malloc keep what a picture of a page used for the next one: 3,000 page faults less, 6 ms of 9 (glibc)."""
    trim_threshold, mmap_threshold = -1, -3  # <malloc.h>
    with contextlib.suppress(AttributeError, OSError):  # another C library
        libc = ctypes.CDLL(None)
        libc.mallopt(trim_threshold, 64 * 2**20)
        libc.mallopt(mmap_threshold, 32 * 2**20)


def _try_each() -> None:
    desk = Desk()
    made = attempt(lambda: desk.answer(SetText("Warm"), []))
    document = b"%PDF-" if isinstance(made, Failed) else made.blobs[0]
    highlight = StampMark(1, ((10, 10, 50, 20),), "#E69F00", "a", "b")
    trials: list[tuple[Request, list[bytes]]] = [
        (Read((ReadOne("a"), ReadOne("b"))), [_MAIL, document]),
        (LayOut("A-1", ("a.png",)), [_MAIL]),
        (ReadPages(), [document]),
        (OpenDocument(), [document]),
        (Raster(1, 1.0), []),
        (Stamp((highlight,), "A"), [document]),
    ]
    for request, blobs in trials:
        attempt(lambda request=request, blobs=blobs: desk.answer(request, blobs))  # type: ignore[misc]
