"""Whole corpora through the intake: items a second, case size ÷ evidence size; the app's memory over a large mailbox.

REVIEWER_CORPORA names the folder of real files; without it a made-up one stands in. REVIEWER_BENCH_MB is the size of
the mailbox in megabytes (100; 2000 for the real measurement). With REVIEWER_BENCH_ATTACHED_MB each fiftieth message has
an attachment of so many, as real mailboxes get their size (0).
"""

from __future__ import annotations

import base64
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cases import messages
from benchmarks.watching import Watch
from reviewer.casefile.engine.opening import open_case
from reviewer.domain.evidence.account import Account
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from tests.holding.killing import KEY, new_case
from tests.holding.material import mixed

MOST_APP, MOST_WORKER = 400e6, 1200 * 2**20
MOST_CASE = 3.5
"""Made-up mail is all words, drawn by chance: its text and its index weigh more than those of real mail."""
BAR = 60


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        corpora = os.environ.get("REVIEWER_CORPORA")
        folder = Path(corpora) if corpora else mixed(Path(scratch) / "mixed", scale=4)
        held = measured(
            "corpora" if corpora else "made up",
            folder,
            Path(scratch) / "mixed.evcase",
            most_case=2.0 if corpora else MOST_CASE,
        )
        size = int(os.environ.get("REVIEWER_BENCH_MB", "100"))
        attached = int(os.environ.get("REVIEWER_BENCH_ATTACHED_MB", "0"))
        box = large_mailbox(Path(scratch) / "box", size * 1_000_000, attached * 1_000_000)
        return 0 if measured(f"mailbox of {size:,} MB", box, Path(scratch) / "box.evcase") and held else 1


def large_mailbox(path: Path, size: int, attached: int = 0) -> Path:
    """A mailbox of so many bytes; every message is another, put together from a thousand passages.

    With ``attached``, each fiftieth has an attachment of so many bytes.
    """
    chance = random.Random(23)
    passages = [message.partition("\n\n")[2] for message in messages(1_000, lines=30)]
    with path.open("w", encoding="ascii") as file:
        number = 0
        while file.tell() < size:
            number += 1
            file.write(
                f"From a@agency.example Tue May  3 09:15:00 2016\nFrom: a{number % 90}@agency.example\n"
                f"To: b{number % 70}@agency.example\nSubject: Number {number}\n"
                f"Date: Tue, {1 + number % 28:02} May 2016 09:15:00 -0700\nMessage-ID: <{number}@agency.example>\n"
            )
            words = "".join(chance.choices(passages, k=3))
            data = chance.randbytes(attached) if attached and number % 50 == 0 else b""
            file.write(_with_attachment(words, data) if data else f"\n{words}\n")
    return path


def _with_attachment(words: str, data: bytes) -> str:
    return (
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="part"\n\n--part\nContent-Type: text/plain\n\n'
        f'{words}\n--part\nContent-Type: application/octet-stream; name="camera.bin"\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(data).decode()}--part--\n\n"
    )


def measured(name: str, root: Path, path: Path, *, most_case: float = MOST_CASE) -> bool:
    """Take a folder or file in and print what it cost; whether all bounds held."""
    files = [each for each in root.rglob("*") if each.is_file()] if root.is_dir() else [root]
    evidence = sum(each.stat().st_size for each in files)
    with open_case(new_case(path), KEY) as case, Workers(2) as workers, Watch() as watch:
        workers.describe()
        begun = time.perf_counter()
        account = intake.add(case, workers, [root], reviewer="bench")
        seconds = time.perf_counter() - begun
    share = path.stat().st_size / evidence
    _tell(name, account, evidence, seconds)
    print(f"case ÷ evidence = {share:.2f} (wanted ≤ {most_case:.1f})")
    print(f"largest worker {watch.peak / 1e6:.0f} MB (wanted ≤ {MOST_WORKER / 1e6:.0f})")
    app = max(watch.curve)
    print(f"app at most {app / 1e6:.0f} MB (wanted ≤ {MOST_APP / 1e6:.0f}); over time, MB:")
    print(*(f"{each / 1e6:.0f}" for each in watch.curve[:: max(1, len(watch.curve) // BAR)]))
    return not account.gaps and share <= most_case and watch.peak <= MOST_WORKER and app <= MOST_APP


def _tell(name: str, account: Account, evidence: int, seconds: float) -> None:
    totals = account.totals
    print(
        f"{name}: {evidence / 1e6:,.1f} MB, {totals.declared:,} items ({totals.failed:,} failed) in {seconds:.1f} s: "
        f"{totals.declared / seconds:,.0f} items/s, {evidence / 1e6 / seconds:.1f} MB/s"
    )


if __name__ == "__main__":
    sys.exit(main())
