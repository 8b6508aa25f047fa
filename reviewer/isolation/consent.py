"""Whether evidence may be read where there is no sandbox: once the reviewer has said so, until the case is closed.

Without a filter on system calls a reader that a hostile file has taken over could reach the files of this computer and
its network. Then nothing is read, whichever worker is asked, unless the reviewer takes that upon themselves; the use
case (:mod:`reviewer.usecases.sandbox`) puts it into the audit trail.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reviewer.errors import NoSandboxError

if TYPE_CHECKING:
    from reviewer.isolation.protocol import Ready

_given = threading.Event()


def give() -> None:
    """Let evidence be read without a sandbox."""
    _given.set()


def take_back() -> None:
    """Let none be read so any more."""
    _given.clear()


def given() -> bool:
    """Whether the reviewer has said so."""
    return _given.is_set()


def walled(ready: Ready) -> bool:
    """Whether a worker that has come up has a filter on system calls around it, which alone keeps all probes in."""
    return any("seccomp" in wall for wall in ready.sandbox)


def check(ready: Ready) -> None:
    """NoSandboxError for a worker that must not be given any evidence."""
    if not walled(ready) and not given():
        raise NoSandboxError(
            "this computer has no sandbox for the programs that read evidence, so nothing was read",
            "A hostile file could take over such a program, and reach the files of this computer and its network. Use a"
            " Linux computer with seccomp, or say --without-sandbox; the audit trail and the custody record tell it.",
        )
