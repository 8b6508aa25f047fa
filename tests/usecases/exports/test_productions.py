"""What was said under order is no part of a production, and what has privileged words goes only redacted."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from threading import Barrier

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.cipher import IntegrityError
from reviewer.casefile.evidence import items as kept
from reviewer.casefile.exports import productions as stored
from reviewer.domain.evidence.reading import Kind
from reviewer.domain.evidence.reading_rule import Counts
from reviewer.domain.exports.leaving import StayReason, Way
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.exports.production import Part, ProductionOrder, Wrong
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.ids import ItemId
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.frames import Frame
from reviewer.isolation.protocol import Stamp
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, undo
from reviewer.usecases.analysis import analysis, coverage, saved_searches
from reviewer.usecases.analysis.coverage import Share
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import confidential_sources, interview_record, privilege, productions
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.mock_run import searches
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.exports.redaction.redacting import boxes_on
from reviewer.usecases.pages import item_pages, notes, passages, review_coding
from tests.commands import Lender
from tests.evidence import folder, mail, mailbox, pdf
from tests.usecases.interviews.interviewed import FIRST, hold
from tests.usecases.meddling import crashing
from tests.workers.archive.splitting import cut

BINARY = "application/octet-stream"


def test_the_record_of_a_compelled_interview_stays_and_has_no_number(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    hold(case, paper, compelled=True)
    record = items.find(case, interview_record.make_record(case, workers, FIRST, reviewer="Ada").control)
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    found = {each.part.item: each.part for each in productions.members(case, made.id)}
    assert (made.bates_first, made.bates_last) == ("PMPD-000001", "PMPD-000002")
    assert (found[record.id].way, found[record.id].first, found[record.id].reason) == (Way.STAYS, 0, "compelled")
    mock = productions.mock(case, made.id, reviewer="Ada")
    assert [each.item for each in mock.problems if each.wrong is Wrong.COMPELLED] == [record.id]
    alone = ProductionPlan("Second", "Counsel", f'name:"{record.name}"', "IA")
    with pytest.raises(InputError, match="nothing of what is found may leave"):
        productions.create(case, workers, alone, reviewer="Ada")


def test_notes_for_the_report_that_repeat_withheld_words_are_told_on_items_first_and_then_on_passages(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    advice, later = "Counsel advises that officers keep no cameras", "Two cameras were left on the porch."
    files = {"1.pdf": pdf([later]), "2.pdf": pdf([later, "Twice."]), "3.pdf": pdf([advice])}
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    one, other, kept_back = sorted(search.ids(case, ""))
    for item in (one, other):
        item_pages.ensure(case, workers, item, reviewer="Ada")
    privilege.put(case, kept_back, PrivilegeKind.ATTORNEY_CLIENT, "Legal advice", reviewer="Ada")
    marked = passages.add_quote(case, one, "Two cameras", note=advice, note_for_report=True, reviewer="Ada")
    told = [
        notes.on_item(case, item, advice, for_report=for_report, reviewer="Ada").id
        for item, for_report in ((other, True), (one, False), (one, True), (kept_back, True))
    ]
    plan = ProductionPlan("First", "Counsel", "", "PMPD")
    made = productions.create(case, workers, plan, reviewer="Ada")
    found = [each for each in productions.mock(case, made.id, reviewer="Ada").problems if each.wrong is Wrong.NOTE]
    numbers = [told[2], told[0], marked.notes[0].id]
    assert [each.item for each in found] == [one, other, one]
    assert [each.words.split()[:2] for each in found] == [["note", str(number)] for number in numbers]


def test_a_mock_run_counts_as_read_by_nobody_what_coverage_does(case: Case, workers: Workers, paper: ItemId) -> None:
    passages.add_quote(case, paper, "a free device", reviewer="Ada")
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")

    def unread() -> bool:
        told = productions.mock(case, made.id, reviewer="Ada").unread == (paper,)
        assert (paper in coverage.items_of(case, "", "", Share.UNREAD, reviewer="Ada")) == told
        return told

    assert unread()
    items.read(case, paper, reviewer="Ada")
    assert not unread()
    coverage.set_rule(case, counts=Counts.MARKED, reviewer="Ada")
    assert unread(), "what was open does not count any more"
    review_coding.put(case, paper, relevance="relevant", reviewer="Ada")
    assert not unread(), "who marks it has read it"


def test_an_archive_in_a_mail_has_a_slip_sheet_and_is_not_said_to_stay(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.txt", "One camera.\n")
    offer = mail("Offer", attachments=[("a.zip", packed.getvalue(), "application/zip")])
    intake.add(case, workers, [folder(tmp_path / "disk", {"1.eml": offer})], reviewer="Ada")
    tried = productions.tried(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    assert (tried.ways[Way.PLACEHOLDER], tried.ways[Way.STAYS]) == (1, 0)
    assert tried.left_out == {}


def test_pages_that_are_missing_are_made_beside_each_other_and_numbered_in_order(
    case: Case, lender: Lender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, make = Barrier(2, timeout=120), item_pages.make

    def met(seen: Case, workers: Workers, item: ItemId, *, paper: str = "Letter") -> item_pages.Made:
        together.wait()  # until the other one is being made as well
        return make(seen, workers, item, paper=paper)

    with Workers(2, provider=lender.lend()) as workers:
        mails = {f"{each}.eml": mail(subject=each, body=f"The {each} camera.") for each in ("first", "second")}
        intake.add(case, workers, [folder(tmp_path / "disk", mails)], reviewer="Ada")
        monkeypatch.setattr(item_pages, "make", met)
        made = productions.create(case, workers, ProductionPlan("All", "Counsel", "", "PMPD"), reviewer="Ada")
    found = [each.part for each in productions.members(case, made.id)]
    assert [(part.way, part.pages, part.first) for part in found] == [(Way.GOES, 1, 1), (Way.GOES, 1, 2)]
    texts = ["".join(item_pages.texts(case, part.rendition)) for part in found if part.rendition is not None]
    assert ["The first camera." in texts[0], "The second camera." in texts[1]] == [True, True]


@pytest.mark.usefixtures("paper")
def test_a_production_is_dropped_once_by_what_the_case_file_itself_allows(case: Case, workers: Workers) -> None:
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    productions.drop(case, made.id, "Made by mistake", reviewer="Ada")
    again = pytest.raises(IntegrityError, match=r"UNIQUE.*production_drop\.production")
    with again, case.act("Bo", "production drop") as act:
        stored.drop(act, made, "Bo", "Again")
    assert case.value("SELECT reason FROM production_drop") == "Made by mistake"


def test_an_item_with_privileged_words_and_its_copies_go_redacted(case: Case, workers: Workers, tmp_path: Path) -> None:
    data = pdf(["Ask counsel whether the cameras may be kept."])
    intake.add(case, workers, [folder(tmp_path / "disk", {"a.pdf": data, "b.pdf": data})], reviewer="Ada")
    first, copy = search.ids(case, "")
    item_pages.ensure(case, workers, first, reviewer="Ada")
    marked = passages.add_quote(case, first, "Ask counsel", reviewer="Ada")
    asked = "Asks for legal advice"
    kind = PrivilegeKind.ATTORNEY_CLIENT
    privilege.put(case, first, kind, asked, passage=marked.passage.id, reviewer="Ada")
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    found = {each.part.item: (each.part.way, each.part.pages) for each in productions.members(case, made.id)}
    assert found == {first: (Way.REDACTED, 1), copy: (Way.REDACTED, 1)}
    (misfit,) = productions.mock(case, made.id, reviewer="Ada").stopping
    assert (misfit.item, misfit.wrong) == (copy, Wrong.UNCOVERED)
    assert "not marked on its own pages" in misfit.words
    with pytest.raises(InputError, match="not marked on its own pages"):
        productions.deliver(case, made.id, reviewer="Ada")
    item_pages.ensure(case, workers, copy, reviewer="Ada")
    here = passages.add_quote(case, copy, "Ask counsel", reviewer="Ada").passage.id
    privilege.put(case, copy, kind, asked, passage=here, reviewer="Ada")
    assert productions.mock(case, made.id, reviewer="Ada").stopping == ()


def test_no_part_of_a_split_archive_goes_with_what_is_privileged_in_it(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """A member may end in a part that has no members; a copy of that part lies elsewhere."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("free.txt", "Cameras are here.\n" * 30)
        archive.writestr("advice.txt", "Counsel says that officers keep none.\n" * 30)
    files = cut(made.getvalue(), "a.zip", 3)
    assert all(b"Counsel says" in files[f"a.zip.00{part}"] for part in (2, 3))
    disk = {f"disk/{name}": data for name, data in files.items()} | {"other/a.zip.002": files["a.zip.002"]}
    intake.add(case, workers, [folder(tmp_path, disk)], reviewer="Ada")
    parts = {item.path: item.id for item in items.many(case, search.ids(case, "")) if item.parent is None}
    (advice,) = (item.id for item in items.many(case, search.ids(case, "")) if item.name == "advice.txt")
    with passing(case, reviewer="Ada") as gate:
        assert [gate.original(each) for each in parts.values()] == [None] * 4
    privilege.put(case, advice, PrivilegeKind.ATTORNEY_CLIENT, "Asks for legal advice", reviewer="Ada")
    with passing(case, reviewer="Ada") as gate:
        assert [gate.original(each) for each in parts.values()] == [StayReason.HOLDS_PRIVILEGED] * 4
        read = [each for each in parts.values() if items.get(case, each).kind is Kind.TEXT]
        assert read, "one of them reads as text by itself, and tells what the member says"
        assert {gate.item(each) for each in read} == {StayReason.HOLDS_PRIVILEGED}
    plan = ProductionPlan("First\x1b[2J", "Coun\u202esel", "", "PMPD")
    made_of = productions.create(case, workers, plan, reviewer="Ada")
    assert (made_of.title, made_of.receiver) == ("First[2J", "Counsel"), "they stand in every paper of the bundle"
    found = {each.part.item: each.part for each in productions.members(case, made_of.id)}
    joined = {item: found[item] for path, item in parts.items() if path.startswith("disk/")}
    assert {(each.way, each.reason) for each in joined.values()} == {(Way.STAYS, "container")}
    assert not any(found[item].native for item in parts.values())


