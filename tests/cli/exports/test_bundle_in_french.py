"""A bundle that is asked for in French is in French: every paper of it, and no word of ours is left in English."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import string
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest

from tests.cli.conftest import Command, Once
from tests.cli.exports.test_bundle import dat, every_byte
from tests.cli.exports.test_production import CALL, MAKE, names, pile
from tests.endurance import at_length
from tests.export.test_texts import catalogue
from tests.pdf_text import page_texts

__all__ = ["pile"]

PRIVATE, UNDER = "Demander à Éd.", "Fourteen uses"
SPACE = "\u00a0"


@pytest.fixture
def french(reviewer: Command, pile: Path, filled: Path, once: Once) -> Path:
    """The bundle of a second production, made once and left alone.

    It has a redacted letter, a reply that is withheld, a ledger, and a number before it that is not used.
    """

    def run(*words: str | Path) -> None:
        done = reviewer(*words)
        assert done.code == 0, done.err

    def produce() -> None:
        control = names(reviewer, pile)
        letter, flyer = control["letter.pdf"], control["c.pdf"]
        run("officer", "add", pile, "4711", "Lee Moore", "--station", "Port")
        run("passage", "add", pile, letter, "--quote", "LANTERN25", "--officer", "4711:recipient")
        run("passage", "add", pile, flyer, "--quote", "Flyer")
        run("note", "add", pile, PRIVATE, "--passage", "1")
        given = ("--what", "device", "--donor", "Lanterne", "--outcome", "accepted", "--quantity", "2")
        run("benefit", "add", pile, "--officer", "4711", *given, "--value", "1150-1199", "--paid", "50",
            "--date", "2016-05-16", "--passage", "1")  # fmt: skip
        run("endorsement", "add", pile, "--officer", "4711", "--audience", "public", "--date", "2016-05-28",
            "--product", "Cloche", "--passage", "1")  # fmt: skip
        run("redaction", "add", pile, letter, "--quote", UNDER, "--reason", "PRV", "--reviewer", "Ada")
        run("redaction", "approve", pile, "1", "--reviewer", "Bo")
        run("privilege", "set", pile, control["Reply"], *CALL)
        run("production", "create", pile, *MAKE, "--query", "Flyer")
        run("production", "drop", pile, "1", "--reason", "Demandé autrement")
        run("production", "create", pile, *MAKE, "--query", "")

    out = filled / "lot"
    if not out.exists():
        case = once("french bundle", produce)
        run("bundle", "export", case, out, "--production", "2", "--language", "fr")
    return out


def texts_of(path: Path) -> str:
    """The words of a file, whatever it is, on one line."""
    if path.suffix == ".pdf":
        reader = pypdf.PdfReader(path)
        told = page_texts(path)
        told += [str(value) for value in (reader.metadata or {}).values()]
        told += [str(each.title) for each in reader.outline if not isinstance(each, list)]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as parts:
            told = [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]
    else:
        told = [path.read_text("utf-8", "ignore")]
    bare = re.sub(r"<[^>]+>", "", html.unescape(" ".join(told)))
    return " ".join(bare.split())


def pieces(language: int) -> dict[str, str]:
    """By its key, the longest piece of each text that is long enough to be nothing else, and that others lack."""
    found = {}
    others = " ".join(texts[1 - language] for texts in catalogue().values())
    for key, texts in catalogue().items():
        literals = [" ".join(literal.split()) for literal, *_ in string.Formatter().parse(texts[language])]
        longest = max(literals, key=len, default="")
        if len(longest.split()) > 2 and longest not in others:
            found[key] = longest.strip(" .:;")
    return found


def test_no_text_of_the_program_is_left_in_english(french: Path) -> None:
    out = french
    files = [each for each in out.rglob("*") if each.is_file() and each.name != "verify_bundle.py"]
    told = {each.relative_to(out).as_posix(): texts_of(each) for each in files}
    left = [(name, key) for key, piece in pieces(0).items() for name, text in told.items() if piece in text]
    assert left == []
    stays = (PRIVATE, UNDER, "May we take")
    assert [(name, word) for name, text in told.items() for word in stays if word in text] == []
    assert any("LANTERN25" in text for text in told.values()), "what goes is found in this way"
    for name in ("VERIFY.txt", "bag-info.txt", "certificate.pdf", "data/custody.jsonld", "data/privilege-log.pdf"):
        bare = told[name].replace(CALL[3], "").replace("Federal Rules of Evidence", "")
        assert re.findall(r"\b(?:the|and|with|which|was|were|to|of|withheld)\b", bare) == [], name
    said = {key for key, piece in pieces(1).items() for text in told.values() if piece.replace(SPACE, " ") in text}
    sections = {key.partition(".")[0] for key in said}
    wanted = {"verify", "certificate", "account", "privilege_log", "redaction_log", "slip", "here", "index", "file"}
    assert wanted - sections == set(), "each paper is looked at"
    assert len(said) > 100
    assert "Retenu car couvert par un secret." in told["data/text/001/PMPD-000006.txt"]
    assert "Ce fichier est remis tel quel" in told["data/exhibits/PMPD-000005.pdf"]
    assert "Retenu car couvert par un secret." in told["data/exhibits/PMPD-000006.pdf"]
    for name in ("data/index.html", "VERIFY.txt"):
        raw = (out / name).read_text("utf-8")
        ours = html.unescape(re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>|<[^>]+>", "", raw))
        assert re.findall(r".{12}(?: [:;?!»%]|« |\w;|\w \?).{12}", ours) == [], "no line breaks before a sign"


def test_days_and_amounts_are_written_as_in_the_report_and_fields_stay(french: Path) -> None:
    out = french
    data = out / "data"

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((data / name).read_text("utf-8-sig"), newline="")))

    (benefit,) = rows("ledger/benefits.csv")
    sums = f"1\u202f150,00{SPACE}$ à 1\u202f199,00{SPACE}$", f"2\u202f250,00{SPACE}$ à 2\u202f348,00{SPACE}$"
    assert benefit["calcul"] == f"2 × {sums[0]} moins 50,00{SPACE}$ payés = {sums[1]}"
    assert (benefit["quoi"], benefit["date"], benefit["issue"]) == ("appareil", "16 mai 2016", "accepté")
    (endorsement,) = rows("ledger/endorsements.csv")
    assert (endorsement["public"], endorsement["date"]) == ("grand public", "28 mai 2016")
    (box,) = rows("redaction-log.csv")
    assert (box["motif"], box["sens"], box["proposé par"], box["approuvé par"]) == ("PRV", "vie privée", "Ada", "Bo")
    withheld, unused = rows("privilege-log.csv")
    assert (withheld["nature"], withheld["traitement"]) == ("secret professionnel de l’avocat", "retenu")
    assert (withheld["description"], withheld["fondement"]) == ("Courriel", CALL[3])
    assert unused["description"] == f"non utilisé{SPACE}: Demandé autrement"
    assert f"PMPD-000001 n’a pas été utilisé{SPACE}: Demandé autrement" in (data / "index.html").read_text("utf-8")
    lines = dat(data / "load" / "production.dat")
    assert {"BEGBATES", "CUSTODIAN", "REDACTREASON"} <= set(lines[0]), "fields are those of other programs"
    assert [each["WITHHOLDREASON"] for each in lines if each["WITHHELD"]] == ["privileged"], "and so are their codes"
    certificate = page_texts(out / "certificate.pdf")[0]
    for said in (certificate, (out / "VERIFY.txt").read_text("utf-8"), (data / "index.html").read_text("utf-8")):
        assert re.search(r"Établi le \d{1,2}(?:er)? \w+ \d{4}, \d\d:\d\d:\d\d UTC", said), "to the second"
    assert "Remis entiers : 4 ; caviardés : 1 ; retenus, avec une feuille qui les remplace : 1" in certificate
    assert "External-Identifier: PMPD-000002 à PMPD-" in (out / "bag-info.txt").read_text("utf-8")
    assert str(pypdf.PdfReader(out / "certificate.pdf").root_object["/Lang"]) == "fr"


@at_length
def test_what_stays_is_in_no_byte_of_it_and_it_is_checked_as_any_other(
    reviewer: Command, french: Path, tmp_path: Path
) -> None:
    out = shutil.copytree(french, tmp_path / "lot")
    found = every_byte(out)
    assert [word for word in (PRIVATE, UNDER, "May we take") if word.encode() in found] == []
    assert b"LANTERN25" in found, "what goes is found in this way"
    done = reviewer("bundle", "verify", out)
    assert (done.code, "as it was when the bundle was made" in done.out) == (0, True), (
        "the program speaks its own language"
    )
    alone = subprocess.run([sys.executable, out / "verify_bundle.py"], capture_output=True, text=True, check=False)
    assert (alone.returncode, alone.stdout.splitlines()[0]) == (0, "Every file is as it was when the bundle was made.")
    page = out / "data" / "index.html"
    page.write_bytes(page.read_bytes().replace(b"Documents", b"Dokuments", 1))
    changed = reviewer("bundle", "verify", out)
    assert (changed.code, "index.html" in changed.out) == (5, True)
