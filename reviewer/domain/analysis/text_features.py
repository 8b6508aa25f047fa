"""What the analysis compares texts by, made once, where they are read.

A worker makes it together with the reading of an item: hashes and a few lines, never the text itself. So putting the
pile in order reads no text again, but for the few that are found to be alike or to quote each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reviewer.domain.analysis import near_duplicate, quote_parser, shingles
from reviewer.domain.analysis.quote_parser import QuotedHeader

Sign = Callable[[Sequence[str]], bytes]
"""Makes the MinHash signature of a text's words."""


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """What is compared of one text.

    ``words`` counts those that ``minhash`` was made of; 0, and no signature, for a text of too few words. The rest is a
    message's: hashes of some runs of its ``own`` words and of those it quotes (``quoted``), the ``headers`` above its
    quotes, and its ``fingerprint`` if nothing is attached to it, empty where too little is known. ``lines`` is the
    SHA-256 of a loose text by its lines.
    """

    words: int = 0
    minhash: bytes = b""
    own: bytes = b""
    quoted: bytes = b""
    headers: tuple[QuotedHeader, ...] = ()
    fingerprint: bytes = b""
    lines: bytes = b""


def of_text(text: str, sign: Sign, *, message: bool = False, fingerprint: bytes = b"") -> TextFeatures:
    """The features of a text; those of a message's words too if it is one. Its ``fingerprint`` is the caller's."""
    words = shingles.words(text)
    compared = words[: near_duplicate.MOST_WORDS]
    signed = sign(compared) if len(compared) >= near_duplicate.LEAST_WORDS else b""
    count = len(compared) if signed else 0
    if not message:
        return TextFeatures(count, signed)
    if not quote_parser.may_quote(text) and len(text) <= quote_parser.LONGEST_TEXT:
        return TextFeatures(count, signed, shingles.sample(words), fingerprint=fingerprint)
    parted = quote_parser.part(text)
    own, quoted = (shingles.sample(shingles.words(each)) for each in (parted.own, parted.quoted))
    return TextFeatures(count, signed, own, quoted, parted.headers, fingerprint)
