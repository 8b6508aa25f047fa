"""Every word that a page of a real file shows is found: the words of its pages are words of the index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest

from reviewer.casefile.engine import cipher
from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import texts
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.reasons.catalogue import sentences
from reviewer.errors import KnownError
from reviewer.isolation.workers import Workers
from reviewer.usecases.pages import item_pages
from tests.corpora.conftest import Taken

_HEAD = (
    "Item From Sender To Cc Bcc Date Subject Protection Attachments Kind File (no subject) (no date) (cannot be read) "
    "(the sender gave no zone; taken as UTC) and more Not loaded (addresses this message would have fetched) "
    "Links (text → address) (no text) remote image blocked image missing image inside the page blocked plain text "
    "table, cells separated by tab tabs commas semicolons Markdown HTML signed, not checked, in the name of a PGP "
    "signature is said to be encrypted (S/MIME); its text cannot be read without the key or Submit Reset; "
    "all but the first rows are not printed; Title Kind calendar; lines of more than 1,000 characters are broken; "
    "Resent from by to cc bcc Delivered to Original to Envelope to Group"
)
"""The words that pages say themselves: facts at their head, lists at their foot, words in place of pictures."""

_DATE = re.compile(r"^(?:Date\s*)?(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^\n]*\n?){1,2}", re.MULTILINE)
_LETTERS = re.compile(r"^Letters\s+read as [^\n]*", re.MULTILINE)
_NUMBER = re.compile(r"^\d{1,3}\. ", re.MULTILINE)
"""What a browser numbers the lines of a list by."""

_LOST = re.compile("[\x00\u14fc\ufffd]")
"""What stands for a character that could not be decoded, or that the font of a page gives no name."""

EXCUSED = {
    "content_transfer_encoding_empty.eml": "names a character set that it is not in; no font here has those letters",
}
"""Files of which a word of a page is not in the index, and why."""

_HELD = {Kind.EMAIL, Kind.PDF}
"""What is mail and what has pages of its own: the rest is set as its text, or held against it by its own tests."""


class Tokenizer:
    """The words of a text as the index tells them apart, by the index itself."""

    def __init__(self) -> None:
        self._connection = cipher.connect(":memory:")
        self._connection.execute(f'CREATE VIRTUAL TABLE words USING fts5(text, tokenize="{texts.TOKENIZER}")')
        self._connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'instance')")

    def words(self, text: str) -> list[str]:
        """The words in order."""
        self._connection.execute("DELETE FROM words")
        self._connection.execute("INSERT INTO words VALUES (?)", (_LOST.sub(" ", text),))
        return [term for (term,) in self._connection.execute('SELECT term FROM terms ORDER BY "offset"')]

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()


@pytest.fixture
def tokenizer() -> Iterator[Tokenizer]:
    made = Tokenizer()
    yield made
    made.close()


def missed(tokenizer: Tokenizer, item: Item, pages: Sequence[str], indexed: str) -> list[str]:
    """The words of pages that the index does not have.

    A line that ends within a word, or a script without blanks, parts on a page what is one word in the text. So what is
    no word of the index has to stand there with its neighbours, letter by letter. Where no font has the letters of a
    script, Chromium draws boxes, and leaves one of them without a name: then all but that one have to stand there.
    """
    of_text = tokenizer.words(indexed)
    known, letters = {*of_text, *tokenizer.words(f"{_HEAD} {item.control}")}, "".join(of_text)
    text = "\n".join(pages)
    known |= set(tokenizer.words(" ".join((*_DATE.findall(text)[:1], *_LETTERS.findall(text), *_NUMBER.findall(text)))))
    shown = tokenizer.words(text)
    return [
        word
        for at, word in enumerate(shown)
        if word not in known
        and f"{shown[max(at - 1, 0)]}{word}" not in letters
        and "".join(shown[at : at + 2]) not in letters
        and (word.isascii() or not re.search(".?".join(map(re.escape, word)), letters))
    ]


@pytest.mark.corpora
def test_every_word_on_the_page_of_a_real_file_is_in_the_index(
    taken: Taken, workers: Workers, tokenizer: Tokenizer
) -> None:
    looked_at, found = 0, dict[str, list[str]]()
    for item in taken.items:
        if item.kind not in _HELD or item.locked:
            continue
        pages, remarks = _pages(taken.case, workers, item)
        indexed = texts.of_items(taken.case, [item.id]).get(item.id)
        if not pages or indexed is None:
            continue
        of_columns = "\n".join((*(getattr(indexed, name) for name in texts.COLUMNS), remarks))
        looked_at += 1
        if lost := missed(tokenizer, item, pages, of_columns):
            found[f"{item.path}  {item.name}"] = lost[:8]
    assert {name for name in found if not name.endswith(tuple(EXCUSED))} == set(), found
    assert looked_at > 800


def _pages(case: Case, workers: Workers, item: Item) -> tuple[list[str], str]:
    """The texts of the pages, and what the first of them says of itself."""
    try:
        made = item_pages.make(case, workers, item.id)
        return [page.text for page in made.pages], sentences(made.remarks)
    except KnownError:
        return [], ""  # that it has no pages is told by its reason; test_formats_corpus counts those
