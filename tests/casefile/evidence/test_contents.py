"""A file that is stored without being held is read twice, and is the same both times."""

from __future__ import annotations

import io
import random
from typing import BinaryIO, cast

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import contents


class Changing(io.BytesIO):
    """A file in which a byte becomes another once it has been read to its end."""

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        if not found and self.tell():
            self.getbuffer()[self.tell() // 2] ^= 1
        return found


def test_a_file_that_changes_between_its_two_readings_is_refused_and_nothing_of_it_stays(case: Case) -> None:
    data = random.Random(4).randbytes(3 * contents.PIECE_BYTES + 7)
    with case.act("Ada", "intake batch"), pytest.raises(OSError, match="it changed while it was read"):
        contents.store_file(case, cast("BinaryIO", Changing(data)))
    assert [case.value(f"SELECT count(*) FROM {table}") for table in ("content", "piece")] == [0, 0]
    with case.act("Ada", "intake batch"):
        content, new = contents.store_file(case, io.BytesIO(data))
        assert contents.store_file(case, io.BytesIO(data)) == (content, False)
    assert (new, contents.read(case, content)) == (True, data)
