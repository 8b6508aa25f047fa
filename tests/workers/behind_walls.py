"""What a reader does behind the walls of a parse worker: nothing can be opened and nothing started."""

from __future__ import annotations

import codecs
import contextlib
import encodings
import mmap
import os
import pkgutil
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reviewer.workers.sandbox import Budget, lock_down


def behind_walls(check: Callable[[], None], *, seconds: int = 10) -> None:
    """Run ``check`` in a child with a parse worker's walls, and its memory beside what the tests hold already."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(LookupError, ImportError):
            codecs.lookup(module.name)
    size, *_, data, _ = (int(pages) * mmap.PAGESIZE for pages in Path("/proc/self/statm").read_text().split())
    usual = Budget(processor=seconds)
    budget = replace(usual, memory=usual.memory + data, address_space=usual.address_space + size)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.close(reading)
            lock_down(budget)
            check()
            code = 0
        except BaseException:  # noqa: BLE001 - the child tells, and ends
            os.write(writing, traceback.format_exc()[-8_000:].encode())
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        words = said.read().decode()
    _, status = os.waitpid(child, 0)
    assert (status, words) == (0, ""), f"{os.waitstatus_to_exitcode(status)}: {words}"
