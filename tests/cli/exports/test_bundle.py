"""A bundle holds what a production numbered, checks itself, and is checked by programs that are not ours."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pymupdf
import pypdf
import pytest
import pyzipper
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pypdf.generic import StreamObject

from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import renditions
from reviewer.cli.session import Bar
from reviewer.domain.ids import RenditionId
from reviewer.export import verify_bundle
from tests.cli.conftest import Command, Once
from tests.cli.exports.forging import write_again
from tests.cli.exports.test_production import CALL, MAKE, names, pile, sheet
from tests.evidence import folder, pdf
from tests.pdf_text import page_texts
from tests.wording import written_in

__all__ = ["pile"]

SIGNING = "a lantern of quiet gravel"
PRIVATE, SHOWN = "Ask Ed about this.", "Seen twice."


@pytest.fixture
def bundled(reviewer: Command, pile: Path, once: Once) -> Path:
    """The case with production 1 of all of it: a quote with two notes in the letter, and the reply withheld."""

    def produce() -> None:
        control = names(reviewer, pile)
        mark = reviewer("passage", "add", pile, control["letter.pdf"], "--quote", "LANTERN25", "--json").json["passage"]
        assert reviewer("note", "add", pile, PRIVATE, "--passage", str(mark)).code == 0
        assert reviewer("note", "add", pile, SHOWN, "--passage", str(mark), "--for-report").code == 0
        assert reviewer("privilege", "set", pile, control["Reply"], *CALL).code == 0
        create = ("production", "create", pile, *MAKE, "--query", "", "--confidentiality", "CONFIDENTIAL")
        assert reviewer(*create).code == 0

    return once("bundled bundle", produce)


def every_byte(folder: Path) -> bytes:
    """All that is in a bundle: its bytes, the streams of its PDFs and the parts of its workbooks decoded.

    The words of an exhibit are read by pypdf, which has no part in what searches a bundle before it is closed.
    """
    found = b""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found += path.name.encode() + path.read_bytes()
            if path.suffix == ".pdf":
                reader = pypdf.PdfReader(path)
                objects = (reader.get_object(number) for number in {*reader.xref.get(0, {}), *reader.xref_objStm} - {0})
                found += b"".join(each.get_data() for each in objects if isinstance(each, StreamObject))
                own = path.parent.name == "exhibits"
                words = [page.extract_text() for page in reader.pages] if own else page_texts(path)
                found += " ".join(" ".join(words).split()).encode() + str(reader.metadata).encode()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    found += b"".join(parts.read(name) for name in parts.namelist())
    return found


def dat(path: Path) -> list[dict[str, str]]:
    """A load file, read by nothing but its description: fields between þ, parted by U+0014."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = ([each.strip("þ") for each in line.split("\x14")] for line in data.decode("utf-8-sig").splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


class Links(HTMLParser):
    """The links of a page, and what could load or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.live += [tag] if tag in {"script", "link", "img", "iframe", "object"} else []
        self.live += [name for name, _ in attrs if name.startswith("on")]


def assert_said_what_each_is(index: Path) -> None:
    row = r'<tr>.*?"exhibits/(PMPD-\d+)\.pdf".*?<td class="quiet"[^>]*><bdi>(.*?)</bdi></td></tr>'
    said = {number: re.sub("<[^>]+>", "", how) for number, how in re.findall(row, index.read_text(encoding="utf-8"))}
    assert said["PMPD-000001"] == "pages made from an e-mail"
    assert said["PMPD-000002"] == "comes with PMPD-000001", "the letter is attached to the message"


def test_words_that_the_case_has_and_an_exhibit_lacks_are_named_by_page(
    reviewer: Command, bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case read by an earlier version may have words on a page that no reader shows there."""
    texts = renditions.texts

    def otherwise(case: Case, rendition: RenditionId) -> list[str]:
        return [f"{page}\nSIGN" if "LANTERN25" in page else page for page in texts(case, rendition)]

    monkeypatch.setattr(renditions, "texts", otherwise)
    said = reviewer("bundle", "export", bundled, tmp_path / "out", "--production", "1", "--evidence-only")
    assert (said.code, "look at it: words: words that the case has are not on PMPD-000002\n" in said.out) == (0, True)


