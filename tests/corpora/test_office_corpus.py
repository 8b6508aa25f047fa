"""Every Office file of the corpora is read, or refused in words a person understands, and all its words are there."""

from __future__ import annotations

import csv
import html
import io
import re
import struct
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import olefile
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from selectolax.lexbor import LexborHTMLParser

from reviewer.domain.evidence.reading import Reading, State
from reviewer.workers.office.content import Box, Grid
from reviewer.workers.office.finding import find
from reviewer.workers.office.kinds import identify_office
from reviewer.workers.office.layout import lay_out_office
from reviewer.workers.office.reading import read_office

pytestmark = pytest.mark.corpora

REASONS = re.compile(
    r"it is locked by rights management, which only the server of its owner opens"
    r"|the file breaks off before the part that holds its text"
    r"|a group in it is not closed, so that its end may be missing"
    r"|it is from Word 95 or before: hidden and deleted words are shown as if they were not"
)
OTHERS = {".one", ".vsdx", ".dbf", ".pub"}  # formats of Office that are read by nobody here
NO_OFFICE = {"testODTnotaZipFile.odt", "testWordPerfect_42.doc"}


@dataclass(frozen=True, slots=True)
class Held:
    """One file of the corpus, and what was read of it."""

    path: Path
    data: bytes
    form: str
    reading: Reading

    @property
    def words(self) -> str:
        """The text without any white space."""
        return bare(self.reading.text)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def passwords(corpora: Path) -> dict[str, str]:
    with (corpora / "PASSWORDS.tsv").open(encoding="utf-8") as table:
        return {row["path"]: row["password"] for row in csv.DictReader(table, delimiter="\t")}


@pytest.fixture(scope="module")
def held(corpora: Path, passwords: dict[str, str]) -> list[Held]:
    found = []
    for path in sorted((corpora / "office").rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        identified = identify_office(data)
        assert (identified is None) is (path.suffix in OTHERS or path.name in NO_OFFICE), path.name
        if identified is not None:
            tried = [passwords.get(path.relative_to(corpora).as_posix(), "")]
            reading, blobs = read_office(data, tried)
            assert len(blobs) == len(reading.children)
            found.append(Held(path, data, identified[1], reading))
    return found


def test_each_is_read_or_refused_in_words(held: list[Held]) -> None:
    states = Counter(each.reading.state for each in held)
    assert states[State.OK] > 50 * (states[State.PARTIAL] + states[State.FAILED])
    for each in held:
        if each.reading.state is not State.OK and each.path.name != "testODTEncrypted.odt":
            assert REASONS.fullmatch(each.reading.reason), f"{each.path.name}: {each.reading.reason}"


def test_locked_files_open_with_their_password_and_with_no_other(held: list[Held], corpora: Path) -> None:
    with (corpora / "PASSWORDS.tsv").open(encoding="utf-8") as table:
        known = [row for row in csv.DictReader(table, delimiter="\t") if row["path"].startswith("office/")]
    assert len(known) == 10
    by_path = {each.path.relative_to(corpora).as_posix(): each for each in held}
    for row in known:
        each = by_path[row["path"]]
        assert each.reading.text.strip(), row["path"]
        if row["password"] == "VelvetSweatshop":  # the one that Excel gives everybody
            continue
        assert each.reading.password == 1
        shut, _ = read_office(each.data, ["not this one"])
        assert (shut.state, shut.locked, shut.text) == (State.FAILED, True, "")


def test_no_text_holds_characters_that_no_page_can_show(held: list[Held]) -> None:
    for each in held:
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", each.reading.text), (
            each.path.name
        )


WORDS = re.compile(rb"<(?:w|a|m):(?:t|delText)(?:\s[^>]*)?>([^<]*)</")
STRINGS = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</")
BESIDE = re.compile(r"embeddings|Master|slideLayout|diagrams/drawing|/theme/")


def test_all_words_of_the_xml_are_in_the_text(held: list[Held]) -> None:
    """By an independent route: a regular expression over every part that holds words."""
    checked = 0
    for each in held:
        if each.reading.state is State.FAILED or not each.data.startswith(b"PK"):
            continue
        archive = zipfile.ZipFile(io.BytesIO(each.data))
        if "[Content_Types].xml" not in archive.namelist():
            continue
        for part in archive.namelist():
            if not part.endswith(".xml") or BESIDE.search(part):
                continue
            xml = re.sub(rb"<rPh.*?</rPh>", b"", archive.read(part), flags=re.DOTALL)  # reading aids
            for found in (STRINGS if part.startswith("xl/") else WORDS).findall(xml):
                words = bare(html.unescape(found.decode()).replace("_x000D_", ""))
                assert words in each.words, f"{each.path.name} {part}: {words[:60]}"
                checked += 1
    assert checked > 2000


