"""What PyInstaller starts. A frozen program is its own interpreter, and workers ask it for modules as they ask Python.

``reviewer -P -m MODULE …`` runs that module, with the words that follow; anything else is the command line itself.
"""

from __future__ import annotations

import runpy
import sys
from multiprocessing import freeze_support


def main() -> None:
    """Run the module that is asked for, else the program."""
    words = sys.argv[1:]
    if words[:1] == ["-P"]:
        words = words[1:]
    if words[:1] == ["-m"] and len(words) > 1 and words[1].partition(".")[0] == "reviewer":
        sys.argv = [words[1], *words[2:]]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        return
    from reviewer.cli.main import main as command_line  # noqa: PLC0415 - a worker loads only what it needs

    command_line(sys.argv[1:])


if __name__ == "__main__":
    freeze_support()
    main()
