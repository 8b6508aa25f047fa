"""Documents too large to be held: read and kept from the disk."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile import items as originals
from reviewer.casefile.case import Case
from reviewer.domain.reading import State
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.streamed import PART_BYTES, Streamed
from reviewer.isolation.workers import Workers
from reviewer.usecases import intake, items, search
from tests.evidence import folder, pdf

NOISE = os.urandom(34 * 2**20)


@pytest.fixture
def large() -> bytes:
    """A document of one page with some words, and within it a large file that no compression makes smaller."""
    with pymupdf.open(stream=pdf(["Doorbell for the night shift"])) as made:
        made.embfile_add("noise.bin", NOISE)
        return bytes(made.tobytes())


def test_a_large_document_is_read_and_kept_byte_for_byte(
    case: Case, workers: Workers, tmp_path: Path, large: bytes
) -> None:
    account = intake.add(case, workers, [folder(tmp_path, {"large.pdf": large})], reviewer="kim")
    assert not account.gaps
    document, noise = items.many(case, search.ids(case, ""))
    assert (document.state, noise.parent) == (State.OK, document.id)
    assert search.ids(case, "doorbell") == [document.id]
    assert originals.original(case, document.id) == large
    assert originals.original(case, noise.id) == NOISE


def test_the_same_large_document_twice_is_stored_once(
    case: Case, workers: Workers, tmp_path: Path, large: bytes
) -> None:
    intake.add(case, workers, [folder(tmp_path, {"a.pdf": large, "b.pdf": large})], reviewer="kim")
    first, second = (item for item in items.many(case, search.ids(case, "")) if item.parent is None)
    assert second.duplicate_of == first.id
    assert originals.content_of(case, first.id) == originals.content_of(case, second.id)


def test_what_is_sent_is_what_stands_on_the_disk() -> None:
    data = os.urandom(2 * PART_BYTES + 1)
    sent = Streamed(io.BytesIO(data), len(data))
    assert b"".join(sent.parts()) == data
    assert sent.sha256 == hashlib.sha256(data).digest()
    assert sent[3:7] == data[3:7]


def test_a_file_that_has_become_shorter_is_not_sent_as_if_it_were_whole() -> None:
    sent = Streamed(io.BytesIO(b"x" * PART_BYTES), PART_BYTES + 1)
    with pytest.raises(WorkerError, match="it changed while it was read"):
        list(sent.parts())
    assert sent.sha256 == b""
