"""What is privileged, private or said under order stays with the case, and so do the paths of the machine."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import GOES, Answer, StayReason, Terms, Way
from reviewer.domain.exports.privilege import PrivilegeKind
from reviewer.domain.ids import ItemId
from reviewer.errors import ExportError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search, trail
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.exports import interview_binder, item_exports, privilege, report
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.redaction import redactions
from reviewer.usecases.interviews import interview_outline as outline
from reviewer.usecases.pages import item_pages, notes, passages, review_coding, tags
from reviewer.usecases.people import officers
from tests.evidence import folder, mail, pdf
from tests.pdf_text import text_of
from tests.usecases.evidence.test_containers import zipped
from tests.usecases.interviews.interviewed import FIRST, plan


def quoted(case: Case, workers: Workers, item: ItemId, quote: str) -> None:
    item_pages.ensure(case, workers, item, reviewer="Ada")
    passages.add_quote(case, item, quote, reviewer="Ada")


def named(case: Case, name: str) -> ItemId:
    return next(each.id for each in items.many(case, search.ids(case, "")) if name in {each.name, each.subject})


def reasons(case: Case, *, original: bool = False) -> dict[str, StayReason]:
    """What stays, by name or subject, for its pages or its bytes."""
    with passing(case, reviewer="Ada") as gate:
        asked = {
            each.subject or each.name: (gate.original if original else gate.item)(each.id)
            for each in items.many(case, search.ids(case, ""))
        }
    return {name: reason for name, reason in asked.items() if reason is not None}


class Held:
    """A progress that stands still at its first step until it is let go."""

    cancelled = False

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def step(self, done: int, total: int, what: str) -> None:  # noqa: ARG002 - as a progress has it
        self.begun.set()
        assert self.go.wait(60)


class Serving:
    """Runs what an export on another thread asks of the case that is open for writing, on the thread that has it."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._asked: queue.Queue[tuple[Callable[[Case], Any], queue.Queue[Any]]] = queue.Queue()

    def __call__(self, fn: Callable[[Case], Any], /) -> Any:
        answer: queue.Queue[Any] = queue.Queue()
        self._asked.put((fn, answer))
        return answer.get(timeout=60)

    def serve(self) -> None:
        """Do one thing that was asked for."""
        fn, answer = self._asked.get(timeout=60)
        answer.put(fn(self._case))


