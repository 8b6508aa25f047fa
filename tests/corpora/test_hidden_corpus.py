"""What is called hidden in real HTML mails cannot be read on their printed pages; nothing else on them is."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest

from reviewer.isolation.protocol import LayOut, PrintPage
from reviewer.workers.email.layout import lay_out
from reviewer.workers.email.message import open_mail
from reviewer.workers.hidden.html import hidden_in_html
from reviewer.workers.pdf.hidden import hidden_in_pdf
from tests.workers.test_print import Worker

_WORD = re.compile(r"[^\W_]+")
_ELSEWHERE = ("comment", "hidden field")  # of these the foot of the page lists the addresses


def words(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


@pytest.mark.corpora
def test_hidden_words_of_real_mails_are_those_that_the_printed_page_hides(corpora: Path) -> None:
    looked_at = with_hidden = 0
    with Worker() as worker:
        if worker.ready.role == "none":
            pytest.skip(worker.ready.engine)
        for path in sorted((corpora / "email").rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            if b"<html" not in data.lower():
                continue
            blocks = open_mail(data, from_mbox=False).body.blocks
            hidden = [entry for block in blocks if block.html for entry in hidden_in_html(block.html)]
            page, pictures = lay_out(LayOut("TST-000001"), data)
            answer = worker.ask(PrintPage(page.html, page.resources), pictures)
            with pymupdf.open("pdf", answer.blobs[0]) as pdf:
                unseen = [entry.text for entry in hidden_in_pdf(pdf)]
                written = words(" ".join(sheet.get_text() for sheet in pdf))
            listed, covered = words(" ".join(entry.text for entry in hidden)), words(" ".join(unseen))
            for line in "\n".join(unseen).split("\n"):
                assert words(line) in listed, (path.name, line)
            for entry in hidden:
                if not any(how in entry.how for how in _ELSEWHERE):
                    for line in filter(lambda line: len(words(line)) > 3, entry.text.split("\n")):
                        assert words(line) not in written or words(line) in covered, (path.name, entry.how, line)
            looked_at += 1
            with_hidden += bool(hidden)
    assert looked_at > 100
    assert with_hidden > 10
