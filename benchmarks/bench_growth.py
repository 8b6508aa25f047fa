"""Whether a mail costs no more among many: the whole command, from 10,000 mails to 100,000 and more.

Each number of mails is taken into a case of its own by ``reviewer intake add``, a process from its start to the prompt:
key, taking in, duplicates, threads, near-duplicates. Then 100 more are, and what these cost beyond 100 in an empty
case is about what a case costs by its size alone. What is held to a bound is processor time of all processes, since a
machine that does other things stretches the seconds by the clock. What the command costs with 100 mails, its start
above all, is taken off, for it weighs most where there are fewest. ``memory`` is the most of the largest process.

Mails are made up: words by Zipf's law, answers with quotes, copies, letters that are nearly the same. With
REVIEWER_BENCH_MAIL, a folder of messages one a file, those are taken, in further rounds with other words, Message-IDs
and subjects. REVIEWER_BENCH_GROWTH names other numbers than 10000,100000; the others are held against the first.
400,000 take some seven minutes and 4 GB. REVIEWER_BENCH_SCRATCH names the folder for all of that.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.bench_intake import PASSPHRASE, Took, clock, since
from benchmarks.growing import Source, made_up, multiplied, written
from benchmarks.watching import adopt_orphans, wait_for_all

MOST_GROWTH = 1.2
COUNTS = "10000,100000"
MORE = 100


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took, and the most memory that its process had, in bytes."""

    took: Took
    memory: int


@dataclass(frozen=True, slots=True)
class Grown:
    """What so many mails took, and so many more after them."""

    count: int
    run: Run
    more: Run
    evidence: int
    case: int


def main() -> int:
    adopt_orphans()
    named = os.environ.get("REVIEWER_BENCH_MAIL")
    counts = [int(count) for count in os.environ.get("REVIEWER_BENCH_GROWTH", COUNTS).split(",") if count.strip()]
    source: Source = (lambda count: multiplied(Path(named), count)) if named else made_up
    with tempfile.TemporaryDirectory(dir=os.environ.get("REVIEWER_BENCH_SCRATCH")) as scratch:
        alone = measured(source, 0, Path(scratch) / "alone").more
        print(f"{MORE} mails into an empty case: {told(alone)}", flush=True)
        first, held = None, True
        for count in counts:
            grown = measured(source, count, Path(scratch) / str(count))
            first = first or grown
            held = report(grown, first, alone) and held
    return 0 if held else 1


def measured(source: Source, count: int, scratch: Path) -> Grown:
    """Take so many mails into a case, then some more; what they and the case took up is gone afterwards."""
    scratch.mkdir()
    mails, more, case = scratch / "mail", scratch / "more", scratch / "c.evcase"
    evidence = written(source(count), mails)
    written(islice(source(count + MORE), count, None), more)
    reviewer("case", "create", str(case), "--title", "Bench")
    run = reviewer("intake", "add", str(case), str(mails)) if count else Run(Took(0, 0), 0)
    size = case.stat().st_size
    shutil.rmtree(mails, ignore_errors=True)
    found = Grown(count, run, reviewer("intake", "add", str(case), str(more)), evidence, size)
    shutil.rmtree(scratch)
    return found


def reviewer(*words: str) -> Run:
    """Run one command as one types it."""
    begun = clock()
    said = {**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE}
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen([sys.executable, "-m", "reviewer", *words], env=said, stdout=output, stderr=output)
        _, status, used = os.wait4(process.pid, 0)
        took = since(begun)
        wait_for_all()  # workers that end with the command
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 4):  # 4: a message that could be read in part only
            output.seek(0)
            raise SystemExit(output.read().decode())
    return Run(Took(took.seconds, since(begun).processor), used.ru_maxrss * 1024)


def told(run: Run) -> str:
    return f"{run.took.processor:.1f} s of processor time, {run.took.seconds:.1f} by the clock"


def report(grown: Grown, first: Grown, alone: Run) -> bool:
    """Print the figures of one number of mails; whether they are within the bound."""
    began = alone.took.processor
    used, base = ((each.run.took.processor - began) / (each.count - MORE) for each in (grown, first))
    seconds, by_clock = (each.run.took.seconds / each.count for each in (grown, first))
    ratio = used / base
    print(f"{grown.count:,} mails, {grown.evidence / 1e6:,.0f} MB; the case {grown.case / grown.evidence:.2f} of that")
    print(f"  {told(grown.run)}; memory {grown.run.memory / 1e6:,.0f} MB")
    print(
        f"  a mail, without the start: {1e6 * used:,.0f} µs of processor time, {ratio:.2f} of the first "
        f"(wanted ≤ {MOST_GROWTH})"
    )
    print(f"  {'':7} {1e6 * seconds:,.0f} µs by the clock, {seconds / by_clock:.2f} of the first")
    beyond = grown.more.took.processor - alone.took.processor
    print(f"  {MORE} more: {told(grown.more)}; memory {grown.more.memory / 1e6:,.0f} MB")
    print(f"  {'':7} {beyond:.1f} s of processor time more than into an empty case", flush=True)
    return ratio <= MOST_GROWTH


if __name__ == "__main__":
    sys.exit(main())
