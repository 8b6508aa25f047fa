"""Items that take long to read have a time together in each file at the top; others are read whatever those took."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.evidence.unpack_limits import UnpackingLimits
from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.allowance import Allowance
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Read, Request
from reviewer.isolation.streamed import Blob
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence.intake.trees import Source, TreeReader
from tests.endurance import at_length
from tests.holding.hostile import forms_within_forms

SLOW = b"It takes long to read."
SECONDS = 3.0


class Slow(Workers):
    """Workers whose readers take three seconds over some items, and end over them where they have less or others."""

    def ask(
        self,
        request: Request,
        blobs: Sequence[Blob] = (),
        *,
        seconds: float = 30.0,
        allowance: Allowance | None = None,
    ) -> Frame:
        if isinstance(request, Read) and SLOW in blobs:
            if allowance is None:
                raise WorkerError(Reason("worker.processor_time", worker="reader", signal=27), "crashed")
            allowance.spend(min(SECONDS, allowance.left))
            if allowance.used < SECONDS:
                raise allowance.over()
            allowance = None
        return super().ask(request, blobs, seconds=seconds, allowance=allowance)


def test_items_that_take_long_have_so_much_time_in_one_file_and_others_are_read_after_them() -> None:
    sources = [Source(f"{number}.txt", SLOW if number % 2 else b"Words") for number in range(8)]
    sources += [Source("another.txt", SLOW, file=1)]
    with Slow(1) as workers:
        nodes = TreeReader(workers, limits=UnpackingLimits(seconds=7)).read(sources)
    late = ["reader.slow_items"]
    found = [[each.code for each in node.reading.reasons] for node in nodes]
    assert found == [[], [], [], [], [], late, [], late, []]


@at_length
def test_attachments_that_each_use_up_a_reader_are_given_up_soon_once_some_have(workers: Workers) -> None:
    hostile = [Source(f"{number}.pdf", forms_within_forms(9) + b"%" * number) for number in range(6)]
    nodes = TreeReader(workers, limits=UnpackingLimits(seconds=4)).read([*hostile, Source("a.txt", b"Words")])
    found = [[each.code for each in node.reading.reasons] for node in nodes]
    assert found == [["reader.slow_items"]] * 6 + [[]]
