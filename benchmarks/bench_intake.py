"""Intake of real mail as its user sees it, against ``notmuch new`` and a minimal pipeline.

REVIEWER_BENCH_MAIL names a folder of messages, one a file (10,000 or so are enough); without it messages are made up.

Like is compared with like. The whole command is a process, from its start to the prompt: key, taking in, duplicates,
threads, near-duplicates. It is held against ``notmuch new`` and against the minimal pipeline (``minimal.py``), which
are processes from start to end too, the latter with a key from a passphrase. The taking-in alone, in a process that has
everything loaded, is held against the minimal pipeline in such a process. Both make fingerprints, hashes of words and
signatures: an intake makes them as it reads.

Earlier figures came from two comparisons that were not like that: the taking-in against a pipeline that made none of
these, and the whole command with its start and key against a pipeline that was loaded and had a key. Both are told
still, and hold nothing.

Beside the seconds stands the processor time of all processes: on a machine that does other things, it tells more.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.minimal import Row, parse, parse_and_compare, taken_in
from benchmarks.watching import adopt_orphans, processor_time, wait_for_all
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake

ROUNDS = 3
LEAST_OF_TAKING_IN = 0.70
LEAST_OF_MINIMAL = 0.50
LEAST_OF_NOTMUCH = 3.0
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of cases that are gone a moment later
WORDS = ["camera", "porch", "code", "device", "free", "gift", "patrol", "station", "neighbour", "watch", "memo"]


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of processor time."""

    seconds: float
    processor: float

    def or_less(self, other: Took) -> Took:
        return Took(min(self.seconds, other.seconds), min(self.processor, other.processor))


Way = Callable[[Path, Path], Took]
"""Takes in a folder, with another for its own files; returns what it took."""


def main() -> int:
    adopt_orphans()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("REVIEWER_BENCH_MAIL") or made_up(Path(scratch) / "mail"))
        files = [path for path in folder.rglob("*") if path.is_file()]
        print(f"{len(files):,} messages, {sum(path.stat().st_size for path in files) / 1e6:.0f} MB; best of {ROUNDS}")
        ways: dict[str, Way] = {
            "the whole command": whole,
            "minimal, a process": minimal_command,
            "its taking-in": taking_in,
            "minimal, loaded": minimal(parse_and_compare),
            "the same with less": minimal(parse),
        }
        if shutil.which("notmuch"):
            ways["notmuch new"] = notmuch
        best = dict.fromkeys(ways, Took(float("inf"), float("inf")))
        for turn in range(ROUNDS):
            for name, way in ways.items():
                best[name] = best[name].or_less(in_scratch(way, folder, Path(scratch) / f"{turn} {name}"))
        for name, each in best.items():
            rate = len(files) / each.seconds
            print(f"{name:20} {each.seconds:6.1f} s {rate:8,.0f} messages/s {each.processor:6.1f} s of processor time")
        held = [
            ratio("the taking-in / minimal, loaded", best, "minimal, loaded", "its taking-in", LEAST_OF_TAKING_IN),
            ratio("whole / minimal, a process", best, "minimal, a process", "the whole command", LEAST_OF_MINIMAL),
            ratio("whole / minimal, loaded", best, "minimal, loaded", "the whole command"),
            ratio("the taking-in / one with less", best, "the same with less", "its taking-in"),
            *(
                [ratio("whole / notmuch new", best, "notmuch new", "the whole command", LEAST_OF_NOTMUCH)]
                if "notmuch new" in best
                else []
            ),
        ]
        return 0 if all(held) else 1


def ratio(what: str, best: dict[str, Took], other: str, ours: str, least: float | None = None) -> bool:
    found = best[other].seconds / best[ours].seconds
    wanted = "" if least is None else f"wanted ≥ {least:.2f}; "
    print(f"{what} = {found:.2f} ({wanted}by processor time {best[other].processor / best[ours].processor:.2f})")
    return least is None or found >= least


def clock() -> Took:
    return Took(time.perf_counter(), processor_time())


def since(begun: Took) -> Took:
    now = clock()
    return Took(now.seconds - begun.seconds, now.processor - begun.processor)


def in_scratch(way: Way, folder: Path, scratch: Path) -> Took:
    scratch.mkdir()
    took = way(folder, scratch)
    shutil.rmtree(scratch)
    return took


def whole(folder: Path, scratch: Path) -> Took:
    """``reviewer intake add`` as one types it, on a case that was just created."""
    said = {**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE}
    command, case = [sys.executable, "-m", "reviewer"], str(scratch / "c.evcase")
    subprocess.run([*command, "case", "create", case, "--title", "Bench"], check=True, env=said, capture_output=True)
    begun = clock()
    done = subprocess.run([*command, "intake", "add", case, str(folder)], check=False, env=said, capture_output=True)
    took = since(begun)
    wait_for_all()  # workers that end with the command
    took = Took(took.seconds, since(begun).processor)
    if done.returncode not in (0, 4):  # 4: a message that could be read in part only
        raise SystemExit(done.stderr.decode())
    return took


def taking_in(folder: Path, scratch: Path) -> Took:
    with (
        create_case(scratch / "c.evcase", Key(bytes(32), new_salt()), title="Bench", reviewer="bench") as case,
        Workers(2) as workers,
    ):
        workers.describe()  # starts a worker, so that both sides are measured warm
        begun = clock()
        account = intake.add(case, workers, [folder], reviewer="bench", alone=True)
        took = since(begun)
        if account.gaps:
            raise SystemExit("the account does not add up")
        return took


def minimal(parser: Callable[[list[str]], list[Row]]) -> Way:
    """The minimal pipeline, in a process that has everything loaded."""

    def way(folder: Path, scratch: Path) -> Took:
        begun = clock()
        seconds = taken_in(folder, scratch / "m.db", Key(bytes(32), new_salt()), parser)
        return Took(seconds, since(begun).processor)

    return way


def minimal_command(folder: Path, scratch: Path) -> Took:
    """The minimal pipeline as a process, from its start to its end, with a passphrase."""
    said = {**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE}
    begun = clock()
    command = [sys.executable, "-m", "benchmarks.minimal", str(folder), str(scratch / "m.db")]
    subprocess.run(command, check=True, env=said, capture_output=True)
    return since(begun)


def notmuch(folder: Path, scratch: Path) -> Took:
    shutil.copytree(folder, scratch / "mail")
    config = scratch / "config"
    database = f"[database]\npath={scratch / 'mail'}\n"
    config.write_text(database + "[user]\nname=A\nprimary_email=a@b.example\n[new]\ntags=new\n")
    program = shutil.which("notmuch") or "notmuch"
    begun = clock()
    subprocess.run(
        [program, "new", "--quiet"], check=True, env={**os.environ, "NOTMUCH_CONFIG": str(config)}, capture_output=True
    )
    return since(begun)


def made_up(folder: Path, count: int = 6_000) -> Path:
    folder.mkdir()
    chance = random.Random(7)
    for number in range(count):
        body = "\n".join(" ".join(chance.choices(WORDS, k=12)) for _ in range(40))
        (folder / f"{number:05}.eml").write_text(
            f"From: a{number % 90}@agency.example\nTo: b@agency.example\n"
            f"Subject: {' '.join(chance.choices(WORDS, k=4))}\n"
            f"Date: Tue, 03 May 2016 09:{number % 60:02}:00 -0700\nMessage-ID: <{number}@agency.example>\n\n{body}\n"
        )
    return folder


if __name__ == "__main__":
    sys.exit(main())
