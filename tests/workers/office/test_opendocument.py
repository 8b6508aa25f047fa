"""OpenDocument texts: changes, comments, hidden words, and those that are locked."""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import Blowfish
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from reviewer.domain.evidence.reading import Hidden, Kind, State
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.reading import read_office
from tests.workers.office.documents import odf, zipped

_SHA256, _SHA1 = "http://www.w3.org/2000/09/xmldsig#sha256", "SHA1"
_AES, _BLOWFISH = "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "Blowfish CFB"


def test_changes_comments_notes_and_hidden_words_are_found() -> None:
    told = "<dc:creator>Bo Reef</dc:creator><dc:date>2016-05-04T10:00:00</dc:date>"
    who = f"<office:change-info>{told}</office:change-info>"
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        f'<text:tracked-changes><text:changed-region text:id="d"><text:deletion>{who}<text:p>nothing</text:p>'
        f'</text:deletion></text:changed-region><text:changed-region text:id="i"><text:insertion>{who}</text:insertion>'
        "</text:changed-region></text:tracked-changes>"
        '<text:p>We paid <text:change text:change-id="d"/><text:change-start text:change-id="i"/>200'
        '<text:s text:c="2"/>'
        'dollars<text:change-end text:change-id="i"/>.<office:annotation><dc:creator>Ada Lune</dc:creator>'
        "<dc:date>2016-05-05T11:00:00</dc:date><text:p>is it so?</text:p></office:annotation></text:p>"
        '<text:p><text:span text:style-name="T1">unseen</text:span> seen'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>a note</text:p></text:note-body></text:note> "
        '<text:a xlink:href="https://v.example/">offer</text:a></text:p>'
    )
    reading, _ = read_office(odf("text", body, styles), ())
    assert (reading.kind, reading.state) == (Kind.DOCUMENT, State.OK)
    assert "We paid [deleted: nothing]200  dollars." in reading.text
    assert "Deleted by Bo Reef, 2016-05-04 10:00: “nothing”" in reading.text
    assert "Inserted by Bo Reef, 2016-05-04 10:00: “200  dollars”" in reading.text
    assert "Comment by Ada Lune, 2016-05-05 11:00\nis it so?" in reading.text
    assert "Footnote 1\na note" in reading.text
    assert "Link: offer → https://v.example/" in reading.text
    assert reading.hidden == (Hidden("unseen", Reason("hidden.formatted")),)


def locked(password: str, cipher: str, start: str) -> bytes:
    """A locked text, made as the standard says (OpenDocument 1.3, part 2, 4.8)."""
    inner = odf("text", "<text:p>the combination is 1234</text:p>")
    content = ZipFile(BytesIO(inner)).read("content.xml")
    engine = zlib.compressobj(wbits=-15)
    deflated = engine.compress(content) + engine.flush()
    hashed = hashlib.sha256 if start == _SHA256 else hashlib.sha1
    salt, size = os.urandom(16), 32 if cipher == _AES else 16
    key = hashlib.pbkdf2_hmac("sha1", hashed(password.encode()).digest(), salt, 1024, size)
    if cipher == _AES:
        vector = os.urandom(16)
        pad = 16 - len(deflated) % 16
        packed = Cipher(AES(key), CBC(vector)).encryptor().update(deflated + bytes(pad - 1) + bytes((pad,)))
    else:
        vector = os.urandom(8)
        packed = Cipher(Blowfish(key), CFB(vector)).encryptor().update(deflated)
    kind = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" if start == _SHA256 else "SHA1/1K"
    b64 = [base64.b64encode(each).decode() for each in (hashed(deflated[:1024]).digest(), vector, salt)]
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml">'
        f'<m:encryption-data m:checksum-type="{kind}" m:checksum="{b64[0]}">'
        f'<m:algorithm m:algorithm-name="{cipher}" m:initialisation-vector="{b64[1]}"/>'
        f'<m:key-derivation m:key-derivation-name="PBKDF2" m:key-size="{size}" m:iteration-count="1024"'
        f' m:salt="{b64[2]}"/><m:start-key-generation m:start-key-generation-name="{start}"/>'
        "</m:encryption-data></m:file-entry></m:manifest>"
    )
    mime = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": mime, "content.xml": packed, "META-INF/manifest.xml": manifest})


@pytest.mark.parametrize(("cipher", "start"), [(_AES, _SHA256), (_BLOWFISH, _SHA1)])
def test_a_locked_text_opens_with_its_password_and_says_which_it_was(cipher: str, start: str) -> None:
    data = locked("Sésame", cipher, start)
    shut, _ = read_office(data, ("wrong",))
    assert (shut.state, shut.locked, shut.reason) == (State.FAILED, True, "it is locked with a password")
    open_, _ = read_office(data, ("wrong", "Sésame"))
    assert (open_.state, open_.password) == (State.OK, 2)
    assert "the combination is 1234" in open_.text
