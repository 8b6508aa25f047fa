"""``python -m reviewer.workers.libre FOLDER [SECONDS]``: frames on stdin and stdout, until stdin ends.

FOLDER is an empty one in memory, for this process alone; SECONDS is how long one document may take, 120 unless told
otherwise.
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Convert, Printed, Ready, Request
from reviewer.workers.filters import no_sockets
from reviewer.workers.libre.converting import Converter, GoneError
from reviewer.workers.libre.kit import library
from reviewer.workers.libre.settings import find_program, settle
from reviewer.workers.libre.walls import confine
from reviewer.workers.refusal import Refusal
from reviewer.workers.sandbox import filter_calls
from reviewer.workers.stdio import Send, own_stdout, serve


def main(folder: Path, seconds: float = 120.0) -> int:
    """Serve conversions until the host closes the stream."""
    send = own_stdout()
    try:
        return _serve(send, folder, seconds)
    except (GoneError, BrokenPipeError):
        return 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(send: Send, folder: Path, seconds: float) -> int:
    program = find_program()
    if program is None:
        send(Ready(role="none", engine="LibreOffice is not installed"))
        return 0
    settle(folder)
    walls = (*filter_calls(no_sockets(), "no network (seccomp)"), *confine(program, folder))
    if len(walls) < 2:
        send(Ready(role="none", sandbox=walls, engine="LibreOffice is not used: this system has no walls to put up"))
        return 0
    try:
        converter = Converter(library(program), program, folder, seconds)
        engine = converter.try_out()
    except (OSError, Refusal) as error:
        send(Ready(role="none", sandbox=walls, engine=f"LibreOffice cannot be used: {error}"))
        return 0
    alone = ("no socket, no other process, no other program (seccomp)", "own folder for each document", "rlimits")
    send(Ready(role="convert", sandbox=(*walls, *alone), engine=engine))
    serve(send, partial(_answer, converter, engine))
    return 0


def _answer(converter: Converter, engine: str, request: Request, blobs: list[bytes]) -> Frame:
    if not isinstance(request, Convert) or len(blobs) != 1:
        raise Refusal(Reason("reader.converts_only"))
    return Frame(Printed(engine=engine), [converter.pages(blobs[0], request.passwords)])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *map(float, sys.argv[2:3])))
