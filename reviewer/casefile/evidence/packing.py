"""Compress what an intake reads, on any thread, and learn from its first messages how to do it better."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from reviewer.casefile.evidence import contents, dictionaries
from reviewer.casefile.evidence.contents import Packed
from reviewer.casefile.evidence.dictionaries import Dictionary, Purpose

LEARNT_FROM = 3 * 2**20
"""How many bytes of messages a dictionary is made of; no more than 16 KiB of each."""

OF_EACH = 16 * 2**10
FEWEST = 200
"""Of fewer messages nothing is learnt, however long they are."""


@dataclass(frozen=True, slots=True)
class PackedText:
    """A text ready to store: compressed UTF-8, empty for no text, and the dictionary that it takes to read it."""

    data: bytes
    dictionary: Dictionary | None = None


class Packer:
    """Compresses contents and texts with the dictionaries of the case, or with those it makes when there are none.

    What comes before there is one is compressed without.
    """

    def __init__(self, known: Mapping[Purpose, Dictionary] | None = None) -> None:
        self._known: dict[Purpose, Dictionary | None] = dict(known or {})
        self._samples: dict[Purpose, list[bytes]] = {each: [] for each in Purpose if each not in self._known}
        self._sizes = dict.fromkeys(self._samples, 0)
        self._lock = threading.Lock()

    def content(self, data: bytes, *, message: bool) -> Packed:
        """Hash and compress some bytes; those of a ``message`` are learnt from."""
        if message:
            self._learn(Purpose.ORIGINALS, data)
        return contents.pack(data, self._known.get(Purpose.ORIGINALS))

    def text(self, text: str, *, message: bool) -> PackedText:
        """Compress a text; that of a ``message`` is learnt from."""
        data = text.encode()
        if message:
            self._learn(Purpose.TEXTS, data)
        return pack_text(data, self._known.get(Purpose.TEXTS))

    def _learn(self, purpose: Purpose, data: bytes) -> None:
        if purpose in self._known:
            return
        with self._lock:
            if purpose not in self._samples or not data:
                return
            self._samples[purpose].append(data[:OF_EACH])
            self._sizes[purpose] += min(len(data), OF_EACH)
            if self._sizes[purpose] < LEARNT_FROM or len(self._samples[purpose]) < FEWEST:
                return
            samples = self._samples.pop(purpose)
        self._known[purpose] = dictionaries.train(purpose, samples)


def pack_text(data: bytes, dictionary: Dictionary | None) -> PackedText:
    """Compress a text that is UTF-8 already."""
    if not data:
        return PackedText(b"")
    used = dictionary if len(data) <= dictionaries.LARGEST else None
    return PackedText(dictionaries.compress(data, used), used)
