"""Evidence for tests, made from what a test says: mails, mailboxes, PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from pathlib import Path

import pymupdf


def mail(
    subject: str = "Cameras",
    body: str = "The cameras are here.\n",
    *,
    sender: str = "Ada Lune <ada@agency.example>",
    to: str = "Bo Reef <bo@agency.example>",
    date: str = "Tue, 03 May 2016 09:15:00 -0700",
    html: str = "",
    attachments: Sequence[tuple[str, bytes, str]] = (),
) -> bytes:
    """An e-mail; attachments are (name, bytes, media type)."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, date
    told = hashlib.sha256(f"{subject}\0{body}\0{date}".encode()).hexdigest()  # the same in each run, unlike hash()
    made["Message-ID"] = f"<{told[:20]}@agency.example>"
    made.set_content(body)
    if html:
        made.add_alternative(html, subtype="html")
    for name, data, media_type in attachments:
        main, sub = media_type.split("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def mailbox(messages: Iterable[bytes], newline: bytes = b"\n") -> bytes:
    """An mboxo mailbox: a "From " line before each message, an empty line after it."""
    out = bytearray()
    for message in messages:
        lines = message.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
        out += b"From ada@agency.example Tue May  3 09:15:00 2016" + newline
        out += newline.join(b">" + line if line.startswith(b"From ") else line for line in lines) + newline + newline
    return bytes(out)


def pdf(pages: Iterable[str]) -> bytes:
    """A PDF with one page per text, 11-point Helvetica."""
    with pymupdf.open() as document:
        for text in pages:
            page = document.new_page(width=612, height=792)
            page.insert_text((72, 72), text, fontsize=11)
        return bytes(document.tobytes(no_new_id=True))


def folder(where: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files; names may hold ``/``."""
    for name, data in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return where


def pdf_by_hand(content: bytes, letters: dict[int, str] | None = None) -> bytes:
    """A PDF of one page, written by hand, so that a test can damage it; ``letters`` is what codes stand for."""
    named = letters or {code: chr(code) for code in range(32, 127)}
    table = b"".join(b"<%02X> <%s>\n" % (code, text.encode("utf-16-be").hex().encode()) for code, text in named.items())
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
    cmap += b"%d beginbfchar\n%sendbfchar endcmap end" % (len(named), table)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap),
    ]
    made = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    return made + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n0\n%%EOF"
