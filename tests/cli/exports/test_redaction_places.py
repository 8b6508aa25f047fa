"""A name that stands in more than thirty places of a pile is in no byte of the bundle once it is redacted."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import xlsxwriter

from reviewer.domain.evidence.reading import PageText
from reviewer.domain.exports.redaction import Draft
from reviewer.domain.exports.redaction_boxes import PageBox, boxes_of
from reviewer.usecases.exports.redaction import redacting
from tests.cli.conftest import Command
from tests.cli.exports.test_bundle import every_byte
from tests.cli.exports.test_production import MAKE
from tests.evidence import folder, mail
from tests.test_canaries import forms
from tests.usecases.evidence.test_containers import zipped
from tests.workers.hiding import PLACES, SECRET, hidden_in, picture


def letter() -> bytes:
    """A Word file: the name in its text, a comment and its properties."""
    made, out = docx.Document(), io.BytesIO()
    run = made.add_paragraph("The witness ").add_run(SECRET)
    made.add_comment(run, text=f"ask {SECRET}", author=SECRET)
    made.core_properties.subject = SECRET
    made.save(out)
    return out.getvalue()


def sheet() -> bytes:
    """A workbook: the name in a row that is hidden."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Codes")
        page.write(0, 0, "seen")
        page.write(4, 0, SECRET)
        page.set_row(4, None, None, {"hidden": True})
    return out.getvalue()


def pile() -> dict[str, bytes]:
    """Mails, their attachments, an archive and a picture."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    text = f"We met {SECRET} on Monday at the harbor and gave away four cameras.\nNothing else was said.\n"
    attached = [
        (f"{SECRET}.txt", f"A list of {SECRET}\n".encode(), "text/plain"),
        ("letter.docx", letter(), word),
        ("codes.xlsx", sheet(), book),
    ]
    first = b"X-Seen-By: " + SECRET.encode() + b"\n" + mail(f"About {SECRET}", text, attachments=attached)
    quoted = "".join(f"> {line}\n" for line in text.splitlines())
    return {
        "first.eml": first,
        "reply.eml": mail(f"Re: About {SECRET}", f"Agreed.\n\n{quoted}"),
        "near.eml": mail("Copy", text.replace("four", "five")),
        **{f"{number}.pdf": hidden_in(hide) for number, hide in enumerate(PLACES)},
        f"{SECRET} scan.jpg": picture(comment=SECRET.encode()),
        "all.zip": zipped({f"{SECRET}/plain.txt": b"nothing", "b.eml": mail(f"Inner {SECRET}", f"Inside {SECRET}\n")}),
        "plain.eml": mail("Plain", "Nothing of that is here.\n"),
    }


def decided(reviewer: Command, case: Path) -> str:
    """A production that nothing stops: what has the name in its own name alone, and its copies, are covered."""
    for number in map(str, range(1, 5)):
        assert reviewer("production", "create", case, *MAKE, "--query", "").code == 0
        found = reviewer("production", "mock", case, number, "--json").json["problems"]
        stopped = [each["item"] for each in found if each["stops"]]
        if not stopped:
            return number
        cover(reviewer, case, stopped)
    raise AssertionError(found)


def cover(reviewer: Command, case: Path, found: Iterable[str]) -> None:
    """Redact the first page of some items whole."""
    made = []
    for item in found:
        page = ("redaction", "page", case, item, "1", "--reason", "PRV", "--reviewer", "Ada", "--json")
        made.append(str(reviewer(*page).json["redaction"]))
    assert reviewer("redaction", "approve", case, *made, "--reviewer", "Bo").code == 0


def spelled(word: str) -> set[bytes]:
    """A word as it may stand in a file: in several encodings, packed for mail, and as a string of a PDF."""
    quoted = "".join(f"={ord(letter):02x}" for letter in word).encode()
    octal = "".join(f"\\{ord(letter):03o}" for letter in word).encode()
    return {*forms(word), quoted, octal}


@pytest.mark.endurance
def test_a_redacted_name_is_in_no_byte_of_a_bundle(
    reviewer: Command, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reviewer("intake", "add", made, folder(tmp_path / "disk", pile())).code == 0
    ask = ("redaction", "pattern", made, "term", "--term", SECRET, "--reason", "PRV", "--reviewer", "Ada")
    done = reviewer(*ask)
    assert done.code == 0, done.err
    listed = reviewer("redaction", "list", made, "--json").json
    numbers = [str(each["redaction"]) for each in listed]
    assert len(numbers) > 10
    assert reviewer("redaction", "approve", made, *numbers, "--reviewer", "Bo").code == 0
    covered = {each["item"] for each in listed}
    rest = [each["item"] for each in reviewer("item", "list", made, "--json").json if each["kind"] == "pdf"]
    cover(reviewer, made, [item for item in rest if item not in covered])
    number = decided(reviewer, made)
    out = tmp_path / "bundle"
    done = reviewer("bundle", "export", made, out, "--production", number, "--json")
    assert done.code == 0, done.err
    assert reviewer("bundle", "verify", out).code == 0
    held = every_byte(out).lower()
    assert b"nothing of that is here" in held, "what goes is found in this way"
    assert [form for form in spelled(SECRET) if form.lower() in held] == []

    def beside(draft: Draft, pages: Mapping[int, PageText]) -> list[PageBox]:
        """Planted: each box stands a hand's breadth below the words."""
        return [replace(each, box=(0.0, each.box[1] + 150, 90.0, each.box[3] + 150)) for each in boxes_of(draft, pages)]

    monkeypatch.setattr(redacting, "boxes_of", beside)
    broken = reviewer("bundle", "export", made, tmp_path / "broken", "--production", number)
    assert (broken.code, "can still be found in the pages of IA21-0000" in broken.err) == (4, True), broken.err
    assert not (tmp_path / "broken").exists()
