"""``python -m reviewer.workers.encrypting``: frames on stdin and stdout, until stdin ends."""

from __future__ import annotations

import sys

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.exhibit_messages import Encrypt
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Ready, Request
from reviewer.workers.encrypting.encrypt import ENGINE, encrypt, warm_up
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import leave_with_parent
from reviewer.workers.stdio import own_stdout, serve
from reviewer.workers.walls import MANY_REQUESTS, shut_in


def main() -> int:
    """Serve until the app is gone."""
    send = own_stdout()
    leave_with_parent()
    warm_up()
    send(Ready(role="encrypt", sandbox=shut_in(MANY_REQUESTS), engine=ENGINE))
    serve(send, _answer)
    return 0


def _answer(request: Request, blobs: list[bytes]) -> Frame:
    if not isinstance(request, Encrypt):
        raise Refusal(Reason("reader.encrypts_only"))
    printed, made = encrypt(request, blobs)
    return Frame(printed, [made])


if __name__ == "__main__":
    sys.exit(main())
