"""``python -m reviewer.workers.encrypting``: frames on stdin and stdout, until stdin ends."""

from __future__ import annotations

import sys

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Encrypt
from reviewer.isolation.protocol import EndOfStreamError, Failed, Frame, Ready, Request
from reviewer.workers.attempt import attempt
from reviewer.workers.encrypting.encrypt import ENGINE, encrypt, warm_up
from reviewer.workers.heif.walls import shut_in
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import leave_with_parent
from reviewer.workers.stdio import next_request, own_stdout

MEMORY, ADDRESS_SPACE = 3 * 2**30, 8 * 2**30
SECONDS = 24 * 3600
"""Of processor time: whoever asks bounds each request."""


def main() -> int:
    """Serve until the app is gone."""
    send = own_stdout()
    leave_with_parent()
    warm_up()
    send(Ready(role="encrypt", sandbox=shut_in(MEMORY, ADDRESS_SPACE, SECONDS), engine=ENGINE))
    while True:
        try:
            frame = next_request()
        except EndOfStreamError:
            return 0
        answer = attempt(lambda: _answer(frame.message, frame.blobs))  # noqa: B023 - it is asked before the next comes
        if isinstance(answer, Failed):
            send(answer)
        else:
            send(answer.message, *answer.blobs)


def _answer(request: Request, blobs: list[bytes]) -> Frame:
    if not isinstance(request, Encrypt):
        raise Refusal(Reason("reader.encrypts_only"))
    printed, made = encrypt(request, blobs)
    return Frame(printed, [made])


if __name__ == "__main__":
    sys.exit(main())
