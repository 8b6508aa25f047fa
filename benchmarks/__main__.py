"""Run every measurement of this folder, or those named: ``python -m benchmarks [intake …]``.

A measurement is a module ``bench_<name>.py`` that prints one line per figure and ends with exit code 0 when it holds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main(wanted: list[str]) -> int:
    found = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    unknown = sorted(set(wanted) - set(found))
    if unknown:
        print(f"no such measurement: {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    worst = 0
    for name in wanted or found:
        print(f"── {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.bench_{name}"], check=False)
        worst = max(worst, abs(done.returncode))
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
