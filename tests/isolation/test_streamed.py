"""What is sent to a worker goes out in few pieces, all of it and in order."""

from __future__ import annotations

from reviewer.isolation.streamed import PART_BYTES, joined


def test_small_parts_go_out_together_and_large_ones_alone() -> None:
    sizes = [12, 0, 700, PART_BYTES - 712, 5, PART_BYTES + 1, 3, 4]
    parts = [bytes([number]) * size for number, size in enumerate(sizes)]
    pieces = list(joined(parts))
    assert b"".join(pieces) == b"".join(parts)
    assert [len(piece) for piece in pieces] == [PART_BYTES, 5, PART_BYTES + 1, 7]


def test_nothing_makes_no_piece() -> None:
    assert list(joined([])) == []