def test_a_mail_to_which_a_part_was_attached_that_holds_what_stays_does_not_go_as_a_file(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    """What was said under order and what is privileged stay alike, and so do a folder and a mail that hold copies."""
    hold(case, paper, compelled=True)
    record = items.find(case, interview_record.make_record(case, workers, FIRST, reviewer="Ada").control)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("record.pdf", kept.original(case, record.id))
    files = cut(packed.getvalue(), "a.zip", 3)
    advice = io.BytesIO()
    with zipfile.ZipFile(advice, "w") as archive:
        archive.writestr("advice.txt", "Counsel says that officers keep none.\n" * 30)
    files |= cut(advice.getvalue(), "b.zip", 3)
    attached = {f"{name}.eml": mail(name, attachments=[(name, files[name], BINARY)]) for name in files}
    intake.add(case, workers, [folder(tmp_path, files | attached)], reviewer="Ada")
    (holder,) = (
        item.id for item in items.many(case, search.ids(case, "")) if (item.path, item.parent) == ("b.zip.001", None)
    )
    (asked,) = (item.id for item in items.many(case, search.ids(case, "")) if item.parent == holder)
    privilege.put(case, asked, PrivilegeKind.ATTORNEY_CLIENT, "Asks for legal advice", reviewer="Ada")
    mails = {item.name: item.id for item in items.many(case, search.ids(case, "kind:email")) if item.parent is None}
    with passing(case, reviewer="Ada") as gate:
        assert {name: gate.original(mails[name]) for name in attached} == {
            name: StayReason.HOLDS_COMPELLED if name.startswith("a") else StayReason.HOLDS_PRIVILEGED
            for name in attached
        }


def test_what_is_privileged_in_an_archive_keeps_back_the_mails_that_have_the_same_archive(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Of archives that are the same only the first within a file has members, so that no other one holds a copy."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("advice.txt", "Counsel says that officers keep none.\n" * 30)
    mails = [mail(name, attachments=[("a.zip", packed.getvalue(), "application/zip")]) for name in ("One", "Two")]
    intake.add(case, workers, [folder(tmp_path, {"box.mbox": mailbox([*mails, mail("Three")])})], reviewer="Ada")
    found = items.many(case, search.ids(case, ""))
    (advice,) = (item.id for item in found if item.name == "advice.txt")
    privilege.put(case, advice, PrivilegeKind.ATTORNEY_CLIENT, "Asks for legal advice", reviewer="Ada")
    with passing(case, reviewer="Ada") as gate:
        stays = {item.title: gate.item(item.id) for item in found if item.kind is Kind.EMAIL}
        assert stays == {"One": StayReason.PRIVILEGED_FAMILY, "Two": StayReason.PRIVILEGED_FAMILY, "Three": None}
        assert {gate.original(item.id) for item in found if item.name == "a.zip"} == {StayReason.PRIVILEGED_FAMILY}


def test_privileged_words_that_stand_again_on_the_same_pages_stop_a_production(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    twice = folder(tmp_path / "disk", {"a.pdf": pdf(["Ask counsel at once.", "We did ask  counsel."])})
    intake.add(case, workers, [twice], reviewer="Ada")
    (item,) = search.ids(case, "")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    made = None
    for occurrence in (1, 2):
        marked = passages.add_quote(case, item, ("Ask", "ask")[occurrence - 1] + " counsel", reviewer="Ada")
        kind = PrivilegeKind.ATTORNEY_CLIENT
        privilege.put(case, item, kind, "Legal advice", passage=marked.passage.id, reviewer="Ada")
        made = made or productions.create(case, workers, ProductionPlan("A", "Counsel", "", "PMPD"), reviewer="Ada")
        found = productions.mock(case, made.id, reviewer="Ada").stopping
        assert [each.wrong for each in found] == [Wrong.UNCOVERED] * (2 - occurrence)


@pytest.mark.parametrize(
    ("kind", "code"),
    [(PrivilegeKind.ATTORNEY_CLIENT, "ACP"), (PrivilegeKind.WORK_PRODUCT, "WP"), (PrivilegeKind.OTHER, "PVL")],
)
def test_a_box_over_privileged_words_says_what_is_claimed(
    case: Case, workers: Workers, paper: ItemId, kind: PrivilegeKind, code: str
) -> None:
    rendition = item_pages.ensure(case, workers, paper, reviewer="Ada")
    marked = passages.add_quote(case, paper, "LANTERN25", reviewer="Ada")
    privilege.put(case, paper, kind, "Asks for legal advice", passage=marked.passage.id, reviewer="Ada")
    with passing(case, reviewer="Ada") as gate:
        assert {each.code for each in boxes_on(gate, rendition, "IA21-000001")} == {code}


def test_a_file_that_cannot_be_read_is_tried_as_the_file_that_would_go(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    broken = folder(tmp_path / "disk", {"a.pdf": b"%PDF-1.4\nnothing that is a page", "b.txt": b"Cameras are here."})
    intake.add(case, workers, [broken], reviewer="Ada")
    plan = ProductionPlan("First", "Counsel", "", "PMPD")
    found = productions.tried(case, workers, plan, reviewer="Ada")
    assert [(each.part.native, each.part.pages) for each in found.members] == [(True, 1), (False, 0)]
    assert (found.unmade, found.pages, found.first) == (1, 1, "")
    made = productions.create(case, workers, plan, reviewer="Ada")
    assert [each.part.native for each in productions.members(case, made.id)] == [True, False]


def test_a_mock_run_that_is_stopped_says_that_nothing_was_numbered(case: Case, workers: Workers, paper: ItemId) -> None:
    assert items.get(case, paper)
    with pytest.raises(CancelledError, match="nothing was numbered"):
        productions.tried(case, workers, ProductionPlan("", "Counsel", "", ""), reviewer="Ada", progress=_Stopped())


def test_pages_in_which_nothing_was_found_are_searched_again_only_for_other_words(
    case: Case, workers: Workers, paper: ItemId, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendition = item_pages.ensure(case, workers, paper, reviewer="Ada")
    part, ask = Part(paper, paper, Way.GOES, rendition=rendition.id, pages=1), workers.ask
    asked: list[object] = []

    def count(request: Stamp, blobs: Sequence[bytes], *, seconds: float) -> Frame:
        asked.append(request)
        return ask(request, blobs, seconds=seconds)

    monkeypatch.setattr(workers, "ask", count)

    def searched() -> int:
        before = len(asked)
        with passing(case, reviewer="Ada") as gate:
            assert searches.of_planned(gate, workers, [part], (), Quiet()) == []
        return len(asked) - before

    confidential_sources.add(case, "Jo Tarn", reviewer="Ada")
    assert searched() > 0
    assert searched() == 0
    confidential_sources.add(case, "Al Moor", reviewer="Ada")
    assert searched() > 0


def test_files_are_searched_anew_where_something_was_said_of_sources_since_they_were_numbered(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Or of redactions. How far that is, is told, and it can be stopped."""
    files = {"a.bin": b"\0\1\2 Bo Reef \0" * 5, "b.bin": b"\0\1\2 Jo Tarn \0" * 5}
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    (_, kept_back) = search.ids(case, "")
    confidential_sources.add(case, "Al Moor", reviewer="Ada")
    confidential_sources.add(case, "Jo Tarn", reviewer="Bo")
    undo.undo(case, reviewer="Bo")
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "", "PMPD"), reviewer="Ada")
    assert all(each.part.native for each in productions.members(case, made.id))

    def told() -> list[tuple[list[ItemId | None], int]]:
        with case.watched(watching := _Told()):
            found = productions.mock(case, made.id, reviewer="Ada")
        return [([each.item for each in found.problems if each.wrong is Wrong.UNCOVERED], watching.steps)]

    assert told() == [([], 0)], "they were searched when they were numbered"
    undo.redo(case, reviewer="Bo")
    assert told() == [([kept_back], 2)]
    with case.watched(_Stopped()), pytest.raises(CancelledError, match="not all of it was looked at"):
        productions.mock(case, made.id, reviewer="Ada")


class _Told(Quiet):
    steps = 0

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002 - of the protocol
        self.steps += total == 2 and what.startswith("TST1-")


class _Stopped(Quiet):
    cancelled = True


def test_a_pdf_does_not_go_as_a_file_because_a_reader_died_over_its_numbers(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Its pages were to go; the whole file may hold more than they show."""
    with pymupdf.open(stream=pdf(["First", "Second"])) as document:
        document.update_object(document.page_xref(1), "(no page at all)")
        damaged = bytes(document.tobytes())
    plan = ProductionPlan("First", "Counsel", "", "PMPD")
    with crashing(workers, Stamp) as dying:
        intake.add(case, dying, [folder(tmp_path / "disk", {"a.pdf": damaged})], reviewer="Ada")
        for run in (productions.create, productions.tried):
            with pytest.raises(InputError, match=r"could not be tried whether the pages of \S+ can be numbered"):
                run(case, dying, plan, reviewer="Ada")
    assert productions.listed(case) == []


def test_a_production_is_numbered_by_thread_and_its_supplement_too(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Families stay together whatever the order; the answer comes behind what it answers, taken in before it or not."""
    first = mail(
        "Cameras", date="Mon, 02 May 2016 09:00:00 +0000", attachments=[("a.pdf", pdf(["A"]), "application/pdf")]
    )
    told = b"In-Reply-To: " + first.split(b"Message-ID: ")[1].split(b"\n")[0] + b"\n"
    answer = told + mail("Re: Cameras", "Thank you.\n", date="Fri, 06 May 2016 09:00:00 +0000")
    other = mail("Lunch", "Noon.\n", date="Wed, 04 May 2016 09:00:00 +0000")
    disk = folder(tmp_path / "disk", {"a.eml": answer, "b.eml": other, "c.eml": first})
    intake.add(case, workers, [disk], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")
    plan = ProductionPlan("First", "Counsel", "", "PMPD", order=ProductionOrder.THREAD)
    made = productions.create(case, workers, plan, reviewer="Ada")
    stood = [each.title for each in productions.members(case, made.id)]
    assert stood == ["Cameras", "a.pdf", "Re: Cameras", "Lunch"]
    assert productions.get(case, made.id).order is ProductionOrder.THREAD
    productions.deliver(case, made.id, reviewer="Ada")
    late = mail("Re: Re: Cameras", date="Sat, 07 May 2016 09:00:00 +0000")
    intake.add(case, workers, [folder(tmp_path / "more", {"d.eml": late})], reviewer="Ada")
    assert productions.supplement(case, workers, made.id, "More", reviewer="Ada").order is ProductionOrder.THREAD


def test_what_a_second_reviewer_declined_names_no_source_and_goes(case: Case, workers: Workers, paper: ItemId) -> None:
    """Another person of the same name: that place is decided on, and so is the file."""
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    confidential_sources.add(case, "Lantern25", reviewer="Ada")
    with passing(case, reviewer="Ada") as gate:
        assert gate.item(paper) is StayReason.NAMES_SOURCE
        assert gate.masked("the code LANTERN25") == "the code [INF]"
    said = redactions.add_quote(case, paper, "LANTERN25", "INF", reviewer="Ada")
    redactions.decide(case, [said.redaction.id], RedactionState.DECLINED, reviewer="Bo")
    with passing(case, reviewer="Ada") as gate:
        assert (gate.item(paper), gate.original(paper)) == (None, None)
        assert gate.masked("the code LANTERN25") == "the code [INF]", "declined there, it is told nowhere else"


def test_no_production_stands_again_that_names_a_saved_search_which_is_gone(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    """Neither one that was dropped, nor one that was undone."""
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    saved_searches.add(case, "One", "LANTERN25", reviewer="Bo")
    made = productions.create(case, workers, ProductionPlan("First", "Counsel", "saved:one", "P"), reviewer="Ada")
    gone = "production 1 would name the saved search “one”, which is there no more"
    productions.drop(case, made.id, "By mistake", reviewer="Ada")
    saved_searches.rename(case, "One", "Two", reviewer="Bo")
    with pytest.raises(InputError, match=gone):
        undo.undo(case, reviewer="Ada")
    undo.undo(case, reviewer="Bo")
    undo.undo_last(case, 2, reviewer="Ada")
    saved_searches.rename(case, "One", "Two", reviewer="Bo")
    with pytest.raises(InputError, match=gone):
        undo.redo(case, reviewer="Ada")
    undo.undo(case, reviewer="Bo")
    undo.redo(case, reviewer="Ada")
    assert [each.query for each in productions.listed(case)] == ["saved:one"]
