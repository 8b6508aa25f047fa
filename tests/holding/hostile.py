"""Files made to use up memory or time, or to go round in circles; each with what its intake must come to."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import py7zr
import zstandard

from tests.evidence import mail
from tests.workers.archive.building import Zeros, deflated, raw_zip, tarred, zipped
from tests.workers.office.documents import docx, odf, paragraph, pptx, shape, xlsx
from tests.workers.outlook.building import BODY, FILE_NAME, METHOD, SUBJECT, Message, mapi, msg, tnef
from tests.workers.signing import DATA, HEAD, SIGNED_DATA, part, streamed

MEBI = 2**20
GIBI = 2**30
DEEP = 60
"""More levels than an intake goes down."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: its name, how it is made. ``long`` ones are tried at length; ``slow`` ones are for measurements."""

    name: str
    make: Callable[[], bytes]
    long: bool = False
    slow: bool = False


def _deflated_zeros(size: int) -> bytes:
    """Raw deflate of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = bytes(16 * MEBI)
    return b"".join([*(packer.compress(piece) for _ in range(size // len(piece))), packer.flush()])


def zip_of_zeros(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
        for _ in range(size // MEBI):
            member.write(bytes(MEBI))
    return out.getvalue()


def seven_zip_of_zeros(size: int) -> bytes:
    out = io.BytesIO()
    fast = [{"id": py7zr.FILTER_LZMA2, "preset": 0}]
    with py7zr.SevenZipFile(out, "w", filters=fast) as archive:
        archive.writef(io.BufferedReader(Zeros(size)), "zeros")
    return out.getvalue()


def repeated(pack: Callable[[bytes], bytes], size: int) -> bytes:
    """Packed zeros many times over, which those formats allow."""
    return pack(bytes(64 * MEBI)) * (size // (64 * MEBI))


def overlapping_zip(members: int, size: int) -> bytes:
    """Every member of the list has the same bytes, as in archives made to flood a disk."""
    first = deflated("0", bytes(size))
    more = [deflated(f"{number:05}", b"", size=size, crc=first.crc, at=0) for number in range(1, members)]
    return raw_zip([first, *more])


def nested(innermost: bytes, wrap: Callable[[bytes], bytes], levels: int) -> bytes:
    """Something within itself, so many levels deep."""
    for _ in range(levels):
        innermost = wrap(innermost)
    return innermost


def multipart(levels: int) -> bytes:
    head = "From: a@agency.example\nTo: b@agency.example\nSubject: Deep\nDate: Tue, 03 May 2016 09:15:00 -0700\n"
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n' for level in range(levels))
    closed = "".join(f"\n--b{level}--\n" for level in reversed(range(levels)))
    return f"{head}MIME-Version: 1.0\n{opened}Content-Type: text/plain\n\nAt the bottom.\n{closed}".encode()


def mail_in_mail(inner: bytes) -> bytes:
    head = b"From: a@agency.example\nTo: b@agency.example\nSubject: Outer\nDate: Tue, 03 May 2016 09:15:00 -0700\n"
    return head + b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" + inner


def headed(*lines: str, body: str = "Words.\n") -> bytes:
    """A mail with these header lines."""
    head = ["From: a@agency.example", "Date: Tue, 03 May 2016 09:15:00 -0700", *lines]
    return ("\n".join(head) + "\n\n" + body).encode()


def page(html: str) -> bytes:
    return f"<html><body>{html}".encode()


def html_mail(html: str) -> bytes:
    return headed("Subject: Page", "MIME-Version: 1.0", "Content-Type: text/html", body=html)


def raw_pdf(objects: Iterable[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer <</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, start))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n" % (len(data), entries) + data + b"\nendstream"


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<>>>>"


def huge_page() -> bytes:
    words = stream(b"BT /F1 12 Tf 100 100 Td (Words) Tj ET")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000 1000000]/Contents 4 0 R/Resources<<>>>>"
    return raw_pdf([CATALOGUE, PAGES, page, words])


def pdf_bomb(size: int) -> bytes:
    packed = zlib.compress(bytes(16 * MEBI), 9) if size <= 16 * MEBI else b"\x78\x9c" + _deflated_zeros(size)
    return raw_pdf([CATALOGUE, PAGES, PAGE, stream(packed, b"/Filter/FlateDecode")])


def pdf_bomb_in_bomb(size: int) -> bytes:
    packed = zlib.compress(b"\x78\x9c" + _deflated_zeros(size), 9)
    return raw_pdf([CATALOGUE, PAGES, PAGE, stream(packed, b"/Filter[/FlateDecode/FlateDecode]")])


def embedded_loop() -> bytes:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 5 0 R>>>>"
    tree = b"<</Kids[5 0 R 6 0 R]>>"
    leaf = b"<</Names[(a) 7 0 R (b) 7 0 R] /Kids[5 0 R]>>"
    spec = b"<</Type/Filespec/F(a.txt)/EF<</F 8 0 R>>>>"
    file = stream(b"inside", b"/Type/EmbeddedFile")
    return raw_pdf([catalogue, PAGES, PAGE, stream(b""), tree, leaf, spec, file])


def page_loop() -> bytes:
    """A tree of pages that holds itself, an outline that comes after itself, and an article of itself."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>"
    pages = b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 100000000>>"
    outline = b"<</First 6 0 R/Last 6 0 R/Count 1>>"
    entry = b"<</Title(again)/Next 6 0 R/First 6 0 R/Parent 6 0 R>>"
    return raw_pdf([catalogue, pages, PAGE, stream(b""), outline, entry])


