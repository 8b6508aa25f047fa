"""What may not leave is in no byte of any kind of export, and leaves when a reviewer names it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from reviewer.domain.exports.report_options import ReportForm
from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail, pdf

PRIVILEGED = ("canarysubject", "canarybody", "canaryattached", "canaryfile", "canarygift", "canaryproduct")
PRIVATE = ("canarypassagenote", "canaryitemnote", "canaryofficernote")
COMPELLED = "canaryanswer"
MACHINE = "canaryfolder"
INTERNAL = ("canarytag", "canarybelow")
"""A tag that is internal, and one below it."""
FORMS = [each.value for each in ReportForm]
AT = "2021-07-01T17:{:02}:00Z"


def plant(reviewer: Command, made: Path, tmp_path: Path) -> None:
    """Fill a case with it."""

    def run(*words: str | Path) -> None:
        done = reviewer(*words)
        assert done.code == 0, done.err

    secret = mail(
        "canarysubject",
        "The canarybody says so.\n",
        attachments=[("canaryfile.pdf", pdf(["It is canaryattached here"]), "application/pdf")],
    )
    files = {"box/a.eml": mail("Offer", "You have a free camera. It costs nothing.\n"), "box/secret.eml": secret}
    run("intake", "add", made, folder(tmp_path / MACHINE / "disk", files))
    run("officer", "add", made, "4711", "Lee Moore", "--station", "Harbor")
    plain, hidden = "1", "2"
    run("tag", "add", made, INTERNAL[0], "--internal")
    run("tag", "add", made, INTERNAL[1], "--parent", INTERNAL[0])
    run("tag", "add", made, "tagforall")
    coded = [word for tag in (*INTERNAL, "tagforall") for word in ("--tag", tag)]
    noted = ("--note", PRIVATE[0], *coded)
    run("passage", "add", made, plain, "--quote", "a free camera", "--officer", "4711:recipient", *noted)
    run("passage", "add", made, hidden, "--quote", "canarybody", "--officer", "4711:recipient")
    run("note", "add", made, PRIVATE[1], "--item", plain)
    run("note", "add", made, PRIVATE[2], "--officer", "4711")
    run("note", "add", made, "For everybody", "--passage", "1", "--for-report")
    given = ("--officer", "4711", "--what", "device", "--outcome", "accepted", "--date", "2016-05-16")
    run("benefit", "add", made, *given, "--donor", "Lantern", "--passage", "1")
    run("benefit", "add", made, *given, "--donor", "canarygift", "--passage", "2")
    said = ("--officer", "4711", "--audience", "residents", "--date", "2016-05-20")
    run("endorsement", "add", made, *said, "--product", "Bell", "--passage", "1")
    run("endorsement", "add", made, *said, "--product", "canaryproduct", "--passage", "2")
    run("interview", "add", made, "4711", "--date", "2021-07-01", "--compelled")
    run("interview", "topic", made, "1", "The camera")
    run("interview", "question", made, "1", "1", "What of this?", "--cite", "1", "--cite", "2", "--cite", "benefit:2")
    run("interview", "start", made, "1", "--at", AT.format(0))
    run("interview", "answer", made, "1", "1.1", f"{COMPELLED} is all I say.", "--at", AT.format(5))
    run("interview", "end", made, "1", "--at", AT.format(9))
    run("interview", "record", made, "1")
    run("mark", made, hidden, "--privileged")


@pytest.fixture
def planted(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case with something of each kind that may not leave, and with something of each that may."""

    return once("planted leaving", lambda: plant(reviewer, made, tmp_path))


def exports(case: Path, out: Path) -> dict[str, tuple[str | Path, ...]]:
    """Every way out, by a name for it: files go into a folder, the rest to standard output."""
    return {
        "report": ("report", "export", case, out / "report", *(w for f in FORMS for w in ("--format", f))),
        "account": ("intake", "report", case, "--pdf", out / "account.pdf", "--csv"),
        "manifest": ("intake", "manifest", case),
        "missing": ("thread", "missing", case, "--csv"),
        "gaps": ("thread", "gaps", case, "--csv"),
        "benefits": ("benefit", "list", case, "--csv", "--xlsx", out / "benefits.xlsx"),
        "endorsements": ("endorsement", "list", case, "--csv", "--xlsx", out / "endorsements.xlsx"),
        "pairs": ("endorsement", "pairs", case, "--csv", "--xlsx", out / "pairs.xlsx"),
        "complaints": ("complaint", "list", case, "--csv", "--xlsx", out / "complaints.xlsx"),
        "binder": ("interview", "binder", case, "1", out / "binder.pdf"),
        "plain original": ("item", "export", case, "1", out / "plain.eml"),
        "originals": ("item", "originals", case, "--all", "--to", out / "originals"),
        "plain pages": ("item", "pages", case, "1", out / "plain.pdf"),
    }


def refused(case: Path, out: Path) -> dict[str, tuple[str | Path, ...]]:
    """What is refused as a whole, because it would be empty or false without what stays."""
    return {
        "totals": ("benefit", "totals", case, "--xlsx", out / "totals.xlsx"),
        "figures": ("case", "figures", case, "--xlsx", out / "figures.xlsx"),
        "timeline": ("benefit", "picture", case, "timeline", out / "timeline.svg"),
        "network": ("benefit", "picture", case, "network", out / "network.pdf"),
        "stations": ("benefit", "picture", case, "stations", out / "stations.svg"),
        "original": ("item", "export", case, "2", out / "secret.eml"),
        "attachment": ("item", "export", case, "3", out / "attached.pdf"),
        "pages": ("item", "pages", case, "2", out / "secret.pdf"),
        "record": ("item", "export", case, "4", out / "record.pdf"),
        "record's pages": ("item", "pages", case, "4", out / "record-pages.pdf"),
    }


