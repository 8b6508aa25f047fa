"""What the PDFs of a bundle hold and no page shows is listed, in each language, and nothing else is."""

from __future__ import annotations

import csv
import io
import json
import re
from email.message import EmailMessage
from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.credential import Key
from reviewer.casefile.engine.opening import open_case
from reviewer.casefile.pages import renditions
from reviewer.domain.evidence.reading import LOOKED_FOR
from reviewer.domain.ids import ItemId
from reviewer.domain.reasons.reason import Reason, pack
from tests.cli.conftest import Command, Once
from tests.cli.exports.test_bundle import every_byte
from tests.cli.exports.test_production import CALL, MAKE, names
from tests.endurance import at_length
from tests.evidence import folder
from tests.workers.hiding import (
    SECRET,
    Hide,
    dust,
    hidden_in,
    invisible,
    layer,
    outside_crop,
    text,
    transparent,
    under_box,
    under_picture,
    white,
)
from tests.workers.pdf.test_hidden import SECRET as NOTED
from tests.workers.pdf.test_hidden import note

WAYS: dict[Hide, tuple[str, str]] = {
    white: ("in the colour of the background", "de la couleur du fond"),
    under_box: ("under a filled box", "sous un rectangle plein"),
    under_picture: ("under a picture", "sous une image"),
    invisible: ("invisible letters", "lettres invisibles"),
    transparent: ("transparent letters", "lettres transparentes"),
    dust: ("letters smaller than a point", "lettres de moins d’un point"),
    outside_crop: ("outside the page (crop box)", "hors de la page (zone de rognage)"),
    layer: ("in a layer that is switched off", "dans un calque désactivé"),
}
PEOPLE = ("--reviewer", "Ada"), ("--reviewer", "Bo")
WITHHELD = "Wexcombe"
RTF = (
    rb"{\rtf1\ansi{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
    rb"\cf1 Seen words.\par\cf2 Paid by Mulgrave.\cf1\par}"
)
"""White words, which LibreOffice prints and the reader takes for any others."""


def white_words(words: str, seen: str) -> bytes:
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((60, 60), seen)
        page.insert_text((60, 90), words, color=(1, 1, 1))
        return bytes(document.tobytes(no_new_id=True))


def live() -> bytes:
    """A PDF that has a maker, runs a script, starts a program and carries a file."""
    with pymupdf.open() as document:
        document.new_page().insert_text((60, 60), "Press here")
        document.set_metadata({"author": "Jo Wexcombe"})
        script = document.get_new_xref()
        document.update_object(script, "<</S/JavaScript/JS(app.alert\\(1\\))/Next<</S/Launch/F(calc.exe)>>>>")
        document.xref_set_key(document.pdf_catalog(), "OpenAction", f"{script} 0 R")
        document.embfile_add("more.txt", b"more")
        return bytes(document.tobytes(no_new_id=True))


def styled() -> bytes:
    """A message with white words, which print, and words that are not displayed, which do not."""
    made = EmailMessage()
    made["Subject"], made["From"], made["Date"] = "Lamps", "a@agency.example", "Tue, 03 May 2016 09:15:00 -0700"
    made.set_content("Lamps.\n")
    parts = ("<p>Lamps.</p>", "<p style='color:#fff'>Paid by Orlop.</p>", "<p style='display:none'>By Zabel.</p>")
    made.add_alternative("".join(parts), subtype="html")
    return made.as_bytes()