def test_a_bundle_has_each_document_by_its_numbers_in_all_its_forms(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    out, control = tmp_path / "bundle", names(reviewer, bundled)
    done = reviewer("bundle", "export", bundled, out, "--production", "1", "--json").json
    assert (done["bates_first"], done["bates_last"]) == ("PMPD-000001", "PMPD-000007")
    assert (done["items"], done["pages"], done["withheld"], done["redacted_pages"]) == (6, 7, 1, 0)
    assert [each for each in done["checks"] if not each["ok"]] == []
    whole = "4 pages that go whole have all words that the case has of them"
    assert whole in str(done["checks"]), "a message, two of a letter, a flyer; the others are slip sheets"
    data = out / "data"
    assert done["files"] == sum(path.is_file() for path in data.rglob("*"))
    assert done["bytes"] == sum(path.stat().st_size for path in data.rglob("*") if path.is_file())
    assert out.stat().st_mode & 0o777 == 0o700
    kept = reviewer("undo", bundled)
    assert (kept.code, "in a bundle, a log or a report" in kept.err) == (4, True), "its numbers are on paper by now"
    rows = {row["CONTROLNUMBER"]: row for row in dat(data / "load" / "production.dat")}
    letter, offer, reply = (rows[control[name]] for name in ("letter.pdf", "Offer", "Reply"))
    assert (letter["BEGBATES"], letter["ENDBATES"], letter["PAGECOUNT"]) == ("PMPD-000002", "PMPD-000003", "2")
    assert (letter["BEGATTACH"], letter["ENDATTACH"]) == ("PMPD-000001", "PMPD-000004")
    assert (offer["DATETIMESENT"], offer["TIMEZONE"]) == ("05/03/2016 16:15:00", "UTC")
    assert (offer["FROM"], offer["SUBJECT"]) == ("Ada Lune <ada@agency.example>", "Offer")
    assert (reply["WITHHELD"], reply["SUBJECT"], reply["SHA256"], reply["FROM"]) == ("Y", "", "", "")
    for row in rows.values():
        assert all((data / row[name]).is_file() for name in ("PDFLINK", "TEXTLINK"))
        pages = page_texts(data / row["PDFLINK"])
        first = int(row["BEGBATES"][-6:])
        assert all(page.endswith(f"PMPD-{first + at:06d} CONFIDENTIAL") for at, page in enumerate(pages))
        assert len(pages) == int(row["PAGECOUNT"])
    assert (data / rows[control["codes.xlsx"]]["NATIVELINK"]).read_bytes() == sheet()
    assert [row["NATIVELINK"] for row in rows.values()].count("") == 4
    assert (data / letter["TEXTLINK"]).read_text(encoding="utf-8").split("\f")[1].strip() == "Fourteen uses so far."
    lines = (data / "load" / "production.opt").read_text(encoding="ascii").splitlines()
    images = [line.split(",") for line in lines]
    assert [line[0] for line in images] == [f"PMPD-{number:06d}" for number in range(1, 8)]
    assert [line[6] for line in images if line[3] == "Y"] == ["1", "2", "1", "1", "1", "1"]
    assert all(len(page_texts(data / line[2])) == 1 and line[0] in page_texts(data / line[2])[0] for line in images)
    exhibit = pypdf.PdfReader(data / letter["PDFLINK"])
    (mark,) = (each.get_object() for each in exhibit.pages[0].annotations or ())
    assert (mark["/Subtype"], mark["/Contents"]) == ("/Highlight", SHOWN)
    with (data / "privilege-log.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["number"] for row in csv.DictReader(file)] == ["PMPD-000005"]
    assert_said_what_each_is(data / "index.html")
    page = Links()
    page.feed((data / "index.html").read_text(encoding="utf-8"))
    assert page.live == ["script"], "the one that finds lines; tests/export/test_bundle_index.py"
    assert all((data / link).is_file() for link in page.links)
    assert {row["PDFLINK"] for row in rows.values()} <= set(page.links)


def test_nothing_of_what_stays_is_in_any_byte_of_a_bundle(reviewer: Command, bundled: Path, tmp_path: Path) -> None:
    out = tmp_path / "bundle"
    assert reviewer("bundle", "export", bundled, out, "--production", "1").code == 0
    found = every_byte(out)
    stays = ("May we take the cameras", "Reply", PRIVATE, str(tmp_path), "a.mbox.evcase")
    assert [word for word in stays if word.encode() in found] == []
    assert b"Fourteen uses so far" in found, "what goes is found in this way"
    assert SHOWN.encode() in found
    bare = tmp_path / "bare"
    assert reviewer("bundle", "export", bundled, bare, "--production", "1", "--evidence-only").code == 0
    assert {path.name for path in (bare / "data").iterdir()} == {
        "exhibits", "images", "natives", "text", "load", "index.html", "privilege-log.csv", "privilege-log.xlsx",
        "privilege-log.pdf",
    }  # fmt: skip
    assert SHOWN.encode() not in every_byte(bare)


def test_the_report_in_a_bundle_leads_to_its_own_exhibits_by_their_numbers(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    flyer = names(reviewer, bundled)["c.pdf"]
    assert reviewer("passage", "add", bundled, flyer, "--quote", "Flyer").code == 0
    second = ("Second", "--receiver", "City Attorney", "--prefix", "CA")
    told = reviewer("production", "create", bundled, *second, "--query", "LANTERN25", "--json").json
    assert (told["bates_first"], told["goes"]) == ("CA-000001", 3), "the letter, its message and the sheet beside it"
    out = tmp_path / "bundle"
    done = reviewer("bundle", "export", bundled, out, "--production", "2", "--json").json
    assert [(each["ok"], each["detail"]) for each in done["checks"] if each["name"] == "report"] == [
        (True, "its cites lead to 1 exhibit of the bundle; 1 more that it cites has no pages here")
    ]
    data, target = out / "data", "exhibits/CA-000002.pdf#page=1"
    page = (data / "report.html").read_text(encoding="utf-8")
    assert f'<a class="cite" href="{target}">Ex. 1 at CA-000002</a>' in page
    links = Links()
    links.feed(page)
    assert {link for link in links.links if not link.startswith("#")} == {target}
    assert "Ex. 2 at 1" in page, "what is not in the bundle is cited without a link"
    assert "2 documents, 1 of them in the folder exhibits" in page
    assert "it has no pages in this bundle" in page
    assert "The links open the exhibit where it is beside this file" in page
    assert "An exhibit that is not there is cited without a link." in page
    assert "A page that bears a number of the production is cited by that." in page
    assert "Exhibit-014.pdf" not in page, "a bundle names its files by their numbers"
    assert "LANTERN25" in page_texts(data / "exhibits" / "CA-000002.pdf")[0]
    assert hashlib.sha256((data / "exhibits" / "CA-000002.pdf").read_bytes()).hexdigest() in page
    hashes = page[page.index('id="table-hashes"') :]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", hashes[: hashes.index("</table>")], re.DOTALL)
    plain = [re.sub(r"<[^>]+>", "", each).strip() for each in cells]
    assert [tuple(plain[at : at + 2]) for at in range(0, len(plain), 3)] == [
        ("Ex. 1", "Exhibit"), ("", "Original"), ("Ex. 2", "Original"),
    ], "what is not here has its name too"  # fmt: skip
    assert "An exhibit that has no file here has that of the original alone." in page
    reader = pypdf.PdfReader(data / "report.pdf")
    notes = [each.get_object() for sheet in reader.pages for each in sheet.annotations or ()]
    assert {str(each["/A"]["/URI"]) for each in notes if "/URI" in each.get("/A", {})} == {target}
    with zipfile.ZipFile(data / "report.docx") as parts:
        assert parts.read("word/_rels/document.xml.rels").decode().count(target) == 1
    assert not (data / "exhibits" / "Exhibit-001.pdf").exists(), "no second copy"
    index = Links()
    index.feed((data / "index.html").read_text(encoding="utf-8"))
    assert {"report.pdf", "report.html", "report.docx"} <= set(index.links)
    assert reviewer("bundle", "verify", out).code == 0
    (data / "report.docx").write_bytes(b"another")
    assert "report.docx" in reviewer("bundle", "verify", out).out


def test_a_bundle_goes_without_the_report_that_cannot_be_made_or_is_not_wanted(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    def reports(out: Path, *options: str) -> tuple[list[str], list[tuple[bool, str]]]:
        done = reviewer("bundle", "export", bundled, out, "--production", "1", *options, "--json")
        assert done.code == 0, done.err
        checks = [(each["ok"], each["detail"]) for each in done.json["checks"] if each["name"] == "report"]
        return [path.name for path in (out / "data").iterdir() if path.stem in {"report", "findings"}], checks

    assert reports(tmp_path / "without", "--without-report") == ([], [])
    assert (tmp_path / "without" / "data" / "account.pdf").exists()
    assert reports(tmp_path / "evidence", "--evidence-only") == ([], [])
    control = names(reviewer, bundled)
    quote = "May we take the cameras that are offered to all of us?"
    assert reviewer("passage", "add", bundled, control["Reply"], "--quote", quote).code == 0
    assert reviewer("officer", "add", bundled, "4711", "Lee Moore").code == 0
    flyer = ("passage", "add", bundled, control["c.pdf"], "--quote", "Flyer", "--officer", "4711:mentioned")
    assert reviewer(*flyer).code == 0
    note = ("note", "add", bundled, f"They ask: {quote.casefold()}", "--officer", "4711", "--for-report")
    assert reviewer(*note).code == 0
    files, checks = reports(tmp_path / "refused")
    assert (files, checks[0][0]) == ([], False)
    assert "the bundle has no report: words of a privileged item stand in note" in checks[0][1]
    assert reviewer("bundle", "verify", tmp_path / "refused").code == 0


def test_the_program_in_the_bundle_tells_what_was_added_taken_away_or_signed_by_nobody(
    reviewer: Command, bundled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "signing.txt").write_text(SIGNING, encoding="utf-8")
    key = ("--signing-passphrase-file", tmp_path / "signing.txt")
    assert reviewer("reviewer", "add", bundled, "Ada", *key).code == 0
    out = tmp_path / "bundle"
    assert reviewer("bundle", "export", bundled, out, "--production", "1", "--reviewer", "Ada", *key).code == 0

    def told() -> dict[str, str]:
        alone = [sys.executable, "-I", "-S", str(out / "verify_bundle.py"), "--json"]
        done = subprocess.run(alone, capture_output=True, text=True, check=False)
        said = json.loads(done.stdout)
        assert done.returncode == (0 if said["ok"] else 5)
        return {each["file"]: each["problem"] for each in said["problems"]}

    assert told() == {}
    (out / "data" / "exhibits" / "PMPD-000009.pdf").write_bytes(b"%PDF-1.4")
    (out / "fetch.txt").write_text("", encoding="ascii")
    (out / "elsewhere").symlink_to(tmp_path)
    (out / "data" / "exhibits" / "PMPD-000007.pdf").unlink()
    assert told().keys() == {
        "data/exhibits/PMPD-000009.pdf", "fetch.txt", "elsewhere", "data/exhibits/PMPD-000007.pdf", "bag-info.txt",
    }  # fmt: skip
    for name in ("data/exhibits/PMPD-000009.pdf", "fetch.txt", "elsewhere"):
        (out / name).unlink()
    shutil.copy(out / "data" / "exhibits" / "PMPD-000001.pdf", out / "data" / "exhibits" / "PMPD-000007.pdf")
    forged = hashlib.sha256((out / "data" / "exhibits" / "PMPD-000007.pdf").read_bytes()).hexdigest()
    write_again(out, forged)
    assert told().keys() == {"tagmanifest-sha256.txt"}, "hashes that fit again do not fit the signature"
    for name in ("signed.txt", "signed.sig", "signed.pem"):
        (out / name).unlink()
    assert told() == {"signed.txt": "is missing: the bundle says that it was signed"}
    monkeypatch.setattr(Bar, "step", lambda bar, *_: bar.stop(2, None))  # Ctrl+C at the first file
    stopped = reviewer("bundle", "verify", out)
    assert (stopped.code, stopped.out) == (4, "")
    assert "the check is not finished, and says nothing of the bundle" in stopped.err


def look_for_what_no_bundle_has(out: Path) -> None:
    """Folders far down, files as large as a disk, lines without end: each is told, and left as it was."""
    deep = Path("data", *"123456789")
    (out / deep).mkdir(parents=True)
    assert verify_bundle.verify(out) == [
        (deep.parent.as_posix(), "lies deeper than anything in a bundle, and was not looked into")
    ]
    shutil.rmtree(out / "data" / "1")
    info, lines = (out / "bag-info.txt").read_bytes(), (out / "manifest-sha256.txt").read_bytes()
    for name, size in (("bag-info.txt", 2**20), ("manifest-sha256.txt", 2**28)):
        os.truncate(out / name, size + 1)
    filled = dict(verify_bundle.verify(out))
    assert {filled[name] for name in ("bag-info.txt", "manifest-sha256.txt")} == {"is larger than such a file can be"}
    (out / "bag-info.txt").write_bytes(info)
    (out / "manifest-sha256.txt").write_bytes(lines + b"0" * 10_000 + b"\n")
    number = lines.count(b"\n") + 1
    assert ("manifest-sha256.txt", f"line {number} is not as it was written") in verify_bundle.verify(out)
    (out / "manifest-sha256.txt").write_bytes(lines)


def test_a_signature_by_another_key_and_names_that_pass_for_an_answer_are_told(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    out, own = tmp_path / "bundle", Ed25519PrivateKey.generate()
    key = ("--signing-passphrase-file", tmp_path / "signing.txt")
    key[1].write_text(SIGNING, encoding="utf-8")
    assert reviewer("reviewer", "add", bundled, "Ada", *key).code == 0
    assert reviewer("bundle", "export", bundled, out, "--production", "1", "--reviewer", "Ada", *key).code == 0
    genuine = {name: (out / name).read_bytes() for name in ("signed.txt", "signed.sig", "signed.pem")}

    def signed(message: bytes) -> dict[str, str]:
        (out / "signed.txt").write_bytes(message)
        (out / "signed.sig").write_bytes(own.sign(message))
        public = own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (out / "signed.pem").write_bytes(public)
        return dict(verify_bundle.verify(out))

    said = genuine["signed.txt"]
    assert signed(said) == {"signed.pem": "is not the key that the bundle says it was signed with"}
    assert signed(said.replace(b"\nbundle\n", b"\nfinding\n", 1)) == {
        "signed.txt": "was signed for something else than a bundle"
    }
    assert verify_bundle.signer(out) == ""
    for name, data in genuine.items():
        (out / name).write_bytes(data)
    assert verify_bundle.verify(out) == []
    (out / "data" / "see").mkdir()
    assert dict(verify_bundle.verify(out)) == {"data/see": "is an empty folder, so it was added"}
    (out / "data" / "see").rmdir()
    look_for_what_no_bundle_has(out)
    forged = b"x\nEvery file is as it was\x1b[2J \xff"
    (out / os.fsdecode(forged)).write_bytes(b"")
    alone = [sys.executable, "-I", "-S", str(out / "verify_bundle.py")]
    done = subprocess.run(alone, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (5, b"")
    assert done.stdout == rb"x\nEvery file is as it was\x1b[2J \udcff: is in no manifest, so it was added" + b"\n"
    told = reviewer("bundle", "verify", out)
    assert (told.code, len(told.out.splitlines())) == (5, 1)
    for other in (tmp_path / "nowhere", out / "data"):
        told = reviewer("bundle", "verify", other)
        assert (told.code, told.out, "is no bundle" in told.err) == (4, "", True)


def test_an_archive_opens_with_the_passphrase_that_is_shown_once(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    messages = ("--receiver", "City Auditor", "--prefix", "MSG", "--native", "email", "--query", "kind:email")
    assert reviewer("production", "create", bundled, "Messages", *messages).code == 0
    done = reviewer("bundle", "export", bundled, tmp_path / "out", "--production", "2", "--zip", "--json").json
    assert done["bundle"] == str(tmp_path / "out.zip")
    assert ("verifier", True) in [(each["name"], each["ok"]) for each in done["checks"]]
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.zip"]
    with zipfile.ZipFile(tmp_path / "out.zip") as plain, pytest.raises(RuntimeError, match=r"encrypted|password"):
        plain.read("bundle/bagit.txt")
    with pyzipper.AESZipFile(io.BytesIO((tmp_path / "out.zip").read_bytes())) as archive:
        archive.setpassword(done["passphrase"].encode())
        archive.extractall(tmp_path / "opened")
    assert reviewer("bundle", "verify", tmp_path / "opened" / "bundle").code == 0
    natives = list((tmp_path / "opened" / "bundle" / "data" / "natives").rglob("*.*"))
    assert {each.suffix for each in natives} == {".eml"}, "a message of a mailbox has no name, and is one all the same"
    assert all(each.read_bytes().startswith(b"From:") for each in natives)
    assert done["passphrase"] not in reviewer("audit", bundled, "--json").out
    again = reviewer("bundle", "export", bundled, tmp_path / "out", "--production", "2", "--zip")
    assert (again.code, "already" in again.err) == (4, True)


def test_what_must_not_leave_refuses_the_bundle_and_leaves_nothing(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    assert reviewer("privilege", "set", bundled, names(reviewer, bundled)["c.pdf"], *CALL).code == 0
    refused = reviewer("bundle", "export", bundled, tmp_path / "bundle", "--production", "1")
    assert (refused.code, "was numbered as what goes on 1 page" in refused.err) == (4, True)
    assert list(tmp_path.glob("*bundle*")) == []
    assert [each["act"] for each in reviewer("audit", bundled, "--json").json if each["act"] == "bundle export"] == []


def test_what_is_redacted_is_in_no_byte_of_a_bundle(reviewer: Command, made: Path, tmp_path: Path) -> None:
    files = {"a.pdf": pdf(["Call Jo Tarn today.\nIt is about the porch.", "Nothing here."]), "b.pdf": pdf(["A flyer."])}
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", files)).code == 0
    add = ("redaction", "add", made, "1", "--quote", "Jo Tarn", "--reason", "PRV", "--reviewer", "Ada", "--json")
    number = str(reviewer(*add).json["redaction"])
    assert reviewer("production", "create", made, *MAKE, "--query", "").code == 0
    waiting = reviewer("production", "mock", made, "1", "--json").json["problems"]
    stopping = [(each["item"], each["code"]) for each in waiting if each["stops"]]
    assert stopping == [("IA21-000001", "redaction-undecided")]
    assert reviewer("redaction", "approve", made, number, "--reviewer", "Bo").code == 0
    assert "numbered as what has a slip sheet" in reviewer("production", "mock", made, "1").out
    assert reviewer("undo", made, "--reviewer", "Bo").code == 0
    assert reviewer("redaction", "approve", made, number, "--reviewer", "Bo").code == 0
    second = ("Second", "--receiver", "City Attorney", "--prefix", "IA")
    told = reviewer("production", "create", made, *second, "--query", "", "--json").json
    assert (told["redacted"], told["goes"], told["bates_last"]) == (1, 1, "IA-000003")
    assert reviewer("officer", "add", made, "4711", "Jo Tarn").code == 0
    assert reviewer("passage", "add", made, "2", "--quote", "A flyer", "--officer", "4711:mentioned").code == 0
    assert reviewer("passage", "add", made, "1", "--quote", "about the porch").code == 0
    assert reviewer("clause", "add", made, "3.14", "Gifts", "--element", "Accepted").code == 0
    act = ("--act", "Saw Jo Tarn", "--date", "2016-05")
    assert reviewer("allegation", "add", made, "4711", "3.14", *act).code == 0
    assert reviewer("allegation", "weigh", made, "1", "1", "--for", "2").code == 0
    out = tmp_path / "bundle"
    done = reviewer("bundle", "export", made, out, "--production", "2", "--json")
    assert done.code == 0, done.err
    assert (done.json["redacted_pages"], done.json["items"]) == (1, 2)
    assert "1 passage with what may leave of tags and notes; 1 more on redacted pages is" in str(done.json["checks"])
    row = dat(out / "data" / "load" / "production.dat")[0]
    assert (row["REDACTED"], row["REDACTREASON"], row["FILENAME"], row["SHA256"]) == ("Y", "PRV", "", "")
    assert "Nothing here" in page_texts(out / "data" / row["PDFLINK"])[1]
    assert "about the porch" in (out / "data" / row["TEXTLINK"]).read_text(encoding="utf-8")
    assert "[PRV] (4711)" in (out / "data" / "report.html").read_text(encoding="utf-8")
    (one,) = json.loads((out / "data" / "findings.json").read_text(encoding="utf-8"))["allegations"]
    assert (one["officer"]["name"], one["act"]) == ("[PRV]", "Saw [PRV]")
    beside = [{"exhibit": 1, "page": 1, "bates": "IA-000001"}]
    assert one["elements"][0]["for"] == [{"kind": "passage", "number": 2, "goes": True, "cites": beside}]
    assert not written_in(every_byte(out), "Tarn")
    assert reviewer("bundle", "verify", out).code == 0
    with pymupdf.open(stream=pdf(["A poster."])) as document:
        document.set_metadata({"author": "Jo Tarn"})
        more = folder(tmp_path / "more", {"c.pdf": document.tobytes(deflate=True)})
    assert reviewer("intake", "add", made, more).code == 0
    third = ("Third", "--receiver", "City Attorney", "--prefix", "IA", "--native", "pdf")
    kept = reviewer("production", "create", made, *third, "--query", "poster OR flyer", "--json").json
    assert (kept["goes"], kept["placeholder"]) == (1, 1), "the file would tell its author"
    said = reviewer("bundle", "export", made, tmp_path / "third", "--production", "3", "--without-report")
    assert (said.code, "IA21-000003 (its file could not be searched" in said.err) == (0, True), said.err
    assert not written_in(every_byte(tmp_path / "third"), "Tarn")


def test_the_search_of_these_tests_finds_a_word_in_the_bytes_of_a_file() -> None:
    with pymupdf.open(stream=pdf(["A poster."])) as document:
        document.set_metadata({"author": "Jo Tarn"})
        assert written_in(document.tobytes(deflate=True), "Tarn")


def test_a_supplement_tells_what_was_called_back(reviewer: Command, bundled: Path, tmp_path: Path) -> None:
    control = names(reviewer, bundled)
    assert reviewer("production", "deliver", bundled, "1").code == 0
    reason = "The flyer is of another case"
    assert reviewer("production", "recall", bundled, "1", control["c.pdf"], "--reason", reason).code == 0
    assert reviewer("privilege", "set", bundled, control["c.pdf"], *CALL).code == 0
    second = reviewer("production", "supplement", bundled, "1", "--title", "Second", "--json").json
    assert (second["bates_first"], second["bates_last"], second["placeholder"]) == ("PMPD-000008", "PMPD-000008", 1)
    out = tmp_path / "second"
    done = reviewer("bundle", "export", bundled, out, "--production", "2")
    assert done.code == 0, done.err
    assert f"{control['c.pdf']} (marked privileged)" in done.err, "what stays is said without --json too"
    with (out / "data" / "recalls.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file)) == [
            {"production": "1", "first page": "PMPD-000007", "last page": "PMPD-000007", "reason": reason}
        ]
    assert not written_in(every_byte(out), "Flyer")


def test_what_was_called_back_does_not_leave_again_with_its_own_production(
    reviewer: Command, bundled: Path, tmp_path: Path
) -> None:
    control = names(reviewer, bundled)
    assert reviewer("production", "deliver", bundled, "1").code == 0
    assert reviewer("production", "recall", bundled, "1", control["c.pdf"], "--reason", "Of another case").code == 0
    refused = reviewer("bundle", "export", bundled, tmp_path / "again", "--production", "1")
    assert (refused.code, "was called back from this production" in refused.err) == (4, True)
    assert not (tmp_path / "again").exists()


def test_numbers_that_a_log_told_are_not_given_again(reviewer: Command, bundled: Path, tmp_path: Path) -> None:
    assert reviewer("privilege", "log", bundled, tmp_path / "log.csv", "--production", "1").code == 0
    kept = reviewer("undo", bundled)
    assert (kept.code, "they are given" in kept.err) == (4, True)
