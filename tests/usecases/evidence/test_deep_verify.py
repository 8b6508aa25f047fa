"""Read again from its originals, a case says what was written into it anew, by somebody who could seal that as well."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.evidence import texts
from reviewer.casefile.evidence.packing import pack_text
from reviewer.casefile.verification.verify import CheckedPart
from reviewer.casefile.verification.verify import verify as verify_case
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.ids import ItemId
from reviewer.errors import CancelledError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import deep_verify, intake, items, passwords
from reviewer.usecases.pages import item_pages, notes, ocr
from tests.casefile.formats import material
from tests.evidence import folder, mail, mailbox
from tests.kept import Kept

OFFER, GREETING, PHRASE = "a-offer.eml", "f-greeting.eml", '"fourteen uses of the code"'
MEMO = "The sergeant kept the second camera."


def in_zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as members:
        for name, data in files.items():
            members.writestr(name, data)
    return made.getvalue()


def memo() -> bytes:
    return in_zip(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            b'wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="r" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/'
            b'2006/relationships/officeDocument"/></Relationships>',
            "word/document.xml": b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            b"<w:body><w:p><w:r><w:t>" + MEMO.encode() + b"</w:t></w:r></w:p></w:body></w:document>",
        }
    )


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Codes").write_row(0, 0, ["LANTERN25", 14])
    return out.getvalue()


def build(case: Case, there: Path) -> None:
    """Documents of many kinds, and what lies in each other, with pages, text by OCR and notes."""
    there.mkdir()
    material.write(there, number=10)
    box = mailbox([mail("C"), mail("D")])
    inner = in_zip({"one.txt": b"the innermost", "two.eml": mail("Inner")})
    folder(
        there / "disk",
        {
            "n-memo.docx": memo(),
            "o-codes.xlsx": sheet(),
            "p-nested.zip": in_zip({"a/inner.zip": inner, "b/again.zip": inner, "c/box.mbox": box}),
            "q-forward.eml": mail(
                "Forward",
                attachments=[("box.mbox", box, "application/mbox"), ("in.zip", inner, "application/zip")],
            ),
            "r-page.html": b"<html><body><p>Promotion for residents</p><p hidden>not shown</p></body></html>",
            "s-card.vcf": b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Vale\r\nEMAIL:dana@vendor.example\r\nEND:VCARD\r\n",
            "t-nothing.bin": b"\x00\x01\x02 no reader knows this",
            "u-empty.txt": b"",
        },
    )  # fmt: skip
    with Workers(2) as workers:
        passwords.add(case, [material.PASSWORD], reviewer="Ada")
        intake.add(case, workers, [there / "disk"], custodian="Moore", reviewer="Ada")
        item_pages.ensure(case, workers, at(case, "m-note.txt"), reviewer="Ada")
    ocr.run(case, language="eng", reviewer="Ada")
    for text in ("First a note.", "Then another one."):
        notes.on_item(case, at(case, OFFER), text, reviewer="Ada")


def at(case: Case, path: str) -> ItemId:
    return ItemId(case.value("SELECT id FROM item WHERE path = ? AND parent IS NULL", (path,)))


@dataclass(frozen=True, slots=True)
class Sealed:
    """A case whose holder can write into it whatever they like, with the seals and the entry that belong to it."""

    path: Path
    key: Key
    workers: Workers

    def forge(self, *statements: tuple[str, tuple[object, ...]]) -> None:
        with open_case(self.path, self.key) as case, case.act("Ada", "intake batch"):
            for statement, values in statements:
                case.execute(statement, values)
            case.execute("UPDATE item_text SET by_original = by_original")  # sealed with what the index notes of it
        report = verify_case(self.path, self.key)
        assert report.whole, report

    def parts(self) -> dict[str, CheckedPart]:
        return {part.name: part for part in deep_verify.parts(self.path, self.key, self.workers)}

    def found(self) -> list[str]:
        return [words for part in self.parts().values() for words in part.findings]


@pytest.fixture
def sealed(tmp_path: Path, kept_cases: Kept, workers: Workers) -> Sealed:
    path = kept_cases.copy("deep", tmp_path / "case.evcase", build, title="Deep", reference="DEEP")
    return Sealed(path, kept_cases.key, workers)


def beside(sealed: Sealed) -> list[str]:
    """The files that stand beside the case."""
    return [each.name for each in sealed.path.parent.glob(f"{sealed.path.name}-*")]


@pytest.fixture
def looked_at(sealed: Sealed) -> Iterator[Case]:
    with open_case(sealed.path, sealed.key, read_only=True) as case:
        yield case


def test_an_untouched_case_of_every_kind_of_document_differs_in_nothing(sealed: Sealed, looked_at: Case) -> None:
    parts = sealed.parts()
    assert [(part.findings, part.apart) for part in parts.values()] == [((), ())] * 3
    assert parts["items read again"].checked == items.count(looked_at)
    assert parts["positions of words"].checked == looked_at.value("SELECT count(*) FROM item_text")
    kinds = {Kind(kind) for (kind,) in looked_at.tuples("SELECT DISTINCT kind FROM item")}
    assert kinds >= {
        Kind.EMAIL, Kind.MBOX, Kind.ARCHIVE, Kind.PDF, Kind.DOCUMENT, Kind.SHEET, Kind.TEXT, Kind.CONTACT, Kind.OTHER,
    }  # fmt: skip
    assert parts["pages read again"].checked == 1, "of the text that was printed"
    assert looked_at.value("SELECT count(*) FROM ocr_page WHERE confidence IS NOT NULL")


def test_a_changed_text_is_found_with_its_item_and_the_words(sealed: Sealed, looked_at: Case) -> None:
    item = at(looked_at, OFFER)
    words = texts.of_items(looked_at, [item])[item]
    forged = words.body.replace("Fourteen uses", "Four uses")
    sealed.forge(
        ("UPDATE item_text SET by_original = 0, body = ? WHERE item = ?", (pack_text(forged).data, item)),
        ("DELETE FROM item_fts WHERE rowid = ?", (item,)),
        (INDEX, (item, words.subject, words.people, forged, words.attachments, words.hidden)),
    )
    (told,) = sealed.found()
    assert told.startswith("DEEP-000001, text: here “")
    assert "Four uses" in told.partition(", by its original ")[0]
    assert "Fourteen uses" in told.partition(", by its original ")[2]


UNREAD = '[["reader.no_reader_yet",{}]]'
INDEX = "INSERT INTO item_fts (rowid, subject, people, body, attachments, hidden) VALUES (?,?,?,?,?,?)"


@pytest.mark.parametrize(
    "changes",
    [
        {
            "UPDATE person SET name = 'Robin Hale' WHERE name = 'Lee Moore'": "person ",
            "UPDATE item SET date = '2019-05-16T16:30:00Z' WHERE id = 1": "date: here “2019-05-16T1",
            "UPDATE item SET metadata = json_set(metadata, '$.producer', 'X') WHERE kind = 'pdf'": "producer: here “X”",
            "UPDATE item SET name = 'receipts.csv' WHERE name = 'codes.csv'": "member 1, name: here “receipts.csv”",
            "UPDATE page SET width = 1000 WHERE text LIKE 'Every%'": "page 1: its words do not stand where",
        },
        {
            "UPDATE item_person SET role = 'cc' WHERE item = 1 AND role = 'to'": "person 2: here “cc: Lee Moore",
            "UPDATE item_text SET attachments = replace(attachments, 'codes', 'notes') WHERE item = 1": "names: here ",
            "UPDATE hidden_text SET text = 'loudly hidden'": "hidden text: here ",
            "UPDATE page SET text = replace(text, 'Every', 'No') WHERE text LIKE 'Every%'": "text of page 1: here ",
            "UPDATE item SET folder = 'desk' WHERE folder = 'a'": "member 1, folder: here “desk”, by its original “a”",
            "UPDATE item SET content = 1 WHERE name = 'one.txt'": "bytes: they are not those in its original",
        },
        {f"UPDATE item SET state = 'failed', reason = '{UNREAD}' WHERE id = 1": "state: here “failed”"},
    ],
    ids=["people", "words", "state"],
)
def test_a_changed_fact_is_found_with_its_item_and_field(sealed: Sealed, changes: dict[str, str]) -> None:
    """Changes that do not hide each other are made together."""
    with open_case(sealed.path, sealed.key) as case, case.act("Ada", "intake batch"):
        for statement in changes:
            case.execute(statement)
    found = sealed.found()
    assert [told for told in changes.values() if not any(told in each for each in found)] == [], found


def test_words_that_the_index_has_elsewhere_are_found_though_each_is_there_as_often(
    sealed: Sealed, looked_at: Case
) -> None:
    item = at(looked_at, OFFER)
    words = texts.of_items(looked_at, [item])[item]
    moved = words.body.replace("Fourteen uses of the code", "of the Fourteen uses code")
    assert moved != words.body
    assert search.find(looked_at, PHRASE).total
    sealed.forge(
        ("DELETE FROM item_fts WHERE rowid = ?", (item,)),
        (INDEX, (item, words.subject, words.people, moved, words.attachments, words.hidden)),
    )
    assert sealed.found() == ["DEEP-000001: the index has words elsewhere than they stand in its text"]


def test_words_of_a_note_that_were_moved_are_found(sealed: Sealed) -> None:
    sealed.forge(("UPDATE note_fts SET notes = 'note a First.' || char(10) || 'Then another one.'", ()))
    assert sealed.found() == ["DEEP-000001: the notes on it are not searched as they were written"]
    assert beside(sealed) == []


def test_what_another_version_read_is_told_apart_and_is_no_damage(sealed: Sealed) -> None:
    sealed.forge(("UPDATE intake SET program = 'reviewer 0.0.1'", ()), ("UPDATE item SET date = '' WHERE id = 1", ()))
    part = sealed.parts()["items read again"]
    assert part.findings == ()
    assert [each.partition(": ")[2].partition(": ")[0] for each in part.apart] == [
        "another version of this program read it"
    ]


def test_what_a_password_opens_by_now_is_told_apart(sealed: Sealed) -> None:
    sealed.forge(("DELETE FROM password", ()))
    part = sealed.parts()["items read again"]
    assert part.findings == ()
    assert ["it was locked then, or is now" in each for each in part.apart] == [True]


def test_it_can_be_cancelled_and_leaves_the_case_as_it_was(sealed: Sealed) -> None:
    class Stop:
        cancelled = False

        def step(self, _done: int, _total: int, what: str) -> None:
            self.cancelled = what == "reading again"

    before = sealed.path.read_bytes()
    with pytest.raises(CancelledError):
        deep_verify.parts(sealed.path, sealed.key, sealed.workers, Stop())
    assert sealed.path.read_bytes() == before
    assert beside(sealed) == []
