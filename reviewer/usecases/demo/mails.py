"""Mailboxes on disk: mbox (mboxrd), folders of raw messages without an extension, and loose ``.eml`` files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from reviewer.usecases.demo import html, pictures
from reviewer.usecases.demo.letters import mail_date, mbox_date
from reviewer.usecases.demo.mime import (
    Part,
    encoded_words,
    file_part,
    message_part,
    people_header,
    several,
    text_part,
    transfer,
    wrapped,
)
from reviewer.usecases.demo.plan import Custodian, Mail, Story

Files = Mapping[str, tuple[str, str, bytes]]
"""What may be attached, by key: file name, media type, bytes."""

_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


def mailbox(story: Story, custodian: Custodian, files: Files) -> Iterator[tuple[str, bytes]]:
    """The files of a mailbox: path below the mailbox's own folder, and bytes."""
    copies = [(mail, compose(mail, story, files, custodian.key)) for mail in story.mailbox(custodian.key)]
    if custodian.form == "mbox":
        yield f"{custodian.folder}.mbox", b"".join(_in_mbox(mail, wire) for mail, wire in copies)
        return
    for number, (mail, wire) in enumerate(copies, 1):
        box = "sent" if mail.sender.key == custodian.key else "inbox"
        if custodian.form == "folder":
            yield f"{box}/{number:05}", wire
        else:
            title = re.sub(r"[^A-Za-z0-9]+", " ", mail.subject).strip()[:50].strip()
            yield f"{box}/{mail.date:%Y-%m-%d} {title} {number:03}.eml", wire.replace(b"\n", b"\r\n")


def compose(mail: Mail, story: Story, files: Files, reader: str) -> bytes:
    """A message as it lies in one mailbox: the sender's shows blind copies, a receiver's its way through the net."""
    body = _whole(mail, story, files)
    headers: list[str] = []
    if mail.sender.key != reader:
        headers += _way(mail, reader)
    headers.append(f"Message-ID: {mail.message_id}")
    if mail.fault != "no date":
        headers.append(f"Date: {mail_date(mail.date)}")
    headers.append(people_header("From", [mail.sender]))
    headers.append(people_header("To", mail.to))
    if mail.cc:
        headers.append(people_header("Cc", mail.cc))
    if mail.bcc and mail.sender.key == reader:
        headers.append(people_header("Bcc", mail.bcc))
    subject = f"{mail.subject} (caf\udce9)" if mail.fault == "8-bit header" else encoded_words(mail.subject)
    headers.append(f"Subject: {subject}")
    if mail.references:
        headers += [f"In-Reply-To: {mail.references[-1]}", "References: " + "\n ".join(mail.references)]
    headers += ["MIME-Version: 1.0", *body.headers]
    return Part(tuple(headers), body.body).wire


def _way(mail: Mail, reader: str) -> list[str]:
    receiver = next(
        (person for person in (*mail.to, *mail.cc) if person.key == reader or reader in person.members), mail.to[0]
    )
    host = mail.sender.address.partition("@")[2]
    return [
        f"Return-Path: <{mail.sender.address}>",
        f"Delivered-To: {receiver.address}",
        f"Received: from mx.{host} by mail.pmpd.example with ESMTP;\n {mail_date(mail.date)}",
    ]


def _whole(mail: Mail, story: Story, files: Files) -> Part:
    body = _text(mail)
    attached = [file_part(*files[key]) for key in mail.attachments]
    if mail.forward:
        first = next(each for each in story.mails if each.key == mail.forward)
        attached.append(message_part(compose(first, story, files, first.sender.key)))
    if mail.fault == "broken base64":
        name, media_type, data = files["invoice-chairs"]
        whole = file_part(name, media_type, data)
        attached.append(Part(whole.headers, whole.body[: len(whole.body) // 2] + b"%%% transfer interrupted %%%\n"))
    if mail.fault == "no boundary end":
        return several("mixed", [body, file_part(*files["figures-csv"])], mail.key, closed=False)
    return several("mixed", [body, *attached], mail.key) if attached else body


def _text(mail: Mail) -> Part:
    text = wrapped(mail.body)
    if mail.fault == "unknown charset":
        raw = (text + "\nP.S. “Déjà vu” at the café – again.\n").encode("cp1252")
        return Part(
            ("Content-Type: text/plain; charset=x-pmpd-7", "Content-Transfer-Encoding: 8bit"), transfer(raw, "8bit")
        )
    if mail.fault == "From line":
        text += "\nFrom Monday on, please use the gate on the water side.\nFrom there it is two minutes on foot.\n"
    if mail.fault == "> From line":
        text += "\n>From what I hear, nobody did.\n>>From the year before, the same.\n"
    if mail.form == "plain":
        return text_part(text, "plain", mail.charset, mail.encoding)
    page: Part = text_part(html.page(mail), "html", mail.charset, "quoted-printable")
    shown = []
    if mail.logo:
        shown.append(file_part("logo.png", "image/png", pictures.logo(), content_id=html.LOGO_ID))
    if mail.picture:
        shown.append(file_part("porch.png", "image/png", pictures.porch(len(mail.body)), content_id=html.PICTURE_ID))
    if shown:
        page = several("related", [page, *shown], mail.key)
    return several("alternative", [text_part(text, "plain", mail.charset, "quoted-printable"), page], mail.key)


def _in_mbox(mail: Mail, wire: bytes) -> bytes:
    """One message of an mbox in the mboxrd form: each line of ``From `` gets one more ``>``."""
    head = f"From {mail.sender.address} {mbox_date(mail.date)}\n".encode()
    return head + _FROM.sub(rb">\1", wire) + (b"\n" if wire.endswith(b"\n") else b"\n\n")


def write(story: Story, files: Files, folder: Path) -> int:
    """Write all mailboxes below a folder, one folder a custodian; the number of messages."""
    count = 0
    for custodian in story.custodians:
        for path, data in mailbox(story, custodian, files):
            target = folder / custodian.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        count += len(story.mailbox(custodian.key))
    return count
