"""A minimal pipeline that takes mail in, to measure an intake against: ``python -m benchmarks.minimal FOLDER FILE``.

Two parsing processes, compressed originals, FTS5, SQLCipher with ``synchronous=FULL``; the fingerprints, hashes of
words and signatures that an intake makes, and a look for words that HTML hides. No isolation, no account, no audit, no
people, no threads, and nothing is compared.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import zstandard

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.credential import Key, derive, new_salt
from reviewer.domain.analysis import fingerprint
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.workers import features
from reviewer.workers.hidden.html import hidden_in_html

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


def taken_in(folder: Path, file: Path, key: Key, parser: Callable[[list[str]], list[Row]]) -> float:
    """Take a folder in; returns the seconds that it took once the processes were there."""
    connection = cipher.connect(str(file), isolation_level=None)
    connection.set_key(key.literal())
    connection.executescript(
        """PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE mail (id INTEGER PRIMARY KEY, sha256 BLOB, data BLOB, subject TEXT, sender TEXT);
        CREATE TABLE compared (mail INTEGER PRIMARY KEY, print BLOB, own BLOB, quoted BLOB, minhash BLOB);
        CREATE VIRTUAL TABLE words USING fts5 (subject, sender, body, tokenize = "unicode61 remove_diacritics 2")"""
    )
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(parser, [[]] * 2))
        begun = time.perf_counter()
        paths = sorted(str(path) for path in folder.rglob("*") if path.is_file())
        batches = [paths[at : at + 64] for at in range(0, len(paths), 64)]
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


def main(folder: str, file: str) -> int:
    """Do it all, as a command does: the key of a passphrase too."""
    key = derive(os.environ["REVIEWER_PASSPHRASE"], new_salt())
    taken_in(Path(folder), Path(file), key, parse_and_compare)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
