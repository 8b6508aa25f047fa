"""Texts that were packed by what they were read from, many at a time."""

from __future__ import annotations

from reviewer.casefile.evidence.packing import pack_text, unpack_bytes, unpack_many


def test_texts_that_are_long_together_are_not_unpacked_together() -> None:
    original = b"The cameras are at the quay. "
    text = original.decode() * (2**20 // len(original))
    packed = pack_text(text, original).data
    assert unpack_many([packed] * 3, [original] * 3) == [text.encode()] * 3
    assert unpack_many([packed] * 40, [original] * 40) is None
    assert unpack_bytes(packed, original) == text.encode()
