"""``python -m reviewer.workers.ranking``: frames on stdin and stdout, until stdin ends."""

from __future__ import annotations

import os
import sys
from functools import partial

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before they are loaded: one thread is as fast here, and leaves the others to the window

from reviewer.domain.reasons.reason import Reason  # noqa: E402
from reviewer.isolation.frames import Frame  # noqa: E402
from reviewer.isolation.protocol import Ready, Request  # noqa: E402
from reviewer.isolation.ranking_messages import Learn, Learned, Rank  # noqa: E402
from reviewer.workers.ranking.model import ENGINE, Model, warm_up  # noqa: E402
from reviewer.workers.refusal import Refusal  # noqa: E402
from reviewer.workers.sandbox import leave_with_parent  # noqa: E402
from reviewer.workers.stdio import own_stdout, serve  # noqa: E402
from reviewer.workers.walls import MANY_REQUESTS, shut_in  # noqa: E402


def main() -> int:
    """Serve until the app is gone."""
    send = own_stdout()
    leave_with_parent()
    warm_up()
    send(Ready(role="rank", sandbox=shut_in(MANY_REQUESTS), engine=ENGINE))
    serve(send, partial(_answer, Model()))
    return 0


def _answer(model: Model, request: Request, blobs: list[bytes]) -> Frame:
    if isinstance(request, Learn) and len(blobs) == len(request.items):
        model.add(request.items, (blob.decode("utf-8", "replace") for blob in blobs))
        return Frame(Learned(len(model.items), model.build() if request.last else 0))
    if (
        isinstance(request, Rank)
        and not blobs
        and model.knows((*request.relevant, *request.irrelevant, *request.among))
    ):
        return Frame(model.rank(request))
    raise Refusal(Reason("reader.ranks_only"))


if __name__ == "__main__":
    sys.exit(main())
