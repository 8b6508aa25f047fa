"""Over every PDF of the corpora: a word that is redacted is in no part of the copy that leaves."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.redaction import Draft, RedactionKind, pattern_of, spans_of
from reviewer.domain.exports.redaction_boxes import boxes_of
from reviewer.domain.ids import ItemId, RenditionId
from reviewer.domain.pages.passage import anchor_between
from reviewer.isolation.exhibit_messages import Attack, Attacked, AttackHit, Redact, RedactBox
from reviewer.isolation.protocol import Pages, ReadPages
from reviewer.isolation.workers import WorkerError, Workers
from tests.evidence import pdf

pytestmark = [pytest.mark.corpora, pytest.mark.endurance]

MOST_PAGES = 6
MAY_FAIL = 0.03
"""Of the documents: pages that are damaged are read in part and cannot be drawn."""


def secret(pages: tuple[PageText, ...], syntax: str) -> str:
    """The rarest of the longest words that are no part of the format's own language."""
    text = "\n".join(page.text for page in pages)
    words = Counter(word for word in re.findall(r"[^\W\d_]{7,}", text) if word.casefold() not in syntax)
    return max(words, key=lambda word: (-words[word], len(word), word), default="")


def boxes(pages: tuple[PageText, ...], word: str) -> tuple[RedactBox, ...]:
    texts = [page.text for page in pages]
    known = dict(enumerate(pages, 1))
    found = []
    for start, end in spans_of(texts, pattern_of(word)):
        anchor = anchor_between(texts, start, end)
        first, last = anchor.span.start.page, anchor.span.end.page
        draft = Draft(ItemId(1), RenditionId(1), RedactionKind.WORDS, first, last, "PRV", anchor)
        found += [RedactBox(each.page, each.box, each.code) for each in boxes_of(draft, known)]
    return tuple(found)


def test_a_redacted_word_is_found_nowhere(corpora: Path, workers: Workers) -> None:
    done = 0
    syntax = workers.ask(Redact(()), [pdf([""])]).blobs[0].decode("latin-1").casefold()
    hits: dict[str, tuple[AttackHit, ...]] = {}
    failed: dict[str, str] = {}
    for path in sorted((corpora / "pdf").rglob("*.pdf")):
        data = path.read_bytes()
        try:
            read: Pages = workers.ask(ReadPages(), [data], seconds=60).message
        except WorkerError:
            continue
        word = secret(read.pages, syntax)
        over = boxes(read.pages, word) if word and len(read.pages) <= MOST_PAGES else ()
        if not over:
            continue
        done += 1
        try:
            copy = workers.ask(Redact(over), [data], seconds=120).blobs
            found: Attacked = workers.ask(Attack((word,), over), copy, seconds=120).message
        except WorkerError as error:
            failed[path.name] = str(error)
        else:
            hits |= {path.name: found.hits} if found.hits else {}
    assert hits == {}
    assert len(failed) <= MAY_FAIL * done, failed
    assert done > 60