def test_all_words_of_open_documents_are_in_the_text(held: list[Held]) -> None:
    for each in held:
        if not each.form.startswith("OpenDocument") or each.path.suffix == ".fodt" or each.reading.password:
            continue
        if each.reading.state is State.FAILED:
            continue
        content = zipfile.ZipFile(io.BytesIO(each.data)).read("content.xml").decode()
        body = content[content.index("<office:body") :]
        body = re.sub(r"<dc:date>[^<]*</dc:date>", "", body)
        for found in re.findall(r">([^<]+)<", body):
            assert bare(html.unescape(found)) in each.words, f"{each.path.name}: {found[:60]}"


def test_all_words_of_older_presentations_are_in_the_text(held: list[Held]) -> None:
    """Text atoms found by their header alone; the prompts of masters are left out on purpose."""
    for each in held:
        if each.path.suffix != ".ppt" or each.reading.password:
            continue
        stream = olefile.OleFileIO(io.BytesIO(each.data)).openstream("PowerPoint Document").read()
        for found in re.finditer(rb"\x00\x00([\xa0\xa8])\x0f", stream):
            size = struct.unpack_from("<I", stream, found.end())[0]
            body = stream[found.end() + 4 : found.end() + 4 + size]
            text = body.decode("utf-16-le" if found[1] == b"\xa0" else "latin-1", "replace")
            if not re.search(r"^\*$|edit|Edit|modifier|\x00", text):
                assert bare(text) in each.words, f"{each.path.name}: {text[:60]}"


def same(value: object, shown: str) -> bool:
    """Whether a cell that another reader gives as a value is shown as that."""
    if isinstance(value, bool):
        return shown == str(value).upper()
    if isinstance(value, float):
        number = float(shown.rstrip("%")) / (100 if shown.endswith("%") else 1)
        return abs(number - value) <= 1e-9 * max(1, abs(value))
    if isinstance(value, datetime):
        return abs((datetime.fromisoformat(shown) - value).total_seconds()) < 1
    return bare(str(value)) == bare(shown)


UNREAD_ELSEWHERE = {"testEXCEL.xlsb", "testEXCEL_4.xls"}  # calamine panics over the one and does not know the other
SHEETS = {".xls", ".xlsx", ".xlsb", ".xlsm", ".xltx", ".ods"}


def test_cells_are_those_that_another_reader_finds_and_where_it_finds_them(held: list[Held]) -> None:
    compared = 0
    for each in held:
        if each.path.suffix not in SHEETS or each.path.name in UNREAD_ELSEWHERE or each.form.startswith("locked"):
            continue
        if each.reading.locked or each.reading.password:
            continue
        boxes = {box.title: box for box in find(each.data, ()).found.blocks if isinstance(box, Box)}
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(each.data))
        for told in workbook.sheets_metadata:
            box = boxes[f"Sheet: {told.name}"]
            assert bool(box.hidden) is (told.visible is not SheetVisibleEnum.Visible)
            grids = [block for block in box.blocks if isinstance(block, Grid)][:1]
            cells = {(row.number - 1, at): shown for grid in grids for row in grid.rows for at, shown in row.cells}
            for number, row in enumerate(workbook.get_sheet_by_name(told.name).to_python(skip_empty_area=False)):
                for at, value in enumerate(row):
                    if isinstance(value, str) and not value.strip():
                        continue
                    place = f"{each.path.name} {told.name} row {number + 1} column {at + 1}"
                    assert same(value, cells.get((number, at), "")), place
                    compared += 1
    assert compared > 1000


def test_the_pages_say_all_that_can_be_searched(held: list[Held], passwords: dict[str, str], corpora: Path) -> None:
    for each in held:
        if each.reading.state is State.FAILED:
            continue
        tried = [passwords.get(each.path.relative_to(corpora).as_posix(), "")]
        laid = lay_out_office(each.data, "TST-000007", tried)
        body = LexborHTMLParser(laid.html).body
        assert body is not None
        shown = bare(body.text(separator=""))
        for line in each.reading.text.splitlines():
            for piece in line.split("\t"):
                assert bare(piece) in shown, f"{each.path.name}: {piece[:80]}"
        for name, media_type, data in laid.pictures:
            assert f'src="{name}"' in laid.html
            assert media_type.startswith("image/")
            assert data
