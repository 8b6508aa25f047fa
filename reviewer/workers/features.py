"""What the analysis compares a text by, made where the text was read.

MinHash (Broder, "On the resemblance and containment of documents", 1997) by rensa, of which 16 bits a number are kept:
two different numbers are taken for the same once in 65,536 times, and that is checked by the texts.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import replace

from rensa import RMinHash

from reviewer.domain.analysis import fingerprint, text_features
from reviewer.domain.analysis.near_duplicate import PERMUTATIONS, SEED, SHINGLE
from reviewer.domain.analysis.shingles import runs
from reviewer.domain.analysis.text_features import TextFeatures
from reviewer.domain.evidence.reading import MailFacts, Reading, State

_LOW_HALVES = slice(sys.byteorder == "big", None, 2)
"""Where the low 16 bits stand in numbers of 32."""


def minhash(words: Sequence[str]) -> bytes:
    """The MinHash signature of a text's words."""
    made = RMinHash(PERMUTATIONS, SEED)
    made.update(runs(words, SHINGLE))
    return memoryview(array("I", made.digest())).cast("B").cast("H")[_LOW_HALVES].tobytes()


def of_text(text: str, *, message: bool) -> TextFeatures:
    """The features of a text that was read before."""
    return text_features.of_text(text, minhash, message=message)


def of_reading(reading: Reading, data: bytes) -> TextFeatures:
    """The features of an item's text, and what tells its copies, as far as the item alone can tell."""
    mail = reading.mail if reading.state is not State.FAILED else None
    told = _fingerprint(mail) if mail is not None and not reading.children else b""
    made = text_features.of_text(reading.searched, minhash, message=mail is not None, fingerprint=told)
    if reading.kind in fingerprint.TEXTS and len(data) <= fingerprint.TEXT_BYTES:
        return replace(made, lines=fingerprint.lines_digest([data]))
    return made


def _fingerprint(mail: MailFacts) -> bytes:
    message = fingerprint.Message(fingerprint.senders(mail.people), mail.date, mail.subject, mail.body)
    return fingerprint.fingerprint(message) or b""
