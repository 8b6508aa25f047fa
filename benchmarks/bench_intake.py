"""Intake of real mail against a minimal pipeline of the same work and, where it is installed, ``notmuch new``.

REVIEWER_BENCH_MAIL names a folder of messages, one a file (6,000 or so are enough); without it messages are made up.
The minimal pipeline: two parsing processes, compressed originals, FTS5, SQLCipher; no isolation, no account, no audit.
Ours looks for the words that HTML hides as well. Of the same work is therefore a pipeline that looks for them, too,
with the same search; both are timed.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import zstandard

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.workers.hidden.html import hidden_in_html

ROUNDS = 3
LEAST_OF_MINIMAL = 0.60
LEAST_OF_NOTMUCH = 4.0
WORDS = ["camera", "porch", "code", "device", "free", "gift", "patrol", "station", "neighbour", "watch", "memo"]


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("REVIEWER_BENCH_MAIL") or made_up(Path(scratch) / "mail"))
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        print(f"{len(files):,} messages, {sum(path.stat().st_size for path in files) / 1e6:.0f} MB; best of {ROUNDS}")
        best = dict.fromkeys(("ours", "minimal", "with hidden words"), float("inf"))
        for turn in range(ROUNDS):
            best["ours"] = min(best["ours"], ours(folder, Path(scratch) / f"ours{turn}"))
            best["minimal"] = min(best["minimal"], minimal(files, Path(scratch) / f"minimal{turn}", parse))
            same = minimal(files, Path(scratch) / f"same{turn}", parse_with_hidden)
            best["with hidden words"] = min(best["with hidden words"], same)
        for name, seconds in best.items():
            print(f"{name:18} {len(files) / seconds:8,.0f} messages/s")
        print(f"ours / minimal = {best['minimal'] / best['ours']:.2f}")
        share = best["with hidden words"] / best["ours"]
        print(f"ours / minimal of the same work = {share:.2f} (wanted ≥ {LEAST_OF_MINIMAL:.2f})")
        ok = share >= LEAST_OF_MINIMAL
        if shutil.which("notmuch"):
            peer = notmuch(folder, Path(scratch) / "notmuch")
            print(f"{'notmuch':18} {len(files) / peer:8,.0f} messages/s")
            print(f"ours / notmuch = {peer / best['ours']:.1f} (wanted ≥ {LEAST_OF_NOTMUCH:.0f})")
            ok = ok and peer / best["ours"] >= LEAST_OF_NOTMUCH
        return 0 if ok else 1


def ours(folder: Path, scratch: Path) -> float:
    scratch.mkdir()
    with (
        create_case(scratch / "c.evcase", Key(bytes(32), new_salt()), title="Bench", reviewer="bench") as case,
        Workers(2) as workers,
    ):
        workers.describe()  # starts a worker, so that both sides are measured warm
        begun = time.perf_counter()
        account = intake.add(case, workers, [folder], reviewer="bench")
        seconds = time.perf_counter() - begun
        if account.gaps:
            raise SystemExit("the account does not add up")
        return seconds


Row = tuple[bytes, bytes, str, str, str]


def parse(paths: list[str], *, hidden: bool = False) -> list[Row]:
    out = []
    for path in paths:
        data = Path(path).read_bytes()
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        texts = []
        for part in message.walk():
            if part.get_content_maintype() == "text":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    texts.append(payload.decode("utf-8", "replace"))
                    if hidden and part.get_content_subtype() == "html":
                        texts += [each.text for each in hidden_in_html(texts[-1])]
        subject, sender = str(message.get("Subject", "")), str(message.get("From", ""))
        packed = zstandard.ZstdCompressor(level=3).compress(data)
        clean = ("\n".join(texts), subject, sender)
        body, subject, sender = (text.encode("utf-8", "replace").decode() for text in clean)
        out.append((hashlib.sha256(data).digest(), packed, subject, sender, body))
    return out


def parse_with_hidden(paths: list[str]) -> list[Row]:
    return parse(paths, hidden=True)


def minimal(files: list[Path], scratch: Path, parser: Callable[[list[str]], list[Row]]) -> float:
    scratch.mkdir()
    connection = cipher.connect(str(scratch / "m.db"), isolation_level=None)
    connection.set_key(Key(bytes(32), new_salt()).literal())
    connection.executescript(
        """PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE mail (id INTEGER PRIMARY KEY, sha256 BLOB, data BLOB, subject TEXT, sender TEXT);
        CREATE VIRTUAL TABLE words USING fts5 (subject, sender, body, tokenize = "unicode61 remove_diacritics 2")"""
    )
    paths = [str(path) for path in files]
    batches = [paths[at : at + 64] for at in range(0, len(paths), 64)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(parser, [[]] * 2))
        begun = time.perf_counter()
        number = 0
        connection.execute("BEGIN")
        for count, rows in enumerate(pool.map(parser, batches)):
            for sha256, packed, subject, sender, body in rows:
                number += 1
                connection.execute("INSERT INTO mail VALUES (?,?,?,?,?)", (number, sha256, packed, subject, sender))
                connection.execute(
                    "INSERT INTO words (rowid, subject, sender, body) VALUES (?,?,?,?)", (number, subject, sender, body)
                )
            if count % 8 == 7:
                connection.execute("COMMIT")
                connection.execute("BEGIN")
        connection.execute("COMMIT")
        seconds = time.perf_counter() - begun
    connection.close()
    return seconds


def notmuch(folder: Path, scratch: Path) -> float:
    shutil.copytree(folder, scratch / "mail")
    config = scratch / "config"
    database = f"[database]\npath={scratch / 'mail'}\n"
    config.write_text(database + "[user]\nname=A\nprimary_email=a@b.example\n[new]\ntags=new\n")
    program = shutil.which("notmuch") or "notmuch"
    begun = time.perf_counter()
    subprocess.run(
        [program, "new", "--quiet"], check=True, env={**os.environ, "NOTMUCH_CONFIG": str(config)}, capture_output=True
    )
    return time.perf_counter() - begun


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
