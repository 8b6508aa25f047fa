"""Case size ÷ evidence size after a whole intake, run as commands from the shell, and what takes the room.

REVIEWER_BENCH_MAIL names a folder of messages, one a file; the bound holds for real ones. Without it messages are made
up, whose words are drawn by chance and weigh more. The processor time is that of the whole command and its workers.
What takes the room is the sum of the values of each table, since SQLCipher comes without ``dbstat``: indexes, and what
is left free on each page, are the rest.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bench_intake import made_up
from reviewer.casefile.engine.case import Case
from reviewer.usecases import cases

MOST_CASE = 1.6
SAID = "the porch light is on at night"
SHOWN = 12


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.update(XDG_CONFIG_HOME=scratch, XDG_STATE_HOME=scratch, REVIEWER_PASSPHRASE=SAID)
        real = os.environ.get("REVIEWER_BENCH_MAIL")
        folder = Path(real) if real else made_up(Path(scratch) / "mail")
        files = [path for path in folder.rglob("*") if path.is_file()]
        evidence = sum(path.stat().st_size for path in files)
        path = Path(scratch) / "size.evcase"
        command("case", "create", str(path), "--title", "Size")
        before = processor_seconds()
        command("intake", "add", str(path), str(folder))
        seconds = processor_seconds() - before
        share = path.stat().st_size / evidence
        print(f"{len(files):,} messages, {evidence / 1e6:.1f} MB, in {seconds:.1f} s of processor time")
        print(f"case ÷ evidence = {share:.2f}" + (f" (wanted ≤ {MOST_CASE})" if real else ""))
        case = cases.open_with_passphrase(path, SAID, read_only=True)
        with case:
            tell_room(case, path.stat().st_size)
        return 1 if real and share > MOST_CASE else 0


def command(*words: str) -> None:
    """Run ``reviewer`` as a shell would."""
    program = [sys.executable, "-m", "reviewer", *words, "--reviewer", "bench"]
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)


def processor_seconds() -> float:
    """What the commands so far have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell_room(case: Case, size: int) -> None:
    """Print the tables with the most in them, and the rest."""
    room = {name: table_bytes(case, name) for name in tables(case)}
    for name in sorted(room, key=lambda each: -room[each])[:SHOWN]:
        print(f"{name:24} {room[name] / 1e6:8.2f} MB")
    print(f"{'all tables':24} {sum(room.values()) / 1e6:8.2f} MB")
    free = int(case.value("PRAGMA freelist_count")) * int(case.value("PRAGMA page_size"))
    print(f"{'free for what comes':24} {free / 1e6:8.2f} MB")
    print(f"{'indexes and page ends':24} {(size - free - sum(room.values())) / 1e6:8.2f} MB")


def tables(case: Case) -> list[str]:
    """The tables that have rows of their own in the file."""
    rows = case.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return [row["name"] for row in rows]


def table_bytes(case: Case, table: str) -> int:
    """The bytes of all values of a table; numbers as they would be written out."""
    columns = [row["name"] for row in case.rows(f'PRAGMA table_info("{table}")')]
    lengths = " + ".join(f'coalesce(sum(length(CAST("{column}" AS BLOB))), 0)' for column in columns)
    return int(case.value(f'SELECT {lengths} FROM "{table}"'))


if __name__ == "__main__":
    sys.exit(main())