def form_loop() -> bytes:
    """A page whose content draws a form that draws itself, twice, and fields that are their own children."""
    catalogue = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>/Annots[6 0 R]>>"
    )
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>")
    field = b"<</T(a)/FT/Tx/Kids[6 0 R 6 0 R]/Parent 6 0 R/Subtype/Widget/Rect[0 0 9 9]>>"
    return raw_pdf([catalogue, PAGES, page, stream(b"/X Do /X Do"), form, field])


def forms_within_forms(levels: int) -> bytes:
    """Each form draws the next ten times: ten to the power of the levels."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    return raw_pdf([CATALOGUE, PAGES, page, stream(b"/X Do"), *_forms(5, levels)])


def slow_page_among(others: int, levels: int = 9) -> bytes:
    """A page, one that takes days to draw, and so many more."""
    first = 5 + 2 + levels
    kids = b"3 0 R 4 0 R " + b"3 0 R " * others
    pages = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, 2 + others)
    quick = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources<<>>>>" % first
    slow = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>"
    return raw_pdf([CATALOGUE, pages, quick, slow, stream(b"/X Do"), *_forms(6, levels), stream(b"0 0 99 99 re f")])


def _forms(first: int, levels: int) -> list[bytes]:
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (first + level + 1),
        )
        for level in range(levels)
    ]
    return [*forms, stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")]


def many_pages(count: int) -> bytes:
    kids = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * count, count)
    return raw_pdf([CATALOGUE, kids, PAGE, stream(b"0 0 9 9 re f")])


def entities(levels: int, width: int = 10) -> str:
    """Entities that stand for ten of the ones before, so many levels (billion laughs)."""
    rows = ['<!ENTITY e0 "lol">']
    rows += [f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels)]
    return f'<?xml version="1.0"?><!DOCTYPE w [{"".join(rows)}]>'


def with_prolog(document: bytes, part: str, prolog: str, text: str) -> bytes:
    """An Office file whose part gets a prolog and a text in the place of ``LAUGH``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, (prolog + data.decode().replace("LAUGH", text)).encode() if name == part else data)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """A one-bit picture, white, all of it there."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff_loop() -> bytes:
    """A picture whose next page is itself."""
    tags = [(256, 3, 1, 8), (257, 3, 1, 8), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
            (277, 3, 1, 1), (278, 3, 1, 8), (279, 4, 1, 64)]  # fmt: skip
    at = 8 + 64
    listed = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<I", at) + bytes(64) + listed + struct.pack("<I", at)


def msg_in_msg(levels: int) -> bytes:
    inner = Message({SUBJECT: "Bottom", BODY: "Words."})
    for level in range(levels):
        inner = Message({SUBJECT: f"Level {level}"}, attachments=[({FILE_NAME: "m.msg", METHOD: 5}, inner)])
    return msg(inner)


def tnef_in_tnef(inner: bytes) -> bytes:
    rendering = struct.pack("<HIHH", 1, 0xFFFFFFFF, 0, 0).ljust(14, b"\0")
    return tnef((2, 0x00069002, rendering), (2, 0x00018010, b"winmail.dat\0"), (2, 0x0006800F, inner))


def wide_sheet() -> str:
    corner = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Far</t></is></c></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return f'<dimension ref="A1:CV1000000"/><sheetData>{first}{corner}</sheetData>{merged}'


def repeated_cells() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>Again</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return odf("spreadsheet", f'<table:table table:name="One">{row}</table:table>')


def shared_string(size: int, cells: int) -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
    return xlsx([("One", "visible", f"<sheetData>{rows}</sheetData>")], strings=["x" * size])


SIGNED_OPEN = (
    b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80\x02\x01\x01\x31\0" + b"\x30\x80" + DATA + b"\xa0\x80\x24\x80"
)
"""The beginning of signed data (RFC 5652) without lengths, as far as its content."""


def signed_beside(signers: bytes) -> bytes:
    """A mail with a signature beside its text, whose list of signers these bytes are."""
    beside = (
        b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80\x02\x01\x01\x31\0\x30\x80" + DATA + b"\0\0\x31\x80" + signers
    )
    parts = b"--S\n\nWords\n--S\n" + part(beside, name="smime.p7s").replace(b"pkcs7-mime", b"pkcs7-signature")
    return HEAD + b'Content-Type: multipart/signed; boundary="S"\n\n' + parts + b"--S--\n"


def signed_again(times: int) -> bytes:
    """A mail inside so many signatures around each other."""
    data = b"Content-Type: text/plain\n\nWords\n"
    for _ in range(times):
        data = part(streamed(data, 1_000))
    return HEAD + data


ALL: tuple[Hostile, ...] = (
    Hostile("zeros.zip", lambda: zip_of_zeros(GIBI), slow=True),
    Hostile("zeros.7z", lambda: seven_zip_of_zeros(GIBI), slow=True),
    Hostile("zeros.gz", lambda: repeated(gzip.compress, 40 * MEBI), long=True),
    Hostile("more zeros.gz", lambda: repeated(gzip.compress, 300 * MEBI), long=True),
    Hostile("a gibibyte of zeros.gz", lambda: repeated(gzip.compress, GIBI), long=True),
    Hostile("zeros.xz", lambda: repeated(lambda data: lzma.compress(data, preset=0), GIBI), long=True),
    Hostile("zeros.bz2", lambda: repeated(bz2.compress, GIBI), slow=True),
    Hostile("zeros.zst", lambda: repeated(zstandard.compress, GIBI), long=True),
    Hostile("zeros.tar.gz", lambda: repeated(gzip.compress, GIBI)[:-40], long=True),
    Hostile("below the ratio.zip", lambda: zip_of_zeros(250 * MEBI), long=True),
    Hostile("overlapping.zip", lambda: overlapping_zip(500, 10 * MEBI)),
    Hostile("5000 overlapping.zip", lambda: overlapping_zip(5_000, 10 * MEBI), long=True),
    Hostile("many empty.zip", lambda: zipped({f"{number}": b"" for number in range(60_000)}), slow=True),
    Hostile(
        "fifty deep.zip",
        lambda: nested(zipped({"words.txt": b"Words."}), lambda data: zipped({"in.zip": data}), 45),
        long=True,
    ),
    Hostile(
        "too deep.zip", lambda: nested(zipped({"words.txt": b"Words."}), lambda data: zipped({"in.zip": data}), DEEP)
    ),
    Hostile(
        "too deep.tar",
        lambda: nested(tarred({"words.txt": b"Words."}), lambda data: tarred({"in.tar": data}), DEEP),
        long=True,
    ),
    Hostile("too deep.gz", lambda: nested(b"Words.", gzip.compress, DEEP), long=True),
    Hostile(
        "ten wide.zip", lambda: nested(b"Words.", lambda data: zipped({f"{n}": data for n in range(10)}), 6), slow=True
    ),
    Hostile("fifty parts deep.eml", lambda: multipart(50)),
    Hostile("2000 parts deep.eml", lambda: multipart(2_000)),
    Hostile("fifty mails deep.eml", lambda: nested(mail(), mail_in_mail, 45)),
    Hostile("2000 mails deep.eml", lambda: nested(mail(), mail_in_mail, 2_000)),
    Hostile("20000 encoded words.eml", lambda: headed("Subject: " + "\n ".join(["=?utf-8?q?=C3=A9?="] * 20_000))),
    Hostile("20000 encoded words in one line.eml", lambda: headed("Subject: " + "=?utf-8?b?w6k=?= " * 20_000)),
    Hostile("addresses.eml", lambda: headed("To: " + ", ".join(f"a{n} <a{n}@b.example>" for n in range(20_000)))),
    Hostile("comments.eml", lambda: headed("To: " + "(" * 30_000 + ")" * 30_000)),
    Hostile("quotes.eml", lambda: headed('To: "' + '\\"' * 100_000)),
    Hostile("references.eml", lambda: headed("References: " + " ".join(f"<{n}@b>" for n in range(100_000)))),
    Hostile("header lines.eml", lambda: headed(*(f"X-{n}: y" for n in range(200_000)))),
    Hostile(
        "parameters.eml", lambda: headed("Content-Type: text/plain" + "".join(f"; name*{n}*=x" for n in range(50_000)))
    ),
    Hostile(
        "parts.eml",
        lambda: headed('Content-Type: multipart/mixed; boundary="b"', body="--b\n\nx\n" * 50_000 + "--b--\n"),
    ),
    Hostile("pieces.p7m", lambda: SIGNED_OPEN + b"\x04\0" * 3_000_000, long=True),
    Hostile("signers.eml", lambda: signed_beside(b"\x05\0" * 300_000)),
    Hostile("more signers.eml", lambda: signed_beside(b"\x05\0" * 1_400_000), long=True),
    Hostile("twenty signatures.eml", lambda: signed_again(20)),
    Hostile("tags.eml", lambda: html_mail("<div>" * 100_000 + "Words")),
    Hostile("tags.html", lambda: page("<div><b>" * 50_000 + "Words")),
    Hostile("table.html", lambda: page("<table><tr><td>" * 33_000 + "Words")),
    Hostile(
        "styles.eml",
        lambda: html_mail(
            "<style>"
            + "".join(f".c{n} > div + p a[href] {{ color: red; margin: {n}px }}" for n in range(60_000))
            + "</style>"
            + "".join(f'<p class="c{n}">Words</p>' for n in range(3_000))
        ),
        long=True,
    ),
    Hostile("one style.html", lambda: page("<style>" + "a{" * 500_000 + "</style>Words")),
    Hostile(
        "attributes.html",
        lambda: page("<p " + " ".join(f'a{n}="{n}"' for n in range(100_000)) + ">Words"),
    ),
    Hostile(
        "quoted.eml", lambda: headed("Subject: Re: a", body="\n".join(">" * (n % 900) + " x" for n in range(20_000)))
    ),
    Hostile("huge page.pdf", huge_page),
    Hostile("stream of zeros.pdf", lambda: pdf_bomb(GIBI), slow=True),
    Hostile("stream in stream.pdf", lambda: pdf_bomb_in_bomb(GIBI), slow=True),
    Hostile("embedded loop.pdf", embedded_loop),
    Hostile("page loop.pdf", page_loop),
    Hostile("form loop.pdf", form_loop),
    Hostile("ten to the ninth forms.pdf", lambda: forms_within_forms(9), slow=True),
    Hostile("100000 pages.pdf", lambda: many_pages(100_000)),
    Hostile("arrays.pdf", lambda: raw_pdf([CATALOGUE, PAGES, PAGE, stream(b"[" * 500_000), b"[" * 200_000])),
    Hostile("states.pdf", lambda: raw_pdf([CATALOGUE, PAGES, PAGE, stream(b"q " * 3_000_000)])),
    Hostile("laughs.docx", lambda: with_prolog(docx(paragraph("LAUGH")), "word/document.xml", entities(12), "&e11;")),
    Hostile(
        "quadratic.docx",
        lambda: with_prolog(
            docx(paragraph("LAUGH")),
            "word/document.xml",
            f'<!DOCTYPE w [<!ENTITY a "{"x" * 100_000}">]>',
            "&a;" * 100_000,
        ),
    ),
    Hostile(
        "external.docx",
        lambda: with_prolog(
            docx(paragraph("LAUGH")),
            "word/document.xml",
            '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            "&a;",
        ),
    ),
    Hostile("zeros.docx", lambda: docx(paragraph("Words"), {"word/comments.xml": bytes(400 * MEBI)}), long=True),
    Hostile("spaces.docx", lambda: docx(" " * (200 * MEBI) + paragraph("Words")), slow=True),
    Hostile("deep.docx", lambda: docx("<w:sdt><w:sdtContent>" * 100_000)),
    Hostile(
        "tables in tables.docx",
        lambda: docx("<w:tbl><w:tr><w:tc>" * 3_000 + paragraph("x") + "</w:tc></w:tr></w:tbl>" * 3_000),
    ),
    Hostile(
        "laughs.xlsx",
        lambda: with_prolog(
            xlsx([("One", "visible", "<sheetData/>")], strings=["LAUGH"]), "xl/sharedStrings.xml", entities(12), "&e11;"
        ),
    ),
    Hostile("100 million cells.xlsx", lambda: xlsx([("One", "visible", wide_sheet())])),
    Hostile("one string often.xlsx", lambda: shared_string(MEBI, 20_000), slow=True),
    Hostile(
        "two million cells.xlsx",
        lambda: xlsx(
            [
                (
                    "One",
                    "visible",
                    "<sheetData>" + "<row><c><v>1</v></c><c><v>2</v></c></row>" * 1_000_000 + "</sheetData>",
                )
            ]
        ),
        slow=True,
    ),
    Hostile("repeated cells.ods", repeated_cells, long=True),
    Hostile("spaces.odt", lambda: odf("text", '<text:p>a<text:s text:c="2000000000"/>b</text:p>')),
    Hostile("deep.odt", lambda: odf("text", "<text:section>" * 50_000)),
    Hostile("deep.pptx", lambda: pptx([("", "<p:grpSp>" * 30_000 + shape("x"))])),
    Hostile("groups.rtf", lambda: b"{\\rtf1 " + b"{" * 1_000_000 + b"Words", slow=True),
    Hostile("bin.rtf", lambda: b"{\\rtf1 \\bin2147483647 x}" + b"\\bin-1 " * 1000),
    Hostile("controls.rtf", lambda: b"{\\rtf1 " + b"\\u26085?" * 1_000_000 + b"}", slow=True),
    Hostile("objects.rtf", lambda: b"{\\rtf1 " + b"{\\object{\\*\\objdata 0105}}" * 100_000 + b"}", slow=True),
    Hostile("sixty deep.msg", lambda: msg_in_msg(DEEP)),
    Hostile("tnef in tnef.dat", lambda: nested(tnef((1, 0x00018004, b"Words\0")), tnef_in_tnef, DEEP)),
    Hostile("claims.dat", lambda: tnef((1, 0x00069003, mapi({0x1000: (0x1F, b"x")})[:8] + b"\xff\xff\xff\x7f" * 4))),
    Hostile("huge.png", lambda: png(50_000, 50_000), slow=True),
    Hostile(
        "huge.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'>" + b"<g>" * 100_000
    ),
    Hostile("loop.tif", tiff_loop),
    Hostile("lines.csv", lambda: b"a,b,c\n" * 3_000_000, slow=True),
    Hostile("columns.csv", lambda: b"a," * 5_000_000, slow=True),
    Hostile("quotes.csv", lambda: b'"' + b'""' * 5_000_000, slow=True),
    Hostile("one line.txt", lambda: b"word " * 6_000_000, slow=True),
    Hostile(
        "folded.ics",
        lambda: (
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:a\r\n"
            + b" b\r\n" * 2_000_000
            + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
        ),
        long=True,
    ),
    Hostile("cards.vcf", lambda: b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\n" * 50_000),
    Hostile("froms.mbox", lambda: b"From a@b.example Tue May  3 09:15:00 2016\n" * 100_000),
    Hostile("sparse.tar", lambda: tarred({"a": b"x"}).replace(b"00000000001\0", b"77777777777\0")),
)
"""What S3 of the bar asks for, and what else costs readers their time or their memory."""
