"""``python -m reviewer.workers.print [SECONDS]``: frames on stdin and stdout, until stdin ends.

SECONDS is how long one page may take, 120 unless told otherwise.
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from typing import TYPE_CHECKING

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Printed, PrintPage, Ready, Request
from reviewer.workers.print.surroundings import SANDBOX_ON, helpers, lacks, private_folder, settle
from reviewer.workers.print.walls import close_behind, put_up
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import linux
from reviewer.workers.stdio import Send, own_stdout, serve

if TYPE_CHECKING:
    from reviewer.workers.print.printing import Press


_NO_WALLS = "QtWebEngine is not used: this system has no walls to put up around it"


def main(seconds: float = 120.0) -> int:
    """Serve prints until the host closes the stream."""
    send = own_stdout()
    folder = private_folder()
    try:
        own = settle(folder)
        walls = put_up(folder, helpers(), namespaces=own == SANDBOX_ON)
        if linux() and not walls:
            send(Ready(role="none", sandbox=(own,), engine=_NO_WALLS))
            return 0
        return _serve(send, seconds, (*walls, own))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(send: Send, seconds: float, sandbox: tuple[str, ...]) -> int:
    if lack := lacks():
        send(Ready(role="none", sandbox=sandbox, engine=f"QtWebEngine cannot be used: {lack}"))
        return 0
    try:
        from reviewer.workers.print.printing import Press  # noqa: PLC0415 - Qt must find the environment settled
    except ImportError as error:
        send(Ready(role="none", sandbox=sandbox, engine=f"QtWebEngine cannot be loaded: {error}"))
        return 0
    press = Press(seconds)
    press.warm_up()
    close_behind()
    send(Ready(role="print", sandbox=sandbox, engine=press.engine))
    serve(send, partial(_answer, press))
    press.close()
    return 0


def _answer(press: Press, request: Request, blobs: list[bytes]) -> Frame:
    if not isinstance(request, PrintPage):
        raise Refusal(Reason("reader.prints_only"))
    pdf, remarks = press.print(request, blobs)
    return Frame(Printed(engine=press.engine, remarks=remarks), [pdf])


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:2])))
