"""The evidence of the cases of each format: a small disk, invented here, the same bytes each time it is made."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pymupdf

PASSWORD = "harbour lamp"
"""Opens ``j-locked.pdf``."""

SIGNING = "a lamp for each of us"
"""The passphrase of a reviewer's signing key."""

OFFER = b"""From: Dana Vale <dana@vendor.example>
To: Lee Moore <moore@police.example>
Subject: Your gift
Date: Mon, 16 May 2016 09:30:00 -0700
Message-ID: <1@vendor.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

Dear Sergeant Moore,

you are welcome to a free doorbell camera. Fourteen uses of the code LANTERN25 were
counted, and eleven more would earn a second device. Please tell your neighbours.
Everybody at the harbour station may have one, as we said when we met at the fair.
--part
Content-Type: text/csv; name="codes.csv"
Content-Disposition: attachment; filename="codes.csv"

code,uses
LANTERN25,14
--part--
"""
AGAIN = OFFER.replace(b"Date: Mon", b"Received: from mx.vendor.example; Mon, 16 May 2016 16:31:00 +0000\nDate: Mon")
CORRECTED = (
    OFFER.replace(b"<1@vendor.example>", b"<1b@vendor.example>")
    .replace(b"Mon, 16 May 2016 09:30", b"Mon, 16 May 2016 11:45")
    .replace(b"at the fair.", b"at the fair in May.")
)
HTML = """From: Dana Vale <dana@vendor.example>
To: moore@police.example, Kim Ortega <ortega@police.example>
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from Lantern
Date: Fri, 20 May 2016 10:00:00 -0700
Message-ID: <4@vendor.example>
In-Reply-To: <lost@police.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>The <b>discount</b> is yours, Ärger inbegriffen.</p><p style="display:none">quietly hidden</p>
<blockquote>Thank you.</blockquote>
""".encode()
THANKS = b"""From: Lee Moore <moore@police.example>
To: Dana Vale <dana@vendor.example>
Subject: Re: Your gift
Date: Tue, 17 May 2016 08:00:00 -0700
Message-ID: <2@police.example>
In-Reply-To: <1@vendor.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Thank you, it works well. I recommend it to all my neighbours.
"""
TIP = b"""From: Lee Moore <moore@police.example>
To: Kim Ortega <ortega@police.example>
Subject: A tip for you
Date: Wed, 18 May 2016 08:00:00 -0700
Message-ID: <3@police.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Ask Dana, and you will get one too.
"""
FORWARD = b"""From: Kim Ortega <ortega@police.example>
To: Robin Hale <hale@police.example>
Subject: Fw: A tip for you
Date: Thu, 19 May 2016 08:00:00 -0700
Message-ID: <5@police.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

See below.

-----Original Message-----
From: Lee Moore <moore@police.example>
Sent: Wednesday, May 18, 2016 8:00 AM
To: Kim Ortega <ortega@police.example>
Subject: A tip for you

Ask Dana, and you will get one too.
"""
ENVELOPE = b"From moore@police.example Tue May 17 15:00:00 2016\n"
ROSTER = """serial,name,rank,station,start,end,address,alias
4711,Lee Moore,Sergeant,Harbour,2014-01-01,2016-12-31,moore@police.example,L. Moore
4711,Lee Moore,Sergeant,Quarry,2017-01-01,,moore@police.example,L. Moore
4712,Kim Ortega,Officer,Harbour,2015-06-01,,ortega@police.example,
4713,Robin Hale,Officer,Quarry,2015-06-01,,hale@police.example,
"""
COMPLAINTS = """Case No,received,closed,serial,officer,station,allegation,clause,vendor,finding,discipline
C15-7,2015-04-01,2015-07-01,4711,Lee Moore,Harbour,Took free meals,3.14,Gull Diner,sustained,Reprimand
C17-2,2017-01-12,2017-08-30,4712,Kim Ortega,Harbour,Took a camera,3.14,Lantern Bell,not sustained,
"""


def pdf(text: str, password: str = "") -> bytes:
    """One page with this text; locked when there is a password."""
    with pymupdf.open() as document:
        document.new_page(width=420, height=300).insert_text((36, 60), text, fontsize=11)
        if password:
            return bytes(
                document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password, owner_pw=password, garbage=4)
            )
        return bytes(document.tobytes(no_new_id=True, garbage=4, deflate=True))


def scan(text: str) -> bytes:
    """One page that is nothing but a picture of this text."""
    with pymupdf.open("pdf", pdf(text)) as drawn, pymupdf.open() as document:
        picture = drawn[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY, clip=(0, 0, 420, 120)).tobytes("png")
        page = document.new_page(width=420, height=120)
        page.insert_image(page.rect, stream=picture)
        return bytes(document.tobytes(no_new_id=True, garbage=4, deflate=True))


def archive(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as members:
        for name, data in files.items():
            members.writestr(zipfile.ZipInfo(name, (2016, 5, 18, 12, 0, 0)), data)
    return made.getvalue()


def write(folder: Path, number: int) -> None:
    """The disk, and beside it the tables, passwords and the outline that the commands for a format read."""
    since_11 = number >= 11
    desk = {"desk/note.txt": b"The camera is on the porch.\n", "desk/thanks.eml": THANKS}
    if since_11:
        desk["desk/drawer.zip"] = archive({"receipt.txt": b"Paid in full.\n"})
    disk = folder / "disk"
    disk.mkdir()
    for name, data in {
        "a-offer.eml": OFFER,
        "b-thanks.eml": THANKS,
        "c-thanks.eml": THANKS,
        "d-again.eml": AGAIN,
        "e-corrected.eml": CORRECTED,
        "f-greeting.eml": HTML,
        "g-flyer.pdf": pdf("Every officer gets a discount code"),
        "h-broken.pdf": b"%PDF-1.7\nnothing that follows is a document\n",
        "i-scan.pdf": scan("A kiosk of umbrellas was delivered"),
        "j-locked.pdf": pdf("The price was left open", PASSWORD),
        "k-mailbox.mbox": ENVELOPE + THANKS + b"\n" + ENVELOPE + TIP,
        "l-desk.zip": archive(desk),
        "m-note.txt": "Zürich, 3. Mai 2016: two cameras\n".encode(),
        **({"n-forward.eml": FORWARD} if since_11 else {}),
    }.items():
        (disk / name).write_bytes(data)
    for name, text in {
        "roster.csv": ROSTER.replace("serial", "Badge") if since_11 else ROSTER,
        "complaints.csv": COMPLAINTS,
        "passwords.txt": PASSWORD + "\n",
        "signing.txt": SIGNING + "\n",
        "outline.txt": "# The camera\nWho gave it to you?\n# After that\nWhom did you tell?\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
