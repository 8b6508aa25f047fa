"""The encrypter is walled in, and what it encrypts opens by the passphrase alone, with all that was in it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any

import pymupdf
import pypdf
import pytest

from reviewer.isolation.encrypter import Encrypter
from reviewer.isolation.errors import WorkerError
from reviewer.isolation.exhibit_messages import Encrypt, ReadTexts
from tests.evidence import pdf

SECRET = "abcde-fghjk-mnpqr"
WORDS = "We send you two free cameras."
ODD = (b"\x00A\x00B", b"\xff\xfeA\x00", b"\xef\xbb\xbfA", b"\xfe\xff\x00A", b"\x80\xff")
"""Strings in each of the character sets that a PDF may have them in, and in none."""


@pytest.fixture(scope="module")
def encrypter() -> Iterator[Encrypter]:
    made = Encrypter()
    yield made
    made.close()


def encrypted(encrypter: Encrypter, data: bytes, **attached: bytes) -> bytes:
    request = Encrypt(SECRET, tuple(attached))
    made: bytes = encrypter.ask(request, [data, *attached.values()], 60).blobs[0]
    return made


def test_it_computes_and_reaches_nothing(encrypter: Encrypter) -> None:
    if sys.platform != "linux":
        pytest.skip("the walls are those of Linux")
    assert "no network, no files, no other process" in " ".join(encrypter.ready().sandbox)


def test_what_it_encrypts_opens_by_the_passphrase_alone_and_is_what_it_was(encrypter: Encrypter) -> None:
    made = encrypted(encrypter, pdf([WORDS, "Both unpaid."]), manifest=b"every file")
    with pymupdf.open(stream=made) as other:
        assert other.needs_pass
        assert not other.authenticate("abcde")
        assert other.authenticate(SECRET)
        assert [page.get_text().strip() for page in other] == [WORDS, "Both unpaid."]
    read = pypdf.PdfReader(io.BytesIO(made), password=SECRET)
    assert read.attachments == {"manifest": [b"every file"]}
    how: Any = read.trailer["/Encrypt"].get_object()
    assert (how["/V"], how["/R"], how["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3"), "ISO 32000-2, 7.6.4"
    assert made.startswith(b"%PDF-1.7")
    root: Any = read.trailer["/Root"].get_object()
    named = root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    assert (named["/F"], named["/UF"]) == ("manifest", "manifest"), "ISO 14289-1, 7.11"


def test_pages_that_stand_in_a_tree_are_the_same_pages(encrypter: Encrypter) -> None:
    """As in ten of 281 real exhibits, of which each kept a report from being encrypted."""
    with pymupdf.open(stream=pdf(["One", "Two", "Three"])) as document:
        root, branch = (
            int(document.xref_get_key(document.pdf_catalog(), "Pages")[1].split()[0]),
            document.get_new_xref(),
        )
        first, *rest = (document[number].xref for number in range(3))
        kids = " ".join(f"{each} 0 R" for each in rest)
        document.update_object(branch, f"<</Type/Pages/Parent {root} 0 R/Count 2/Kids[{kids}]/Rotate 90>>")
        for each in rest:
            document.xref_set_key(each, "Parent", f"{branch} 0 R")
            document.update_object(each, document.xref_object(each).replace("/Rotate 0", ""))  # it has its branch's
        document.xref_set_key(root, "Kids", f"[{first} 0 R {branch} 0 R]")
        plain = document.tobytes()
    with pymupdf.open(stream=encrypted(encrypter, plain)) as made:
        assert made.authenticate(SECRET)
        assert [(page.get_text().strip(), page.rotation) for page in made] == [("One", 0), ("Two", 90), ("Three", 90)]


def test_strings_in_any_character_set_come_out_as_they_were(encrypter: Encrypter) -> None:
    """Behind the walls no character set can be loaded any more: what was not known before was lost without a word."""
    with pymupdf.open(stream=pdf([WORDS])) as document:
        document.xref_set_key(document.pdf_catalog(), "Odd", f"[{''.join(f'<{each.hex()}>' for each in ODD)}]")
        plain = document.tobytes()
    read = pypdf.PdfReader(io.BytesIO(encrypted(encrypter, plain)), password=SECRET)
    root: Any = read.trailer["/Root"].get_object()
    assert [each.original_bytes for each in root["/Odd"]] == list(ODD)


def test_the_same_file_never_has_the_same_key_twice(encrypter: Encrypter) -> None:
    """Keys of MuPDF follow from the second in which its process began."""
    plain, made = pdf([WORDS]), []
    for each in (encrypter, Encrypter()):
        made.append(encrypted(each, plain))
        if each is not encrypter:
            each.close()
    keys = set()
    for data in made:
        read = pypdf.PdfReader(io.BytesIO(data))
        assert read.decrypt(SECRET)
        keys.add(read._encryption._key)  # type: ignore[union-attr]
    assert len(keys) == 2


@pytest.mark.parametrize("odd", ["/#CB#CE#CC#E5", "<</#CB#CE 1>>"])
def test_a_name_that_might_be_written_in_other_bytes_is_refused(encrypter: Encrypter, odd: str) -> None:
    """A font that is not in the file is found by its name: with other bytes its letters were others."""
    with pymupdf.open(stream=pdf([WORDS])) as document:
        document.xref_set_key(document.pdf_catalog(), "Odd", odd)
        plain = document.tobytes()
    with pytest.raises(WorkerError, match="could not be encrypted so that it opens again"):
        encrypted(encrypter, plain)


def test_what_is_no_whole_pdf_is_refused_and_it_does_nothing_else(encrypter: Encrypter) -> None:
    for broken in (b"%PDF-1.7", pdf([WORDS])[:-200], b""):
        with pytest.raises(WorkerError, match="could not be encrypted so that it opens again"):
            encrypted(encrypter, broken)
    with pytest.raises(WorkerError, match="does nothing but encrypt"):
        encrypter.ask(ReadTexts(), [pdf([WORDS])], 60)
