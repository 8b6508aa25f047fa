"""The findings report tells each allegation, what speaks for and against it, and how it ends."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from selectolax.lexbor import LexborHTMLParser

from reviewer.casefile.engine import audit
from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key
from reviewer.domain.exports.report_options import Language, ReportForm, ReportOptions
from reviewer.domain.ids import PassageId
from reviewer.domain.policy.allegation import AllegationId
from reviewer.domain.policy.basis_changes import LIMITS
from reviewer.errors import ExportError, NotFinalError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import report
from reviewer.usecases.ledger import benefits
from reviewer.usecases.pages import item_pages, passages
from reviewer.usecases.people import officers, signing
from reviewer.usecases.policy import allegations, clauses, element_searches, findings
from tests.evidence import folder, pdf
from tests.other_means import by_other_means
from tests.pdf_text import page_texts, text_of
from tests.usecases.policy.policy import GIFTS

FINAL = ReportOptions(final=True)


@pytest.fixture
def final(case: Case, workers: Workers, tmp_path: Path) -> AllegationId:
    """A final finding on an allegation whose elements rest on a passage each."""
    intake.add(
        case, workers, [folder(tmp_path / "in", {"a.pdf": pdf(["A free camera for Pat. No charge."])})], reviewer="Ada"
    )
    (item,) = search.ids(case, "")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    for quote in ("free camera", "No charge"):
        passages.add_quote(case, item, quote, reviewer="Ada")
    clauses.add(case, GIFTS, reviewer="Ada")
    officers.add(case, "1001", "Pat Quill", reviewer="Ada")
    alleged = allegations.add(case, "1001", "3.14", "Accepted a camera", "2016", reviewer="Ada").id
    for element in (1, 2):
        allegations.weigh(case, alleged, element, supporting=[str(element)], reviewer="Ada")
        allegations.confirm(case, alleged, element, ["returned OR paid"], reviewer="Ada")
    findings.draft(case, alleged, "sustained", reason="He kept it and paid nothing.", reviewer="Ada")
    findings.propose(case, alleged, reviewer="Ada")
    findings.review(case, alleged, reviewer="Bo", comment="Read with the exhibit.")
    findings.finalise(case, alleged, reviewer="Ada")
    return alleged


def told(case: Case, workers: Workers, out: Path) -> str:
    return text_of(report.export(case, workers, out, reviewer="Ada").report)


def test_a_finding_is_told_with_its_proof_and_who_signed(
    case: Case, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    text = told(case, workers, tmp_path / "out")
    assert final == 1
    for words in (
        "Pat Quill", "Allegation 1: 3.14 Gratuities", "Serial 1001", "1 Jan 2016 to 31 Dec 2016", "Accepted a camera",
        "Outcome Sustained", "Standard of proof Preponderance of the evidence",
        "Reason He kept it and paid nothing. (Ex. 1 at 1)",
        "Reviewed by Bo", "(typed name): Read with the exhibit.", "Made final by Ada",
        "1. A thing of value was accepted", "“free camera” (Ex. 1 at 1)", "“No charge” (Ex. 1 at 1)",
        "“returned OR paid” found 0 of 1 items",
    ):  # fmt: skip
        assert words in text, words
    assert "not final" not in text


def test_the_report_lists_what_was_dismissed_and_that_later_evidence_was_searched(
    case: Case, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    element_searches.dismiss(case, final, 1, (), query="charge", reason="It is of another bill.", reviewer="Ada")
    allegations.confirm(case, final, 1, ["charge"], reviewer="Ada")
    intake.add(case, workers, [folder(tmp_path / "later", {"b.pdf": pdf(["Lunch at noon."])})], reviewer="Bo")
    text = told(case, workers, tmp_path / "out")
    assert "“charge” found 1 of 1 items (1 dismissed)" in text
    assert "TST1-000001 (It is of another bill.). Run again over 2 items: nothing more." in text
    assert "to be looked at again" not in text.lower()


def test_the_report_tells_a_typed_name_from_a_signature_and_a_broken_one_is_not_final(
    case: Case, key: Key, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    assert "Reviewed by Bo" in (text := told(case, workers, tmp_path / "typed"))
    assert text.count("(typed name)") == 3
    signed = signing.add(case, "Bo", "four words of Bo", reviewer="Bo")
    findings.reopen(case, final, "To be signed.", reviewer="Ada")
    findings.propose(case, final, reviewer="Ada")
    findings.review(case, final, passphrase="four words of Bo", reviewer="Bo")
    findings.finalise(case, final, reviewer="Ada")
    text = told(case, workers, tmp_path / "signed")
    assert f"(signed with own key {signed.fingerprint}, checked)".replace(" ", "") in text.replace(" ", "")
    by_other_means(case, key, "UPDATE finding SET reason = 'So it is.' WHERE current")
    text = told(case, workers, tmp_path / "broken")
    assert "(signature does not hold: what was signed is not what stands there: other reason)" in text
    with pytest.raises(ExportError, match="the signature of Bo does not hold"):
        report.export(case, workers, tmp_path / "out", options=FINAL, reviewer="Ada")


def test_what_is_no_final_finding_is_said_to_be_none(
    case: Case, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    allegations.add(case, "1001", "3.14", "Asked for another", "2017", reviewer="Ada")
    assert "under 3.14 Gratuities: 1 sustained; 1 without a finding." in told(case, workers, tmp_path / "before")
    findings.reopen(case, final, "A new witness.", reviewer="Bo")
    text = told(case, workers, tmp_path / "out")
    assert "under 3.14 Gratuities: 1 without a finding; not final: 1 sustained." in text
    assert "Sustained — draft, not final" in text
    assert "No finding yet" in text


def test_the_report_says_that_the_limits_behind_an_earlier_finding_were_not_kept(
    case: Case, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    given = {"officer": "1001", "what": "device", "value": "$199", "donor": "Lantern Bell", "outcome": "accepted"}
    for date in ("2016-05", "2016-06"):
        benefits.add(case, benefits.said(case, given | {"date": date}), passage_ids=[PassageId(1)], reviewer="Ada")
    allegations.weigh(case, final, 1, supporting=["benefit:1", "benefit:2"], reviewer="Ada")

    line, _ = allegations.get(case, final).matrix
    (ground,) = (each for each in line.grounds if each.name == "benefit 2")
    with case.act("Ada", "ground add") as act:  # as before limits were kept
        relied = {name: value for name, value in ground.relied.items() if name != LIMITS}
        act.update("allegation_ground", ground.id, {"relied": audit.canonical(relied)})
    out = tmp_path / "out"
    report.export(case, workers, out, options=ReportOptions(forms=tuple(ReportForm)), reviewer="Ada")
    for form in ReportForm:
        text = " ".join(words_of(out / form.file).split())
        before, said, after = text.partition("It was not kept which limits these benefits were measured against")
        assert (bool(before), bool(said)) == (True, True)
        assert after.partition(":")[2].lstrip().startswith("B-2."), "of B-1 it was kept"


def words_of(report: Path) -> str:
    """The words of a report in any of its forms."""
    if report.suffix == ".pdf":
        return text_of(report)
    if report.suffix == ".html":
        page = LexborHTMLParser(report.read_text("utf-8")).body
        assert page is not None
        return page.text()
    with ZipFile(report) as packed:
        return re.sub("<[^>]+>", "", packed.read("word/document.xml").decode().replace("</w:p>", "\n"))


def test_a_draft_report_lists_what_has_to_be_looked_at_again_and_a_final_one_is_refused_by_name(
    case: Case, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    whole = report.export(case, workers, tmp_path / "whole", options=FINAL, reviewer="Ada").report
    assert "draft" not in page_texts(whole)[0]
    allegations.weigh(case, final, 1, opposing=["2"], reviewer="Bo")
    text = told(case, workers, tmp_path / "draft")
    assert "Findings report, draft" in text
    listed = text.rpartition("To be looked at again before this report is final")[2]  # after the contents
    said = "element 1: “No charge” (Ex. 1 at 1) now speaks against it"
    assert listed.startswith(f" Allegation 1, Pat Quill: 3.14 Gratuities – {said}")
    found = "element 1: “No charge” (Ex. 1 at 1) speaks against it, though it is confirmed that none was found"
    assert f"it rests on has changed: {said}; {found}." in text
    assert "Ada looked for this and found nothing; what stands above was put here since." in text
    assert "passage 2" not in text, "a number that the case alone knows"
    told_why = rf"allegation 1 \(Pat Quill, 3\.14 Gratuities\): {re.escape(said)}"
    with pytest.raises(NotFinalError, match=told_why) as refused:
        report.export(case, workers, tmp_path / "out", options=FINAL, reviewer="Ada")
    assert not (tmp_path / "out").exists()
    assert (refused.value.allegations, refused.value.stale) == ((final,), True)
    with_drafts = ReportOptions(final=True, with_drafts=True)
    with pytest.raises(NotFinalError, match=told_why):
        report.export(case, workers, tmp_path / "out", options=with_drafts, reviewer="Ada")
    assert report.preview(case).refused is None
    assert "Pat Quill" in str(report.preview(case, final=True).refused)


def test_a_final_report_is_refused_by_name_while_findings_are_not_final_unless_that_is_asked_for(
    case: Case, workers: Workers, final: AllegationId, tmp_path: Path
) -> None:
    """Then its first page names them, also a draft that has to be looked at again."""
    second = allegations.add(case, "1001", "3.14", "Asked for another", "2017", reviewer="Ada").id
    findings.reopen(case, final, "A new witness.", reviewer="Bo")
    why = (
        f"– allegation {final} (Pat Quill, 3.14 Gratuities): draft, not final\n"
        f"– allegation {second} (Pat Quill, 3.14 Gratuities): no finding yet"
    )
    with pytest.raises(NotFinalError, match=re.escape(why)) as refused:
        report.export(case, workers, tmp_path / "out", options=FINAL, reviewer="Ada")
    assert not (tmp_path / "out").exists()
    assert (refused.value.allegations, refused.value.stale) == ((final, second), False)
    with_drafts = ReportOptions(final=True, with_drafts=True, language=Language.FRENCH)
    allegations.weigh(case, final, 1, opposing=["2"], reviewer="Bo")
    assert "now speaks against it" in str(report.preview(case, final=True).refused)
    seen = report.preview(case, final=True, with_drafts=True)
    assert seen.refused is None
    made = report.export(case, workers, tmp_path / "out", options=with_drafts, reviewer="Ada")
    assert made.not_final == seen.not_final
    assert [(each.allegation, each.state) for each in made.not_final] == [(final, "draft"), (second, "")]
    first, whole = page_texts(made.report)[0], text_of(made.report)
    assert "projet" not in first.partition("Référence")[0]
    assert whole.count("parle désormais contre lui") == 2, "as it was kept in English"
    assert whole.count("parle contre lui, alors qu’il est confirmé qu’on n’a rien trouvé") == 2
    assert "speaks" not in whole
    named = "grief 1 (Pat Quill, 3.14) : projet ; grief 2 (Pat Quill, 3.14) : pas encore de conclusion"
    assert f"Non définitif {named}" in first.replace("\u202f", " ").replace("\xa0", " ")


def test_a_report_without_allegations_says_so(case: Case, workers: Workers, tmp_path: Path) -> None:
    intake.add(case, workers, [folder(tmp_path / "in", {"a.pdf": pdf(["Nothing."])})], reviewer="Ada")
    text = told(case, workers, tmp_path / "out")
    assert "No allegation has been entered, so there is no finding." in text
    assert "Outcome" not in text.rsplit("Glossary", 1)[0]
