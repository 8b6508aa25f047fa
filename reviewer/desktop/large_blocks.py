"""Memory that goes back to the system: intakes, and lists of many items, hold large blocks for a moment each."""

from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of mallopt(3)
_LARGE = 2**20


def give_large_blocks_back() -> None:
    """Have each large block leave the process when it is let go (Linux with the GNU C library; elsewhere nothing).

    Left to itself that library raises its threshold with each block it frees, up to 32 MiB, and keeps what lies below:
    a mailbox with attachments of 5 MB had the app grow without an end in sight, to 500 MB after 5 GB, and a window on a
    million items kept 200 MB that it had no use for.
    """
    if sys.platform != "linux":
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_MMAP_THRESHOLD, _LARGE)
