"""A finished PDF as a parser reads it that the program has no part in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.generic import IndirectObject, StreamObject


def everything(data: bytes) -> Iterator[bytes]:
    """The bytes of a PDF, each object of it, streams decoded, and the words of its pages."""
    yield data
    reader = pypdf.PdfReader(io.BytesIO(data))
    yield repr(reader.trailer).encode()
    for number in sorted({*reader.xref.get(0, {}), *reader.xref_objStm} - {0}):
        held: Any = reader.get_object(IndirectObject(number, 0, reader))
        yield repr(held).encode()
        if isinstance(held, StreamObject):
            yield held.get_data()
    yield "".join(page.extract_text() for page in reader.pages).encode()
