"""Over the mails of the corpora: a word that is redacted is in no part of the pages that leave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import derive, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.exports.leaving import Terms
from reviewer.domain.exports.redaction import pattern_of, spans_of
from reviewer.domain.pages.rendition import Rendition
from reviewer.errors import ExportError, InputError
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redacting import Redactor
from reviewer.usecases.pages import item_pages

pytestmark = [pytest.mark.corpora, pytest.mark.endurance]

MAILS, MOST_PAGES = 60, 3


@pytest.fixture(scope="module")
def mails(corpora: Path, workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    path = tmp_path_factory.mktemp("mails") / "mails.evcase"
    with create_case(path, derive("four quiet wet bolts", new_salt()), title="Mails", reviewer="Ada") as case:
        intake.add(case, workers, [corpora / "email" / "rubymail", corpora / "email" / "mime4j"], reviewer="Ada")
        yield case


def printed(case: Case, workers: Workers) -> Iterator[tuple[Item, Rendition, str]]:
    """The messages that have few pages, and of each a long word that stands on them once, joined or not."""
    for item in items.many(case, search.ids(case, "")):
        if item.kind is not Kind.EMAIL:
            continue
        try:
            rendition = item_pages.ensure(case, workers, item.id, reviewer="Ada")
        except (InputError, WorkerError):
            continue
        texts = item_pages.texts(case, rendition.id)
        words = sorted(set(re.findall(r"[^\W\d_]{6,}", "\n".join(texts))), key=lambda each: (-len(each), each))
        plain = unicodedata.normalize("NFKD", "".join(texts))  # accents become signs of their own, and are left out
        tight = "".join(filter(str.isalnum, plain)).casefold()
        once = (word for word in words if len(spans_of(texts, pattern_of(word))) == tight.count(word.casefold()) == 1)
        word = next(once, "") if len(texts) <= MOST_PAGES else ""
        if word:
            yield item, rendition, word


def test_a_redacted_word_of_a_mail_is_nowhere_in_its_pages(mails: Case, workers: Workers) -> None:
    done, kept = 0, {}
    for item, rendition, word in printed(mails, workers):
        said = redactions.add_quote(mails, item.id, word, "PRV", reviewer="Ada")
        try:
            with (
                passing(mails, reviewer="Ada", terms=Terms(proposed=True)) as gate,
                Redactor(gate, workers) as redactor,
            ):
                redactor.pages(rendition, item.control)
        except ExportError as error:
            kept[item.control, word] = str(error)
        redactions.remove(mails, [said.redaction.id], reviewer="Ada")
        done += 1
        if done == MAILS:
            break
    assert kept == {}
    assert done == MAILS
