"""Intake of real mail as its user sees it, against ``notmuch new`` and a minimal pipeline, and as it grows.

REVIEWER_BENCH_MAIL names a folder of messages, one a file (10,000 or so are enough); without it messages are made up.

What is timed of ours is the whole command as a process: start, key, taking in, duplicates, threads, near-duplicates, to
the prompt. Beside it stands the taking-in alone, as it was timed before.

The minimal pipeline: two parsing processes, compressed originals, FTS5, SQLCipher; no isolation, no account, no audit.
Once it does what the taking-in does, looking for words that HTML hides included; once it also makes fingerprints,
hashes of words and signatures, as the whole command does.

REVIEWER_BENCH_GROWTH names numbers of messages, as ``100000,400000``: the messages are multiplied, each time with other
words, to see that one costs no more among many. That takes some minutes, and is left out unless it is asked for.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import zstandard

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.domain.analysis import fingerprint
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.isolation.workers import Workers
from reviewer.usecases.evidence import intake
from reviewer.workers import features
from reviewer.workers.hidden.html import hidden_in_html

ROUNDS = 3
LEAST_OF_TAKING_IN = 0.70
LEAST_OF_MINIMAL = 0.50
LEAST_OF_NOTMUCH = 3.0
MOST_GROWTH = 1.2
WORDS = ["camera", "porch", "code", "device", "free", "gift", "patrol", "station", "neighbour", "watch", "memo"]

Way = Callable[[Path, Path], float]
"""Takes in a folder, with another for its own files; returns the seconds that it took."""


def main() -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("REVIEWER_BENCH_MAIL") or made_up(Path(scratch) / "mail"))
        files = [path for path in folder.rglob("*") if path.is_file()]
        print(f"{len(files):,} messages, {sum(path.stat().st_size for path in files) / 1e6:.0f} MB; best of {ROUNDS}")
        ways: dict[str, Way] = {
            "the whole command": whole,
            "its taking-in": taking_in,
            "minimal taking-in": minimal_taking_in,
            "minimal, same work": minimal_same_work,
        }
        if shutil.which("notmuch"):
            ways["notmuch new"] = notmuch
        best = dict.fromkeys(ways, float("inf"))
        for turn in range(ROUNDS):
            for name, way in ways.items():
                best[name] = min(best[name], in_scratch(way, folder, Path(scratch) / f"{turn} {name}"))
        for name, seconds in best.items():
            print(f"{name:20} {seconds:6.1f} s {len(files) / seconds:8,.0f} messages/s")
        held = [
            ratio("the taking-in / a minimal one", best, "minimal taking-in", "its taking-in", LEAST_OF_TAKING_IN),
            ratio("the whole command / minimal", best, "minimal, same work", "the whole command", LEAST_OF_MINIMAL),
            *(
                [ratio("the whole command / notmuch new", best, "notmuch new", "the whole command", LEAST_OF_NOTMUCH)]
                if "notmuch new" in best
                else []
            ),
            *growth(folder, Path(scratch)),
        ]
        return 0 if all(held) else 1


def ratio(what: str, best: dict[str, float], other: str, ours: str, least: float) -> bool:
    found = best[other] / best[ours]
    print(f"{what} = {found:.2f} (wanted ≥ {least:.2f})")
    return found >= least


def in_scratch(way: Way, folder: Path, scratch: Path) -> float:
    scratch.mkdir()
    seconds = way(folder, scratch)
    shutil.rmtree(scratch)
    return seconds


def whole(folder: Path, scratch: Path) -> float:
    """``reviewer intake add`` as one types it, on a case that was just created."""
    said = {**os.environ, "REVIEWER_PASSPHRASE": "correct horse battery staple"}
    command, case = [sys.executable, "-m", "reviewer"], str(scratch / "c.evcase")
    subprocess.run([*command, "case", "create", case, "--title", "Bench"], check=True, env=said, capture_output=True)
    begun = time.perf_counter()
    done = subprocess.run([*command, "intake", "add", case, str(folder)], check=False, env=said, capture_output=True)
    seconds = time.perf_counter() - begun
    if done.returncode not in (0, 4):  # 4: a message that could be read in part only
        raise SystemExit(done.stderr.decode())
    return seconds


def taking_in(folder: Path, scratch: Path) -> float:
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


Row = tuple[bytes, bytes, str, str, str, bytes, bytes, bytes, bytes]


def parse(paths: list[str], *, compared: bool = False) -> list[Row]:
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
                    if part.get_content_subtype() == "html":
                        texts += [each.text for each in hidden_in_html(texts[-1])]
        said = ("\n".join(texts), str(message.get("Subject", "")), str(message.get("From", "")))
        body, subject, sender = (text.encode("utf-8", "replace").decode() for text in said)
        made, print_ = TextFeatures(), b""
        if compared:
            made = features.of_text(body, message=True)
            date = str(message.get("Date", ""))
            print_ = fingerprint.fingerprint(fingerprint.Message((("", sender),), date, subject, body)) or b""
        packed = zstandard.ZstdCompressor(level=3).compress(data)
        digest = hashlib.sha256(data).digest()
        out.append((digest, packed, subject, sender, body, print_, made.own, made.quoted, made.minhash))
    return out


def parse_and_compare(paths: list[str]) -> list[Row]:
    return parse(paths, compared=True)


def minimal_taking_in(folder: Path, scratch: Path) -> float:
    return minimal(folder, scratch, parse)


def minimal_same_work(folder: Path, scratch: Path) -> float:
    return minimal(folder, scratch, parse_and_compare)


def minimal(folder: Path, scratch: Path, parser: Callable[[list[str]], list[Row]]) -> float:
    connection = cipher.connect(str(scratch / "m.db"), isolation_level=None)
    connection.set_key(Key(bytes(32), new_salt()).literal())
    connection.executescript(
        """PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE mail (id INTEGER PRIMARY KEY, sha256 BLOB, data BLOB, subject TEXT, sender TEXT);
        CREATE TABLE compared (mail INTEGER PRIMARY KEY, print BLOB, own BLOB, quoted BLOB, minhash BLOB);
        CREATE VIRTUAL TABLE words USING fts5 (subject, sender, body, tokenize = "unicode61 remove_diacritics 2")"""
    )
    paths = sorted(str(path) for path in folder.rglob("*") if path.is_file())
    batches = [paths[at : at + 64] for at in range(0, len(paths), 64)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(parser, [[]] * 2))
        begun = time.perf_counter()
        number = 0
        connection.execute("BEGIN")
        for count, rows in enumerate(pool.map(parser, batches)):
            for sha256, packed, subject, sender, body, *made in rows:
                number += 1
                connection.execute("INSERT INTO mail VALUES (?,?,?,?,?)", (number, sha256, packed, subject, sender))
                connection.execute(
                    "INSERT INTO words (rowid, subject, sender, body) VALUES (?,?,?,?)", (number, subject, sender, body)
                )
                if made[0]:
                    connection.execute("INSERT INTO compared VALUES (?,?,?,?,?)", (number, *made))
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


def growth(folder: Path, scratch: Path) -> list[bool]:
    """Whether a message costs little more among many: the whole command, by numbers that were asked for."""
    counts = [int(count) for count in os.environ.get("REVIEWER_BENCH_GROWTH", "").split(",") if count.strip()]
    held, first = [], 0.0
    for count in [10_000, *counts] if counts else []:
        many = multiplied(folder, scratch / f"mail of {count}", count)
        each = in_scratch(whole, many, scratch / f"growth {count}") / count
        shutil.rmtree(many)
        first = first or each
        print(f"{count:,} messages: {1e6 * each:,.0f} µs each, {each / first:.2f} of the first")
        held.append(each / first <= MOST_GROWTH)
    return held


def multiplied(folder: Path, where: Path, count: int) -> Path:
    """So many messages, made of those there are; in each further round all words are others of the same messages."""
    originals = sorted(path for path in folder.rglob("*") if path.is_file())
    counted = Counter(word for path in originals for word in _WORD.findall(path.read_bytes()))
    ranked = [word for word, _ in counted.most_common()]
    for number in range(count):
        turn, at = divmod(number, len(originals))
        if turn and not at:
            others = {word: ranked[_shifted(rank, turn, len(ranked))] for rank, word in enumerate(ranked)}
        data = originals[at].read_bytes()
        data = in_other_words(data, others, turn) if turn else data
        target = where / f"{number // 1000:04}" / f"{number:07}.eml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return where


_WORD = re.compile(rb"[a-z]{3,}")
_BLOCK = 64


def _shifted(rank: int, turn: int, size: int) -> int:
    """Another rank among words that are about as frequent, so that texts change and the vocabulary does not grow."""
    start = rank - rank % _BLOCK
    return start + (rank - start + turn) % min(_BLOCK, size - start)


def in_other_words(data: bytes, others: dict[bytes, bytes], turn: int) -> bytes:
    """A message with other Message-IDs and another subject, and with other words."""
    head, _, body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = re.sub(rb"(?im)^(message-id|in-reply-to|references):(.*?)@", rb"\1:\2.%d@" % turn, head)
    head = re.sub(rb"(?im)^(subject:.*)$", rb"\1 %d" % turn, head)
    return head + b"\n\n" + _WORD.sub(lambda word: others.get(word[0], word[0]), body)


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
