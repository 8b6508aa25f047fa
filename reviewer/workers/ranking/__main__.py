"""``python -m reviewer.workers.ranking``: frames on stdin and stdout, until stdin ends."""

from __future__ import annotations

import os
import sys

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before they are loaded: one thread is as fast here, and leaves the others to the window

from reviewer.domain.reasons.reason import Reason  # noqa: E402
from reviewer.isolation.protocol import EndOfStreamError, Failed, Ready, Request  # noqa: E402
from reviewer.isolation.ranking_messages import Learn, Learned, Rank, Ranked  # noqa: E402
from reviewer.workers.heif.walls import shut_in  # noqa: E402
from reviewer.workers.ranking.model import ENGINE, Model, warm_up  # noqa: E402
from reviewer.workers.sandbox import leave_with_parent  # noqa: E402
from reviewer.workers.stdio import next_request, own_stdout  # noqa: E402

MEMORY, ADDRESS_SPACE = 3 * 2**30, 8 * 2**30
SECONDS = 24 * 3600
"""Of processor time: it lives as long as one reads by it, and whoever asks bounds each request."""


def main() -> int:
    """Serve until the app is gone."""
    send = own_stdout()
    leave_with_parent()
    warm_up()
    send(Ready(role="rank", sandbox=shut_in(MEMORY, ADDRESS_SPACE, SECONDS), engine=ENGINE))
    model = Model()
    while True:
        try:
            frame = next_request()
        except EndOfStreamError:
            return 0
        send(_answer(model, frame.message, frame.blobs))


def _answer(model: Model, request: Request, blobs: list[bytes]) -> Learned | Ranked | Failed:
    if isinstance(request, Learn) and len(blobs) == len(request.items):
        model.add(request.items, (blob.decode("utf-8", "replace") for blob in blobs))
        return Learned(len(model.items), model.build() if request.last else 0)
    if (
        isinstance(request, Rank)
        and not blobs
        and model.knows((*request.relevant, *request.irrelevant, *request.among))
    ):
        return model.rank(request)
    return Failed(Reason("reader.ranks_only"))


if __name__ == "__main__":
    sys.exit(main())
