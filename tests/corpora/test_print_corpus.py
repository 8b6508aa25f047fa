"""Real HTML mails, laid out and printed: every one becomes pages, and its words are on them."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.protocol import LayOut, Printed, PrintPage
from reviewer.workers.email.layout import lay_out
from tests.workers.test_print import Worker


@pytest.mark.corpora
def test_every_html_mail_prints_with_its_words_and_without_a_request(corpora: Path) -> None:
    printed = 0
    with Worker() as worker:
        if worker.ready.role == "none":
            pytest.skip(worker.ready.engine)
        for path in sorted((corpora / "email").rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            if b"<html" not in data.lower():
                continue
            page, pictures = lay_out(LayOut(item="TST-000001"), data)
            answer = worker.ask(PrintPage(page.html, page.resources), pictures)
            assert isinstance(answer.message, Printed), (path, answer.message)
            assert "request" not in sentences(answer.message.remarks), (path, sentences(answer.message.remarks))
            assert "cut" not in sentences(answer.message.remarks), (path, sentences(answer.message.remarks))
            with pymupdf.open("pdf", answer.blobs[0]) as pdf:
                shown = "".join("".join(sheet.get_text().split()) for sheet in pdf)
            words = {word for word in page.text.split() if word.isascii() and word.isalpha() and len(word) > 3}
            missing = {word for word in words if word not in shown}
            # A word may be broken by the end of a line whose next line stands in another column.
            assert len(missing) <= len(words) / 100, (path, missing)
            printed += 1
    assert printed > 100
