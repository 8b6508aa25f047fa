"""``python -m reviewer.workers.parse``: a zygote on the socket in standard input, or with ``--pipe`` one worker.

The one worker speaks frames over standard input and output, walled in as far as the operating system allows.
"""

from __future__ import annotations

import gc
import os
import sys

if __name__ == "__main__":
    gc.disable()  # until all is loaded: what is there to stay was looked through again and again, a sixth of a start

from reviewer.workers.parse import zygote
from reviewer.workers.parse.preload import keep_memory, warm_up
from reviewer.workers.parse.serving import Connection, serve
from reviewer.workers.sandbox import Budget, leave_with_parent, lock_down


def main() -> int:
    """Serve until the app is gone."""
    if sys.platform == "linux":
        keep_memory()
    if "--pipe" not in sys.argv[1:]:
        zygote.run(warm_up())
        return 0
    channel = os.dup(1)
    os.dup2(2, 1)  # a stray word on standard output must not end up between two frames
    engine = warm_up()
    gc.freeze()
    gc.enable()
    leave_with_parent()
    serve(Connection(0, channel), lock_down(Budget(processor=3600)), engine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
