"""The demo case as a whole: built once by the command itself, then looked at."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.lock import Lock
from reviewer.desktop.resources import resource
from reviewer.domain.exports.leaving import Way
from reviewer.domain.exports.production import Wrong
from reviewer.domain.pages.passage import one_line
from reviewer.domain.people.officer import Role
from reviewer.domain.policy.finding import Done
from reviewer.errors import LockedError, UsageError
from reviewer.export import verify_bundle
from reviewer.export.texts import texts
from reviewer.usecases import cases
from reviewer.usecases.analysis import review_queues, saved_searches
from reviewer.usecases.demo import evidence, material
from reviewer.usecases.demo.build import AGENCY, PASSPHRASE, DemoPlace, clear
from reviewer.usecases.demo.plan import Story
from reviewer.usecases.demo.story import tell
from reviewer.usecases.evidence import intake as intakes
from reviewer.usecases.exports import agency as kept_agency
from reviewer.usecases.exports import productions
from reviewer.usecases.interviews import interviews
from reviewer.usecases.pages import passages, tags
from reviewer.usecases.people import officers, signing
from reviewer.usecases.policy import allegations, findings
from tests.endurance import at_length
from tests.usecases.demo.report_cites import CITE, bare, highlighted, in_docx, in_html, in_pdf, texts_of, verbatim

pytestmark = at_length
"""``.ci/run`` builds the demo as well; what of it can be looked at alone has its tests beside this file."""

# One build serves all of these; under xdist they share a process.


@pytest.fixture(scope="module")
def story() -> Story:
    return tell()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("demo")
    command = [
        sys.executable,
        "-m",
        "tests.passphrases",
        "demo",
        "--dir",
        str(folder / "demo"),
        "--no-window",
        "--json",
    ]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "REVIEWER_CONFIG": str(folder / "config")},
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture
def demo(built: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setenv("REVIEWER_CONFIG", str(tmp_path / "config"))
    with cases.open_with_passphrase(Path(built["case"]), PASSPHRASE, read_only=True) as case:
        yield case


def test_the_account_adds_up_for_every_container(built: dict[str, Any], demo: Case) -> None:
    assert built["adds_up"]
    for each in (built["totals"], *built["containers"]):
        assert each["declared"] == each["extracted"] + each["failed"] + each["duplicates"]
    assert not intakes.report(demo).gaps


def test_a_queue_is_begun_and_searches_are_kept(demo: Case) -> None:
    status = review_queues.how_far(demo, "Offers")
    assert 0 < status.read < status.items
    assert len(saved_searches.listed(demo)) == 3


def test_every_file_and_message_written_is_an_item(built: dict[str, Any], demo: Case, story: Story) -> None:
    mailboxes = Path(built["evidence"]) / "Mailboxes"
    boxes = list(mailboxes.rglob("*.mbox"))
    files = [path for path in Path(built["evidence"]).rglob("*") if path.is_file()]
    assert demo.value("SELECT count(*) FROM source_file WHERE state <> 'pending'") == len(files)
    wanted = sum(len(story.mailbox(each.key)) for each in story.custodians)
    assert built["messages"] == wanted
    attached = 1  # the message that is attached to another
    assert demo.value("SELECT count(*) FROM item WHERE kind = 'email'") == wanted + attached
    assert demo.value("SELECT count(*) FROM item WHERE kind = 'mbox'") == len(boxes)


def test_every_planned_passage_is_in_with_its_tags_officers_and_note(demo: Case, story: Story) -> None:
    marked = {one_line(each.passage.anchor.quote): each for each in passages.listed(demo)}
    assert len(marked) == len(story.passages) == len(passages.listed(demo))
    for planned in story.passages:
        found = marked[one_line(planned.quote)]
        assert {tag.name for tag in found.tags} == set(planned.tags)
        assert {(officer.serial, link.role) for link, officer in found.officers} == {
            (who.serial, who.role) for who in planned.officers
        }
        assert found.note == planned.note


def test_at_least_100_officers_are_linked_as_beneficiaries(demo: Case) -> None:
    beneficiaries = {
        officer.serial
        for each in passages.listed(demo)
        for link, officer in each.officers
        if link.role is Role.BENEFICIARY
    }
    assert len(beneficiaries) >= 100


def test_the_roster_and_the_codebook_are_in(demo: Case, story: Story) -> None:
    assert {officer.serial for officer in officers.listed(demo)} == {officer.serial for officer in story.officers}
    moved = next(officer for officer in officers.listed(demo) if officer.name == "Inés Muñoz")
    assert [held.station for held in moved.assignments] == ["Mill Creek", "Harbor"]
    assert [(tag.key, tag.name) for tag in tags.listed(demo)] == [(tag.key, tag.name) for tag in story.codebook]


def test_what_is_broken_on_purpose_is_named_and_all_else_of_the_mail_is_read(demo: Case) -> None:
    """The invoice is cut short: its page is found by itself, and that is said. Of its copy nothing can be read."""
    lacking = demo.rows("SELECT name, state FROM item WHERE state <> 'ok' ORDER BY state")
    assert [tuple(row) for row in lacking] == [
        (evidence.DAMAGED[1], "failed"),
        ("Invoice Tidewater Rentals 4471.pdf", "partial"),
    ]


def test_the_account_names_the_file_that_could_not_be_read(built: dict[str, Any], demo: Case) -> None:
    assert built["totals"]["failed"] == 1
    (failure,) = intakes.report(demo).failures
    assert failure.path == evidence.DAMAGED[1]


def test_the_report_checks_every_quote(built: dict[str, Any], story: Story) -> None:
    assert built["quotes_checked"] == len(story.passages)
    assert Path(built["report"]).is_file()
    assert len(list((Path(built["report"]).parent / "exhibits").iterdir())) == built["exhibits"]


def test_what_was_handed_over_told_and_is_still_to_be_done_is_in(built: dict[str, Any], demo: Case) -> None:
    told = material.table("productions.toml")
    first, supplement, draft = productions.listed(demo)
    assert (first.title, first.receiver) == (told["production"]["title"], told["production"]["receiver"])
    assert first.delivery is not None
    assert [each.part.recalled for each in productions.members(demo, first.id) if each.part.recalled] == [
        told["recall"]["reason"]
    ]
    ways = productions.count([each.part for each in productions.members(demo, first.id)])
    assert all(ways[way] for way in (Way.GOES, Way.REDACTED, Way.PLACEHOLDER)), "whole, redacted and withheld"
    assert (supplement.follows, supplement.first) == (first.id, first.last + 1)
    assert draft.delivery is None
    found = {each.wrong for each in productions.mock(demo, draft.id, reviewer="Ada").problems}
    assert found == {Wrong.UNDECIDED}
    assert verify_bundle.verify(Path(built["bundle"])) == []
    assert kept_agency.kept(demo).logo is not None


def test_a_demo_is_not_replaced_unless_asked(built: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="already"):
        clear(DemoPlace(Path(built["case"]).parent), again=False)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    (tmp_path / "evidence").mkdir()
    for again in (False, True):
        with pytest.raises(UsageError, match="other than a demo"):
            clear(DemoPlace(tmp_path), again=again)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evidence", "thesis.txt"]


def test_a_demo_that_is_open_in_a_window_is_not_pulled_away(tmp_path: Path) -> None:
    place = DemoPlace(tmp_path / "demo")
    clear(place, again=False)
    place.case.write_bytes(b"a case")
    window = Lock(place.case)
    with pytest.raises(LockedError):
        clear(place, again=True)
    window.release()
    assert place.case.read_bytes() == b"a case"


def test_again_makes_room_by_removing_only_what_the_demo_made(tmp_path: Path) -> None:
    place = DemoPlace(tmp_path / "demo")
    clear(place, again=False)
    place.evidence.mkdir()
    place.case.write_bytes(b"old")
    (place.folder / "my notes.txt").write_text("kept", encoding="utf-8")
    clear(place, again=True)
    assert sorted(path.name for path in place.folder.iterdir()) == ["ABOUT THE DEMO.txt", "my notes.txt"]


def test_one_interview_was_held_in_part_and_one_is_prepared(demo: Case) -> None:
    held, planned = interviews.listed(demo)
    assert (held.name, held.state) == ("Ruth Castellan", "held")
    assert (planned.name, planned.state) == ("Aldous Brandt", "planned")
    assert {each.number for each in held.questions if each.answer is None} == {"3.1", "3.2"}
    for each in (*held.questions, *planned.questions):
        assert not any(one.gone for one in each.citations)
    assert {each.exhibit for each in held.showings} <= {each.number for each in held.exhibits}


def test_findings_are_in_every_state_signed_by_somebody_else_and_one_asks_to_look_again(demo: Case) -> None:
    found = {each.allegation.name: each.finding for each in findings.listed(demo)}
    assert {name: finding.state.value for name, finding in found.items()} == {
        "Ruth Castellan": "final",
        "Dominic Varga": "proposed",
        "Priya Lindqvist": "proposed",
        "Paul Ferreira": "reviewed",
        "Simon Beck": "draft",
    }
    assert [name for name, finding in found.items() if finding.look_again] == ["Priya Lindqvist"]
    for finding in found.values():
        for step in finding.steps:
            assert step.done is not Done.REVIEWED or step.reviewer not in finding.hands
    signed = {name: [step.signed for step in each.steps if step.done is Done.REVIEWED] for name, each in found.items()}
    (known,) = signing.listed(demo)
    assert signed["Ruth Castellan"] == [f"signed with own key {known.fingerprint}, checked"]
    assert signed["Paul Ferreira"] == ["typed name"]
    unfinished = [each.name for each in allegations.listed(demo) if each.name not in found]
    assert unfinished == ["Berta Sandoval", "Yves Delacroix"]
    for each in allegations.listed(demo):
        assert not any(ground.gone for line in each.matrix for ground in line.grounds)


# ── the report ──────────────────────────────────────────────────────────────────────────────────────────────────


def counted(case: str) -> dict[str, Any]:
    """What ``case figures --json`` says."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.passphrases", "case", "figures", case, "--json"],
        check=True,
        capture_output=True,
        env={**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    told: str = request.param
    return told


@pytest.fixture(scope="module")
def folder(built: dict[str, Any], language: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report in each form: the one that comes with the demo, and one in French."""
    if language == "en":
        return Path(built["report"]).parent
    place = tmp_path_factory.mktemp("french")
    shutil.copy(built["case"], place / "demo.evcase")
    forms = [word for form in ("pdf", "docx", "html") for word in ("--format", form)]
    where = [str(place / "demo.evcase"), str(place / "report")]
    asked = ["report", "export", *where, *forms, "--language", language, "--reviewer", "Ada"]
    subprocess.run(
        [sys.executable, "-m", "tests.passphrases", *asked],
        check=True,
        capture_output=True,
        env={**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE},
    )
    return place / "report"


def test_each_statement_leads_to_the_highlighted_words_on_the_page(folder: Path, language: str) -> None:
    exhibits, at = {"en": ("Ex. ", " at "), "fr": ("Pièce ", ", p. ")}[language]
    seen = 0
    for each in in_html(folder):
        targets = [CITE.fullmatch(target) for _, target in each.cites]
        pages = []
        for (words, target), match in zip(each.cites, targets, strict=True):
            assert match is not None, target
            exhibit, page = int(match[1]), int(match[2])
            marks = highlighted(folder / "exhibits" / f"Exhibit-{exhibit:03}.pdf")
            named = f"{exhibits}{exhibit}"
            assert bare(words) in {bare(named), bare(f"{named}{at}{page}")}  # a line of the index has no page
            assert marks.get(page), (words, "nothing is highlighted there")
            pages += marks.get(page, [])
        for quote in each.quotes:
            seen += 1
            assert verbatim(quote) in pages, (quote, each.cites)
    assert seen > 150


def test_the_pdf_and_the_word_document_have_the_cites_of_the_page_in_html(folder: Path) -> None:
    statements = list(in_html(folder))
    cites = Counter((bare(words), target) for each in statements for words, target in each.cites)
    assert Counter(in_pdf(folder)) == cites
    assert Counter(in_docx(folder)) == cites
    pdf, docx, _ = (bare(text) for text in texts_of(folder))
    quotes = [verbatim(quote) for each in statements for quote in each.quotes]
    assert [quote for quote in quotes if quote[:40] not in pdf] == []  # where it goes on, another page may begin
    assert [quote for quote in quotes if quote not in docx] == []


def test_the_summary_has_the_key_figures_each_leading_to_its_table(
    built: dict[str, Any], folder: Path, language: str
) -> None:
    found, say = counted(built["case"]), texts(resource("report"), language)
    past = found["complaints"]
    whole = sum(station["value_low"] for station in found["stations"])  # each officer of the demo has one
    span = f"{past['first'][:4]}–{past['last'][:4]}"
    rows = [
        (say("figure.with_benefit"), found["officers_with_benefit"]),
        (say("figure.with_device"), found["officers_with_device"]),
        (say("figure.with_both"), found["officers_with_benefit_and_endorsement"]),
        (say("figure.worth"), amount(whole, language)),
        (say("figure.complaints", span=span), past["complaints"]),
        (say("figure.conflicts"), past["conflicts"]),
        (say("figure.vendor"), past["vendor"]),
    ]
    stations = [(each["station"], each["officers"], amount(each["value_low"], language)) for each in found["stations"]]
    for text in texts_of(folder):
        for table in (rows, stations):
            assert bare("".join(str(cell) for row in table for cell in row)) in bare(text)
    with pymupdf.open(folder / "report.pdf") as document:
        titles = {title: page for level, title, page in document.get_toc() if level == 1}
        assert AGENCY in document[0].get_text()
        summary = bare(document[titles[say("section.summary")] - 1].get_text())
        assert titles[say("section.findings")] == titles[say("section.summary")] + 1
    assert bare("".join(f"{name}{value}" for name, value in rows)) in summary


def amount(dollars: int, language: str) -> str:
    """As each language writes it, without the blanks of French."""
    return f"${dollars:,}.00" if language == "en" else f"{dollars},00$"
