"""``python -m reviewer.workers.ocr TESSDATA LANGUAGE [--builtin] [--pipe]``: a parse worker with an OCR engine in it.

The engine loads its language data before the worker, or the zygote it is forked from, shuts itself in; behind the walls
it opens no file, so they are those of every parse worker.
"""

from __future__ import annotations

import gc
import os
import sys

if __name__ == "__main__":
    gc.disable()  # until all is loaded, as every parse worker does

from reviewer.workers.ocr import recognising
from reviewer.workers.parse.__main__ import main as serve


def main() -> int:
    """Load the engine, then serve until the app is gone."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # no threads, whatever the engine was built with: they end at the walls
    tessdata, language = [word for word in sys.argv[1:] if not word.startswith("--")]
    recognising.load(tessdata, language, builtin="--builtin" in sys.argv[1:])
    return serve()


if __name__ == "__main__":
    sys.exit(main())
