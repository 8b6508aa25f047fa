"""Load files for review platforms: Concordance DAT, Opticon OPT, and what had to be replaced in them.

A DAT has no way to escape its own signs, so something else stands for them, and that is logged. One line is one
document: fields are quoted by þ and parted by U+0014, a line break in a value is ®, and a byte-order mark says that it
is UTF-8. An OPT has a line for each page, which leads to a file of one page. Source: Relativity, Load file
specifications; Everlaw, Preparing load files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

COLUMN, QUOTE, NEWLINE = "\x14", "þ", "®"
VOLUME = "VOL001"
FIELDS = (
    "BEGBATES", "ENDBATES", "BEGATTACH", "ENDATTACH", "CONTROLNUMBER", "CUSTODIAN", "ALLCUSTODIAN", "FROM", "TO", "CC",
    "BCC", "SUBJECT", "DATESENT", "TIMESENT", "DATETIMESENT", "TIMEZONE", "FILENAME", "FILEEXT", "FILESIZE",
    "PAGECOUNT", "MD5", "SHA256", "CONFIDENTIALITY", "REDACTED", "REDACTREASON", "WITHHELD", "WITHHOLDREASON",
    "NATIVELINK", "TEXTLINK", "PDFLINK", "PRODUCTIONORDER",
)  # fmt: skip
"""The columns of the DAT, in order."""

_REPLACED = ((QUOTE, "th"), (NEWLINE, "(R)"), (COLUMN, " "))


@dataclass(frozen=True, slots=True)
class Replaced:
    """A sign that a DAT cannot carry, and what stands there in its place: of which document, in which field."""

    number: str
    field: str
    sign: str
    by: str


@dataclass(frozen=True, slots=True)
class Image:
    """A page for the OPT: its number, its file, and on the first page of a document how many pages that has."""

    number: str
    file: str
    pages: int = 0


def carried(row: Mapping[str, str]) -> tuple[dict[str, str], list[Replaced]]:
    """The values of a document as a DAT can carry them, and what was replaced in them; line ends become line feeds."""
    values: dict[str, str] = {}
    told: list[Replaced] = []
    for field in FIELDS:
        value = "\n".join(row.get(field, "").splitlines())
        for sign, by in _REPLACED:
            if sign in value:
                told.append(Replaced(row["BEGBATES"], field, f"U+{ord(sign):04X}", by))
                value = value.replace(sign, by)
        if not value.isprintable():
            value = "".join(each for each in value if each == "\n" or each.isprintable() or ord(each) > 0x9F)
        values[field] = value
    return values, told


def dat(rows: Iterable[Mapping[str, str]]) -> bytes:
    """A DAT of values that :func:`carried` has made fit."""
    lines = [_line(FIELDS), *(_line([row[field] for field in FIELDS]) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _line(values: Sequence[str]) -> str:
    return COLUMN.join(f"{QUOTE}{value.replace(chr(10), NEWLINE)}{QUOTE}" for value in values)


def read_dat(data: bytes) -> list[dict[str, str]]:
    """The documents of a DAT; ValueError when it is none, or a line has not a value for each column."""
    text = data.decode("utf-8-sig")
    if not data.startswith(b"\xef\xbb\xbf") or not text.endswith("\r\n"):
        raise ValueError("it does not begin with a byte-order mark, or its last line does not end")
    header, *lines = (_values(line) for line in text.removesuffix("\r\n").split("\r\n"))
    return [dict(zip(header, values, strict=True)) for values in lines]


def _values(line: str) -> list[str]:
    values = line.split(COLUMN)
    if not all(len(value) >= 2 and value[0] == value[-1] == QUOTE for value in values):
        raise ValueError("a value does not stand between quotes")
    return [value[1:-1].replace(NEWLINE, "\n") for value in values]


def opt(images: Iterable[Image]) -> bytes:
    """An OPT: number, volume, file, whether a document begins, and of how many pages it is."""
    lines = (f"{each.number},{VOLUME},{each.file},{'Y' if each.pages else ''},,,{each.pages or ''}" for each in images)
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def read_opt(data: bytes) -> list[Image]:
    """The pages of an OPT; ValueError for a line of another form."""
    found = []
    for line in data.decode("ascii").removesuffix("\r\n").split("\r\n"):
        number, volume, file, first, _, _, pages = line.split(",")
        if volume != VOLUME or bool(pages) != (first == "Y"):
            raise ValueError(f"the line of {number} is not of the agreed form")
        found.append(Image(number, file, int(pages or 0)))
    return found


def dates(moment: str) -> dict[str, str]:
    """The fields of a moment in UTC (``2016-05-03T16:15:00Z``); nothing where none is known."""
    if len(moment) < 19:
        return {}
    day, time = f"{moment[5:7]}/{moment[8:10]}/{moment[:4]}", moment[11:19]
    return {"DATESENT": day, "TIMESENT": time, "DATETIMESENT": f"{day} {time}", "TIMEZONE": "UTC"}


def extension(name: str, otherwise: str = "bin") -> str:
    """The ending of a file's name as it may stand in a name of ours: letters and digits, in small; else another."""
    found = PurePosixPath(name.replace("\\", "/")).suffix.removeprefix(".").lower()
    return found if found.isascii() and found.isalnum() and len(found) <= 8 else otherwise
