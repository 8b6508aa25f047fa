"""The most memory that the app's own process takes while a mailbox of 1 GB comes in (REVIEWER_BENCH_MB: other size)."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cases import mailbox
from reviewer.casefile.credential import Key, new_salt
from reviewer.casefile.opening import create_case
from reviewer.isolation.workers import Workers
from reviewer.usecases import intake

MOST = 400e6
MESSAGE_BYTES = 5_000


def main() -> int:
    megabytes = int(os.environ.get("REVIEWER_BENCH_MB", "1000"))
    with tempfile.TemporaryDirectory() as scratch:
        box = mailbox(Path(scratch) / "box", megabytes * 1_000_000 // MESSAGE_BYTES, lines=80)
        size = box.stat().st_size
        with (
            create_case(Path(scratch) / "c.evcase", Key(bytes(32), new_salt()), title="B", reviewer="bench") as case,
            Workers(2) as workers,
        ):
            begun = time.perf_counter()
            account = intake.add(case, workers, [box], reviewer="bench")
            seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{size / 1e6:,.0f} MB, {account.totals.extracted:,} items in {seconds:.0f} s")
    print(f"largest resident size of the app: {peak / 1e6:.0f} MB (wanted ≤ {MOST / 1e6:.0f})")
    return 0 if peak <= MOST and not account.gaps else 1


if __name__ == "__main__":
    sys.exit(main())
