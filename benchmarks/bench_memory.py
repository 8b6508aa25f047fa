"""The most memory that the app's own process and its readers take while evidence that is too large to hold comes in.

A mailbox of 1 GB (REVIEWER_BENCH_MB: other size), a document of 450 MB, an archive with a member of 450 MB, a backup:
an archive with that mailbox and, in an archive of its own, as much noise. Each in a process of its own, since a process
keeps count of its peak and of nothing later.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.cases import mailbox
from benchmarks.watching import Watch
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.evidence import pdf

MOST = 400e6
MOST_OF_A_READER = 1200e6
MESSAGE_BYTES = 5_000
LARGE_MB = 450


def main(what: list[str]) -> int:
    if what:
        return taken_in(what[0])
    return max(
        subprocess.run([sys.executable, "-m", "benchmarks.bench_memory", name], check=False).returncode for name in MADE
    )


def a_mailbox(folder: Path) -> Path:
    megabytes = int(os.environ.get("REVIEWER_BENCH_MB", "1000"))
    return mailbox(folder / "box", megabytes * 1_000_000 // MESSAGE_BYTES, lines=80)


def a_document(folder: Path) -> Path:
    """A PDF with noise behind its end, which readers pass over."""
    made = folder / "large.pdf"
    with made.open("wb") as file:
        file.write(pdf(["Doorbell"]))
        for _ in range(LARGE_MB):
            file.write(b"%" + os.urandom(2**20 - 2).replace(b"\n", b" ") + b"\n")
        file.write(b"startxref\n0\n%%EOF\n")
    return made


def an_archive(folder: Path) -> Path:
    made = folder / "large.zip"
    with zipfile.ZipFile(made, "w") as archive, archive.open("noise.bin", "w") as file:
        for _ in range(LARGE_MB):
            file.write(os.urandom(2**20))
    return made


def a_backup(folder: Path) -> Path:
    made = folder / "backup.zip"
    box = a_mailbox(folder)
    inner = folder / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive, archive.open("noise.bin", "w", force_zip64=True) as file:
        for _ in range(box.stat().st_size // 2**20):
            file.write(os.urandom(2**20))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(box, "old/box")
        archive.write(inner, "inner.zip")
    box.unlink()
    inner.unlink()
    return made


MADE: dict[str, Callable[[Path], Path]] = {
    "mailbox": a_mailbox,
    "document": a_document,
    "archive": an_archive,
    "backup": a_backup,
}


def taken_in(what: str) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        file = MADE[what](Path(scratch))
        size = file.stat().st_size
        with (
            create_case(Path(scratch) / "c.evcase", Key(bytes(32), new_salt()), title="B", reviewer="bench") as case,
            Workers(2) as workers,
            Watch() as watch,
        ):
            begun = time.perf_counter()
            account = intake.add(case, workers, [file], reviewer="bench")
            seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"{what} of {size / 1e6:,.0f} MB: {account.totals.declared:,} items in {seconds:.0f} s")
    print(f"largest resident size of the app: {peak / 1e6:.0f} MB (wanted ≤ {MOST / 1e6:.0f})")
    print(f"largest resident size of a reader: {watch.peak / 1e6:.0f} MB (wanted ≤ {MOST_OF_A_READER / 1e6:.0f})")
    return 0 if peak <= MOST and watch.peak <= MOST_OF_A_READER and not account.gaps else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
