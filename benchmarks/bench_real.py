"""Whether every real file stays within its bounds, from the intake to its pages: ``python -m benchmarks real``.

``REVIEWER_CORPORA=FOLDER python -m benchmarks.bench_real [--kept FILE] [WORD …]`` tries the files of a folder whose
paths have one of the words, all of them in one case and with the same workers. What each cost is added to a file that
is kept: the same command goes on where it was stopped, and tries nothing twice. What came near a bound is tried again
at the end, in a case of its own and by fresh workers, and counts as it was then.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks.costs import MOST_MEMORY, Cost, costs
from benchmarks.formats import known_passwords
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.opening import open_case
from reviewer.isolation.protocol import Identify, PrintPage
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import passwords
from tests.holding import killing

_NEAR = 0.5
"""How much of a bound has something tried again."""
_MOST_ITEMS = 1_000
_TELLS = 50

Costs = dict[str, list[Cost]]
"""What each file cost, by its path below the folder."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench_real")
    parser.add_argument("--kept", type=Path, default=Path("build") / "real-files.jsonl")
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args(arguments)
    if not (corpora := os.environ.get("REVIEWER_CORPORA")):
        print("REVIEWER_CORPORA names no folder of real files: nothing is measured")
        return 0
    asked.kept.parent.mkdir(parents=True, exist_ok=True)
    found, again = _kept(asked.kept)
    wanted = list(_wanted(Path(corpora), asked.words))
    with _case(Path(corpora)) as (case, workers):
        for path in (path for path in wanted if path not in found):
            found[path] = _keep(asked.kept, path, case, workers, Path(corpora), alone=False)
            if len(found) % _TELLS == 0:
                print(f"… {len(found):,} files", flush=True)
    for path in (path for path in wanted if path not in again and any(map(_near, found[path]))):
        with _case(Path(corpora)) as (case, workers):
            again[path] = _keep(asked.kept, path, case, workers, Path(corpora), alone=True)
    return _told({path: again.get(path, found[path]) for path in wanted})


def _wanted(corpora: Path, words: list[str]) -> Iterator[str]:
    for path in sorted(corpora.rglob("*")):
        name = path.relative_to(corpora).as_posix()
        if path.is_file() and (not words or any(word in name for word in words)):
            yield name


@contextmanager
def _case(corpora: Path) -> Iterator[tuple[Case, Workers]]:
    """An empty case with the passwords that are known, and workers that are there."""
    with tempfile.TemporaryDirectory() as scratch, Workers(2) as workers:
        workers.ask(Identify(), [b"warm"])
        workers.print_page(PrintPage("<p>warm", ()))
        with open_case(killing.new_case(Path(scratch) / "real.evcase"), killing.KEY) as case:
            passwords.add(case, known_passwords(corpora), reviewer="bench")
            yield case, workers


def _keep(kept: Path, path: str, case: Case, workers: Workers, corpora: Path, *, alone: bool) -> list[Cost]:
    """What a file cost, once that is kept."""
    found = list(costs(case, workers, corpora / path, _MOST_ITEMS))
    line = {"path": path, "alone": alone, "costs": [asdict(each) for each in found]}
    with kept.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    for each in found:
        if not each.well:
            print(each.line(path), flush=True)
    return found


def _kept(kept: Path) -> tuple[Costs, Costs]:
    """What was measured before: in one case, and alone."""
    found: Costs = {}
    again: Costs = {}
    for line in kept.read_text(encoding="utf-8").splitlines() if kept.exists() else ():
        row = json.loads(line)
        (again if row["alone"] else found)[row["path"]] = [Cost(**each) for each in row["costs"]]
    return found, again


def _near(cost: Cost) -> bool:
    return not cost.well or cost.seconds > _NEAR * cost.most or cost.memory > _NEAR * MOST_MEMORY


def _told(found: Costs) -> int:
    """Say what all of them came to; 1 if something is beyond its bounds."""
    every = [(path, cost) for path, some in found.items() for cost in some]
    bad = [(path, cost) for path, cost in every if not cost.well]
    print(f"{len(found):,} files, {sum(cost.what == 'pages' for _, cost in every):,} items that have pages")
    for name in ("seconds", "memory", "together"):
        print(f"the most {name}:")
        for path, cost in sorted(every, key=lambda each: -getattr(each[1], name))[:5]:
            print(cost.line(path))
    print(f"beyond their bounds, or without pages though they have words: {len(bad)} (wanted: 0)")
    for path, cost in bad:
        print(cost.line(path))
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