@pytest.fixture
def hiding(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A PDF with a page for each way of hiding and one with a hidden note, others whose hidden words may not leave."""
    files = {
        "a.pdf": white_words("Covered Mirabel", "Jo Tarn saw it."),
        "b.pdf": white_words("Ask Jo Tarn first", "A flyer"),
        "c.pdf": white_words(WITHHELD, "Say nothing"),
        "d.eml": styled(),
        "e.rtf": RTF,
        "live.pdf": live(),
        "plain.pdf": hidden_in(text),
        "ways.pdf": hidden_in(*WAYS, note),
    }
    disk = folder(tmp_path / "disk", files)

    def run(*words: str | Path) -> None:
        done = reviewer(*words)
        assert done.code == 0, done.err

    def produce() -> None:
        run("intake", "add", made, disk)
        control = names(reviewer, made)
        run("redaction", "add", made, control["a.pdf"], "--quote", "Jo Tarn", "--reason", "PRV", *PEOPLE[0])
        run("redaction", "follow", made, "1", *PEOPLE[0])
        run("redaction", "approve", made, "1", *PEOPLE[1])
        run("redaction", "decline", made, "2", *PEOPLE[1])
        run("privilege", "set", made, control["c.pdf"], *CALL)
        run("production", "create", made, *MAKE, "--query", "")

    return once("hiding bundle", produce)


def listed(data: Path) -> list[list[str]]:
    """The rows of the list, with what stands above them."""
    return list(csv.reader(io.StringIO((data / "hidden-words.csv").read_text("utf-8-sig"), newline="")))


def lines(data: Path) -> dict[str, str]:
    """The lines of the first page by the control number."""
    rows = re.findall(r"<tr><td.*?</tr>", (data / "index.html").read_text("utf-8"))
    told = [re.sub(r"<[^>]+>", " ", row) for row in rows]
    return {match[0]: row for row in told if (match := re.search(r"IA21-\d+", row))}


def test_what_no_page_of_a_bundle_shows_is_listed_and_said(reviewer: Command, hiding: Path, tmp_path: Path) -> None:
    out, control = tmp_path / "bundle", names(reviewer, hiding)
    done = reviewer("bundle", "export", hiding, out, "--production", "1", "--without-report")
    assert done.code == 0, done.err
    head, *rows = listed(out / "data")
    assert head == ["number", "control number", "page", "how hidden", "words"]
    ways = [row for row in rows if row[1] == control["ways.pdf"]]
    assert [(row[2], row[3]) for row in ways] == [(str(at), how) for at, (how, _) in enumerate(WAYS.values(), 1)]
    assert {row[4] for row in ways} == {SECRET}
    first = int(ways[0][0].removeprefix("PMPD-"))
    assert [row[0] for row in ways] == [f"PMPD-{first + at:06d}" for at in range(len(WAYS))]
    background = WAYS[white][0]
    assert [row[2:] for row in rows if row[1] == control["b.pdf"]] == [["1", background, "Ask [PRV] first"]]
    assert [row[2:] for row in rows if row[1] == control["Lamps"]] == [["1", background, "Paid by Orlop."]]
    assert {row[1] for row in rows} - {control["e.rtf"]} == {
        control[name] for name in ("ways.pdf", "b.pdf", "Lamps")
    }, "and no other"
    said = {item for item, line in lines(out / "data").items() if "holds words that no page shows" in line}
    assert said == {row[1] for row in rows}
    left_out = "left out of this copy: JavaScript, attached files, commands to start programs"
    assert [item for item, line in lines(out / "data").items() if left_out in line] == [control["live.pdf"]]
    page = (out / "data" / "index.html").read_text("utf-8")
    assert "properties of their makers are left out of all pages" in page
    assert "left out" not in lines(out / "data")[control["plain.pdf"]]
    assert '<a href="hidden-words.csv">' in page
    found = every_byte(out)
    assert [word for word in (WITHHELD, "Mirabel", NOTED, "Zabel") if word.encode() in found] == []
    assert reviewer("bundle", "verify", out).code == 0


@at_length
def test_the_list_goes_with_the_evidence_alone_and_in_french(
    reviewer: Command, hiding: Path, passphrase_key: Key, tmp_path: Path
) -> None:
    out, control = tmp_path / "lot", names(reviewer, hiding)
    plain = control["plain.pdf"]
    with open_case(hiding, passphrase_key) as case, case.act("Ada", "intake finish"):  # of a PDF beyond the limits
        some = {LOOKED_FOR: pack((Reason("pdf.hidden_looked_for", limit=3_000),))}
        case.execute("UPDATE item SET metadata = ? WHERE id = ?", (json.dumps(some), int(plain[-6:])))
        much = (int(plain[-6:]), 0, 1, pack((Reason("hidden.background"),)), "x" * 1_000_000)
        case.execute("INSERT INTO hidden_text (item, seq, page, how, text) VALUES (?, ?, ?, ?, ?)", much)
        made = renditions.of_item(case, ItemId(int(control["e.rtf"][-6:])))
        by_libreoffice = made is not None and made.engine.startswith("LibreOffice")
    wish = ("--production", "1", "--evidence-only", "--language", "fr")
    assert reviewer("bundle", "export", hiding, out, *wish).code == 0
    head, *rows = listed(out / "data")
    assert head == ["numéro", "n° de contrôle", "page", "de quelle manière", "texte"]
    assert [row[3] for row in rows if row[1] == control["ways.pdf"]] == [how for _, how in WAYS.values()]
    first, more, some_pages = (row[2:] for row in rows if row[1] == plain)
    assert first == ["1", WAYS[white][1], "x" * 30_000 + "… (30\u202f000 caractères sur 1\u202f000\u202f000)"]
    assert more[1].startswith("coupé")
    assert some_pages == ["", "tout n’a pas été examiné\u00a0: cherché sur les 3\u202f000 premières pages", ""]
    printed = [row[3:] for row in rows if row[1] == control["e.rtf"]]
    assert printed == [[WAYS[white][1], "Paid by Mulgrave."]] * by_libreoffice, "other pages show all words"
    told = lines(out / "data")
    assert "contient du texte qu’aucune page ne montre, voir hidden-words.csv" in told[control["ways.pdf"]]
    assert "établies d’après un courriel\u202f; contient du texte" in told[control["Lamps"]]
    assert "ne montre, voir hidden-words.csv\u202f; le texte qu’aucune page" in told[plain]
    assert "pas été cherché partout, voir hidden-words.csv" in told[plain]
    assert "omis dans cette copie : JavaScript, fichiers joints, commandes" in told[control["live.pdf"]].replace(
        "\u00a0", " "
    )