def test_a_report_holds_the_case_as_it_was_when_it_began_and_keeps_no_writer_waiting(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    quoted(case, workers, paper, "LANTERN25")
    pat = officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    passages.link(case, passages.listed(case)[0].passage.id, passages.concern(case, "1001:recipient"), reviewer="Ada")
    held, serving, done = Held(), Serving(case), []

    def export() -> None:
        with case.reader() as reader:
            made = report.export(reader, workers, tmp_path / "out", reviewer="Bo", write=serving, progress=held)
            done.append(made)

    exporting = threading.Thread(target=export)
    exporting.start()
    serving.serve()  # it asks first whether the case can be written to
    assert held.begun.wait(60)
    tag = tags.add(case, "Written meanwhile", color="orange", reviewer="Ada")
    marked = passages.add_quote(case, paper, "14 uses", tag_ids=[tag.id], reviewer="Ada")
    notes.on_passage(case, marked.passage.id, "Noted meanwhile", for_report=True, reviewer="Ada")
    notes.on_officer(case, pat.id, "Told meanwhile", for_report=True, reviewer="Ada")
    before = trail.entries(case)[-1]
    assert done == []  # all that was written while the export stood in the middle of its work
    held.go.set()
    serving.serve()
    exporting.join(60)
    assert done[0].quotes_checked == 1
    text = text_of(done[0].report)
    assert "LANTERN25" in text
    assert "meanwhile" not in text
    told = trail.latest(case, "report export")[0]
    assert told.id == before.id + 1
    assert told.facts["as of"] == before.id - 4  # the tag, the passage and the notes came after what was read


def test_a_message_stays_with_all_that_belongs_to_it_and_with_its_copies(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    letter = ("advice.pdf", pdf(["Advice of counsel"]), "application/pdf")
    advice = mail("Advice", "See the letter.\n", attachments=[letter])
    archive = zipped({"one.eml": mail("Other", "Something else.\n"), "two.eml": advice})
    root = folder(tmp_path / "disk", {"a.zip": archive, "again.eml": advice, "free.eml": mail("Free", "Hello.\n")})
    intake.add(case, workers, [root], reviewer="Ada")
    assert reasons(case) == {}
    marked = next(each.id for each in items.many(case, search.ids(case, "")) if each.name == "two.eml")
    review_coding.put(case, marked, privileged=True, reviewer="Ada")
    held = reasons(case)
    assert set(held) == {"Advice", "advice.pdf"}
    assert reasons(case, original=True)["a.zip"] is StayReason.HOLDS_PRIVILEGED
    assert set(reasons(case, original=True)) == {"Advice", "advice.pdf", "a.zip"}


def test_a_privileged_item_is_refused_by_name_and_leaves_when_that_is_said(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    review_coding.put(case, paper, privileged=True, reviewer="Ada")
    control = items.get(case, paper).control
    out = tmp_path / "out.pdf"
    with pytest.raises(ExportError, match=f"{control} .marked privileged") as refused:
        item_exports.original(case, paper, out, reviewer="Ada")
    assert "--include-privileged" in refused.value.advice
    with pytest.raises(ExportError, match=f"{control} .marked privileged"):
        item_exports.pages(case, workers, paper, out, paper="Letter", reviewer="Ada")
    assert list(tmp_path.glob("*out*")) == []
    item_exports.original(case, paper, tmp_path / "out.pdf", terms=Terms(privileged=True), reviewer="Ada")
    assert trail.latest(case, "item export")[0].facts["let go"] == ["privileged"]


def test_the_pages_of_an_item_that_leave_are_an_act(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    item_exports.pages(case, workers, paper, tmp_path / "pages.pdf", paper="Letter", reviewer="Ada")
    (told,) = trail.latest(case, "item pages")
    assert (told.subject, told.facts["file"]) == (items.get(case, paper).control, "pages.pdf")


def test_a_cited_item_that_is_privileged_stays_out_of_the_report_and_is_listed(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    quoted(case, workers, paper, "LANTERN25")
    review_coding.put(case, paper, privileged=True, reviewer="Ada")
    made = report.export(case, workers, tmp_path / "out", reviewer="Ada")
    control, text = items.get(case, paper).control, text_of(made.report)
    assert made.exhibits == ()
    assert "LANTERN25" not in text
    assert f"privileged 1 {control}" in text
    assert [str(each) for each in report.preview(case).held] == [f"{control} (marked privileged)"]
    assert report.preview(case, Terms(privileged=True)).held == ()
    assert trail.latest(case, "report export")[0].facts["held back"] == [["item", control, "privileged"]]
    whole = report.export(case, workers, tmp_path / "whole", terms=Terms(privileged=True), reviewer="Ada")
    assert "LANTERN25" in text_of(whole.report)


def test_private_notes_stay_out_of_report_and_pop_ups_unless_they_are_named(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    quoted(case, workers, paper, "LANTERN25")
    (marked,) = passages.listed(case)
    notes.on_passage(case, marked.passage.id, "Ask Ed about this.", reviewer="Ada")
    notes.on_passage(case, marked.passage.id, "Seen twice.", for_report=True, reviewer="Ada")
    for name, terms, private in (("out", None, False), ("whole", Terms(private_notes=True), True)):
        made = report.export(case, workers, tmp_path / name, terms=terms, reviewer="Ada")
        with pymupdf.open(made.exhibits[0].path) as exhibit:
            pop_up = next(each.info["content"] for each in exhibit[0].annots())
        for text in (text_of(made.report), pop_up):
            assert "Seen twice." in text
            assert ("Ask Ed" in text) is private


def test_a_note_for_the_report_stays_where_it_repeats_what_is_redacted(
    case: Case, workers: Workers, paper: ItemId
) -> None:
    item_pages.ensure(case, workers, paper, reviewer="Ada")
    redactions.add_quote(case, paper, "LANTERN25", reason="PRV", reviewer="Ada")
    plain, repeats = (
        notes.on_item(case, paper, text, for_report=True, reviewer="Ada")
        for text in ("Sent twice.", "LANTERN25 it is.")
    )
    with passing(case, reviewer="Ada") as gate:
        assert gate.notes([plain, repeats]) == (plain,)
        assert [(each.number, each.reason) for each in gate.stays] == [(str(repeats.id), StayReason.REPEATS_REDACTED)]


def test_the_report_tells_paths_from_the_root_of_the_intake_down(case: Case, workers: Workers, tmp_path: Path) -> None:
    root = folder(tmp_path / "USB disk 3", {"Mailboxes/a.eml": mail("A"), "b.pdf": b"%PDF-1.4 nothing"})
    intake.add(case, workers, [root], reviewer="Ada")
    made = report.export(case, workers, tmp_path / "out", reviewer="Ada")
    assert "USB disk 3" in text_of(made.report)
    assert str(tmp_path) not in text_of(made.report)
    manifest = (tmp_path / "out" / "evidence.sha256").read_text()
    told = sorted(line.split("  ")[1] for line in manifest.splitlines())
    assert told == [
        "USB disk 3/Mailboxes/a.eml",
        "USB disk 3/b.pdf",
    ]
    assert trail.latest(case, "report export")[0].facts["folder"] == "out"


def test_a_binder_shows_a_privileged_exhibit_by_number_and_no_question_that_repeats_it(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    plan(case, paper)
    review_coding.put(case, paper, privileged=True, reviewer="Ada")
    out = tmp_path / "binder.pdf"
    made = interview_binder.export(case, workers, FIRST, out, reviewer="Ada")
    control = items.get(case, paper).control
    assert (made.exhibits, made.pages) == (1, 0)
    assert [str(each) for each in made.held] == [f"{control} (marked privileged)"]
    assert control in text_of(out)
    assert "LANTERN25" not in text_of(out)
    outline.add_question(case, FIRST, 2, "LANTERN25 has 14 uses, he says?", reviewer="Ada")
    with pytest.raises(ExportError, match="topic 2"):
        interview_binder.export(case, workers, FIRST, tmp_path / "again.pdf", reviewer="Ada")
    whole = Terms(privileged=True)
    interview_binder.export(case, workers, FIRST, tmp_path / "whole.pdf", terms=whole, reviewer="Ada")
    assert "LANTERN25" in text_of(tmp_path / "whole.pdf")


def answers(case: Case, terms: Terms) -> dict[str, Answer]:
    with passing(case, reviewer="Ada", terms=terms) as gate:
        return {each.subject or each.name: gate.answer(each.id) for each in items.many(case, search.ids(case, ""))}


def test_what_is_called_not_privileged_goes_without_the_bytes_of_what_is(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    letter = ("advice.pdf", pdf(["Advice of counsel"]), "application/pdf")
    message = mail("Cover", "See the letter.\n", attachments=[letter])
    intake.add(case, workers, [folder(tmp_path / "disk", {"a.eml": message})], reviewer="Ada")
    privilege.put(case, named(case, "advice.pdf"), PrivilegeKind.WORK_PRODUCT, "Drafted by counsel", reviewer="Ada")
    assert reasons(case) == {"advice.pdf": StayReason.PRIVILEGED, "Cover": StayReason.PRIVILEGED_FAMILY}
    privilege.put(case, named(case, "Cover"), PrivilegeKind.NOT_PRIVILEGED, "A covering note", reviewer="Ada")
    assert reasons(case) == {"advice.pdf": StayReason.PRIVILEGED}
    assert reasons(case, original=True)["Cover"] is StayReason.HOLDS_PRIVILEGED


def test_an_item_with_privileged_words_goes_redacted_or_not_at_all(
    case: Case, workers: Workers, paper: ItemId, tmp_path: Path
) -> None:
    quoted(case, workers, paper, "LANTERN25")
    (marked,) = passages.listed(case)
    kind, basis = PrivilegeKind.ATTORNEY_CLIENT, "Quotes the city attorney"
    privilege.put(case, paper, kind, basis, passage=marked.passage.id, reviewer="Ada")
    assert set(reasons(case).values()) == {StayReason.PRIVILEGED_PART}, "its duplicate as well"
    assert set(answers(case, Terms()).values()) == {Answer(Way.REDACTED, StayReason.PRIVILEGED_PART)}
    with passing(case, reviewer="Ada") as gate:
        asked = list[str]()
        gate.case.db.conn.set_trace_callback(asked.append)
        assert [gate.sought(item) for item in (ItemId(9), paper, paper)] == [(), ("LANTERN25",), ("LANTERN25",)]
        gate.case.db.conn.set_trace_callback(None)
    assert sum("FROM privilege_call WHERE passage" in each for each in asked) == 1, "once for all items"
    with pytest.raises(ExportError, match="has privileged words"):
        item_exports.original(case, paper, tmp_path / "out.pdf", reviewer="Ada")
    assert report.export(case, workers, tmp_path / "out", reviewer="Ada").exhibits == ()
    with pytest.raises(InputError, match="called privileged"):
        passages.remove(case, marked.passage.id, reviewer="Ada")


def test_a_slip_sheet_stands_for_what_is_privileged_where_that_is_wanted(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    files = {"a.eml": mail("Advice", "See.\n"), "b.eml": mail("Free", "Hello.\n")}
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    review_coding.put(case, named(case, "Advice"), privileged=True, reviewer="Ada")
    withheld = {"Advice": StayReason.PRIVILEGED}
    for terms, way in ((Terms(), Way.STAYS), (Terms(placeholders=True), Way.PLACEHOLDER)):
        assert answers(case, terms) == {"Free": GOES, **{name: Answer(way, why) for name, why in withheld.items()}}
    assert answers(case, Terms(privileged=True, placeholders=True)) == {"Free": GOES, "Advice": GOES}


def test_the_trail_says_to_whom_an_export_went(case: Case, paper: ItemId, tmp_path: Path) -> None:
    terms = Terms(receiver="Civil Rights Unit")
    item_exports.original(case, paper, tmp_path / "out.pdf", terms=terms, reviewer="Ada")
    assert trail.latest(case, "item export")[0].facts["receiver"] == "Civil Rights Unit"