def contents(path: Path) -> Iterator[bytes]:
    """A file as it is, and all that can be read in it: streams, text, pop-ups and properties of a PDF; members."""
    yield path.name.encode()
    data = path.read_bytes()
    yield data
    if data.startswith(b"%PDF"):
        with pymupdf.open(path) as document:
            yield repr(document.metadata).encode()
            yield document.get_xml_metadata().encode()
            for number in range(1, document.xref_length()):
                yield document.xref_object(number).encode()
                yield document.xref_stream(number) or b""
            for page in document:
                yield " ".join(page.get_text().split()).encode()
                yield from (repr(each.info).encode() for each in page.annots())
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def canaries(out: Path, printed: str) -> set[str]:
    held = [printed.encode(), *(part for path in out.rglob("*") if path.is_file() for part in contents(path))]
    return {
        each
        for each in (*PRIVILEGED, *PRIVATE, COMPELLED, MACHINE, *INTERNAL)
        if any(each.encode() in part for part in held)
    }


def test_nothing_that_stays_is_in_any_byte_of_any_export(reviewer: Command, planted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    printed = ""
    for name, words in exports(planted, out).items():
        done = reviewer(*words)
        assert done.code == 0, (name, done.err)
        printed += done.out.replace(str(out), "")
    before = sorted(out.rglob("*"))
    for name, words in refused(planted, out).items():
        done = reviewer(*words)
        assert (done.code, "may not leave the case" in done.err) == (4, True), (name, done.err)
    assert sorted(out.rglob("*")) == before
    assert canaries(out, printed) == set()
    report = b" ".join(contents(out / "report" / "report.pdf"))
    assert b"For everybody" in report
    assert b"tagforall" in report
    assert b"Items left out as privileged" in report


def test_what_is_named_leaves_and_the_paths_of_the_machine_never_do(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    printed = ""
    for name, words in {**exports(planted, out), **refused(planted, out)}.items():
        notes = ("--with-private-notes",) if name == "report" else ()
        done = reviewer(*words, "--include-privileged", "--include-compelled", *notes)
        assert done.code == 0, (name, done.err)
        printed += done.out.replace(str(out), "")
    assert canaries(out, printed) == {*PRIVILEGED, PRIVATE[0], PRIVATE[2], COMPELLED}
    trail = reviewer("audit", planted, "--json").json
    assert {each["act"] for each in trail if each["facts"].get("let go")} == {
        "report export", "account export", "table export", "picture export", "interview binder", "item export",
        "item pages",
    }  # fmt: skip


def test_an_entry_that_repeats_words_that_stay_keeps_its_table_here(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    """Whatever proves it, and whichever table it stands in."""
    quoted = reviewer("passage", "add", planted, "2", "--quote", "The canarybody says so")
    words = ("4711", "--date", "2016-05-16", "--passage", "1")
    given = reviewer("benefit", "add", planted, "--officer", *words, "--donor", "Lantern", "--what", "device",
                     "--outcome", "accepted", "--description", "He wrote the canarybody says so")  # fmt: skip
    praised = reviewer("endorsement", "add", planted, "--officer", *words, "--audience", "residents",
                       "--product", f"Bell; told us that {COMPELLED} is all I say")  # fmt: skip
    assert (quoted.code, given.code, praised.code) == (0, 0, 0), (quoted.err, given.err, praised.err)
    for noun, held, told in (
        ("benefit", "privileged", "words of a privileged item stand in benefit B-3"),
        ("endorsement", "compelled", "words of a compelled statement stand in endorsement E-3"),
    ):
        out = tmp_path / f"{noun}.xlsx"
        done = reviewer(noun, "list", planted, "--xlsx", out)
        assert (done.code, out.exists()) == (4, False)
        assert told in done.err
        assert reviewer(noun, "list", planted, "--xlsx", out, f"--include-{held}").code == 0
    (terms := tmp_path / "terms.txt").write_text(f'camera\n"The canarybody says so"\n"{COMPELLED} is all I say"\n')
    rows = [line.split(",")[0] for line in reviewer("terms", planted, terms, "--csv").out.splitlines()]
    assert rows[1:4] == ["camera", *["a search that repeats words that stay"] * 2]
    for place in (("--item", "1"), ("--officer", "4711"), ("--item", "2")):
        assert reviewer("note", "add", planted, "He has the CanaryBelow look", *place, "--for-report").code == 0
    mock = reviewer("production", "mock", planted, "--receiver", "Chief", "--query", "", "--json").json
    named = [(each["item"], each["stops"]) for each in mock["problems"] if each["code"] == "note-names-tag"]
    assert named == [("IA21-000001", False), (None, False)], "but for the note on what stays"
    (told,) = [each for each in mock["problems"] if each["code"] == "work-repeats"]
    assert (told["item"], told["stops"], "benefit B-3" in told["problem"]) == (None, False, True)


def test_a_question_that_repeats_a_statement_keeps_its_binder_here_though_a_code_stands_in_it(
    reviewer: Command, planted: Path, tmp_path: Path
) -> None:
    """A statement of five words with a code in place of one has no five in a row left."""
    for words in (
        ("confidential-source", "add", planted, COMPELLED),
        ("interview", "add", planted, "4711", "--date", "2021-07-02"),
        ("interview", "topic", planted, "2", "The camera"),
        ("interview", "question", planted, "2", "1", f"Who told you that {COMPELLED} is all I say?"),
    ):
        done = reviewer(*words)
        assert done.code == 0, done.err
    done = reviewer("interview", "binder", planted, "2", tmp_path / "binder.pdf")
    assert (done.code, (tmp_path / "binder.pdf").exists()) == (4, False)
    assert "words that stay with the case stand in topic 1" in done.err
