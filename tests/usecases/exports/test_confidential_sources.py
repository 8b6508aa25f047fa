"""What names a confidential source is found however it is written, and stays until each place of it is decided on."""

from __future__ import annotations

import base64
from pathlib import Path

import pymupdf
import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.exports.leaving import StayReason
from reviewer.domain.exports.production import Wrong
from reviewer.domain.exports.redaction import RedactionState
from reviewer.domain.exports.source_parts import NamePart
from reviewer.domain.ids import ItemId
from reviewer.errors import ExportError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake
from reviewer.usecases.exports import bundles, confidential_sources, item_exports, named_sources, productions
from reviewer.usecases.exports.gate import passing
from reviewer.usecases.exports.productions import ProductionPlan
from reviewer.usecases.exports.redaction import redaction_patterns, redactions
from reviewer.usecases.pages import item_pages
from tests.evidence import folder, mail, pdf

NAME = "Jo Tarn"


def taken_in(case: Case, workers: Workers, tmp_path: Path, files: dict[str, bytes]) -> list[ItemId]:
    intake.add(case, workers, [folder(tmp_path / "disk", files)], reviewer="Ada")
    return search.ids(case, "")


def decide(case: Case, number: int, state: RedactionState, reason: str = "INF", name: str = NAME) -> None:
    """Decide as a second reviewer on one of the places that are found."""
    looked = redaction_patterns.sought(case, "term", [name])
    ((said,), _) = redaction_patterns.propose_some(case, looked, [number], reason, reviewer="Ada")
    redactions.decide(case, [said.redaction.id], state, reviewer="Bo")


def stays(case: Case, item: ItemId) -> tuple[StayReason | None, StayReason | None]:
    with passing(case, reviewer="Ada") as gate:
        return gate.item(item), gate.original(item)


def _sources(case: Case) -> redaction_patterns.Sought:
    return redaction_patterns.sought(case, "sources")


NAMED = (StayReason.NAMES_SOURCE, StayReason.NAMES_SOURCE)


def test_what_was_declined_before_anybody_was_marked_or_for_another_reason_frees_no_source(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    files = {f"{number}.pdf": pdf([f"{number}: our man inside is {NAME}."]) for number in range(4)}
    private, early, after, meant = taken_in(case, workers, tmp_path, files)
    for item in (private, early, after, meant):
        item_pages.ensure(case, workers, item, reviewer="Ada")
    decide(case, 1, RedactionState.DECLINED, "PRV")
    decide(case, 1, RedactionState.DECLINED)
    confidential_sources.add(case, NAME, reviewer="Ada")
    decide(case, 1, RedactionState.DECLINED, "PRV")
    decide(case, 1, RedactionState.DECLINED)
    assert [stays(case, item) for item in (private, early, after, meant)] == [NAMED, NAMED, NAMED, (None, None)]
    with passing(case, reviewer="Ada") as gate:
        assert [bool(gate.sought(item)) for item in (private, early, after, meant)] == [True, True, True, False]
    with pytest.raises(ExportError, match="may not leave"):
        item_exports.pages(case, workers, private, tmp_path / "out.pdf", paper="Letter", reviewer="Ada")
    with pytest.raises(ExportError, match="may not leave"):
        item_exports.original(case, early, tmp_path / "out.pdf", reviewer="Ada")


def test_a_place_that_was_declined_before_a_source_was_marked_is_proposed_anew(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """It can be declined as somebody else's then; before that, nothing found it and the item stayed for good."""
    (item,) = taken_in(case, workers, tmp_path, {"a.pdf": pdf([f"The singer {NAME} came."])})
    item_pages.ensure(case, workers, item, reviewer="Ada")
    decide(case, 1, RedactionState.DECLINED)
    for name in (NAME, f"{NAME} Jr"):
        confidential_sources.add(case, name, reviewer="Ada")
    looked = redaction_patterns.sought(case, "sources")
    ((said,), found) = redaction_patterns.propose(case, workers, looked, "INF", reviewer="Ada")
    assert [hit.anchor.quote for hit in found.hits] == [said.redaction.quote] == [NAME]
    assert redaction_patterns.find(case, looked).hits == ()
    redactions.decide(case, [said.redaction.id], RedactionState.DECLINED, reviewer="Bo")
    assert (stays(case, item), redaction_patterns.find(case, looked).hits) == ((None, None), ())


def test_a_declined_place_frees_no_other_place(case: Case, workers: Workers, tmp_path: Path) -> None:
    said = f"Another {NAME}, the singer, was there.\nOur man inside is {NAME}."
    (item,) = taken_in(case, workers, tmp_path, {"a.pdf": pdf([said])})
    item_pages.ensure(case, workers, item, reviewer="Ada")
    source = confidential_sources.add(case, NAME, reviewer="Ada")
    decide(case, 1, RedactionState.DECLINED)
    (named,) = named_sources.named_in(case, [source])
    assert (named.pages, named.open, stays(case, item)) == ((1,), True, NAMED)
    with passing(case, reviewer="Ada") as gate:
        assert gate.sought(item)
    decide(case, 1, RedactionState.APPROVED)
    assert stays(case, item) == (StayReason.REDACTED, StayReason.REDACTED)
    item_exports.pages(case, workers, item, tmp_path / "out.pdf", paper="Letter", reviewer="Ada")
    ((named,), words) = named_sources.named_in(case, [source]), (tmp_path / "out.pdf").read_bytes()
    assert (named.pages, named.open, words[:4]) == ((), False, b"%PDF")


def test_finished_pages_are_searched_for_words_that_were_declined_at_a_place_of_them(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """What stands beyond the edge of a page is in no index, and nobody has decided on it."""
    with pymupdf.open("pdf", pdf([f"{NAME}, the singer, was there."])) as document:
        document[0].insert_text((72, 900), f"{NAME} told us")
        data = document.tobytes()
    beyond, plain = taken_in(case, workers, tmp_path, {"a.pdf": data, "b.pdf": pdf([f"{NAME} sings."])})
    confidential_sources.add(case, NAME, reviewer="Ada")
    for item in (beyond, plain):
        item_pages.ensure(case, workers, item, reviewer="Ada")
        decide(case, 1, RedactionState.DECLINED)
    item_exports.pages(case, workers, plain, tmp_path / "plain.pdf", paper="Letter", reviewer="Ada")
    with pytest.raises(ExportError, match="can still be found"):
        item_exports.pages(case, workers, beyond, tmp_path / "beyond.pdf", paper="Letter", reviewer="Ada")


def test_names_that_overlap_are_proposed_once(case: Case, workers: Workers, tmp_path: Path) -> None:
    (item,) = taken_in(case, workers, tmp_path, {"a.pdf": pdf([f"Ask {NAME}, {NAME}, or Tarn."])})
    item_pages.ensure(case, workers, item, reviewer="Ada")
    confidential_sources.add(case, NAME, spellings=["Tarn"], reviewer="Ada")
    found = redaction_patterns.find(case, redaction_patterns.sought(case, "sources"))
    assert [each.anchor.quote for each in found.hits] == [NAME, NAME, "Tarn"]


def test_what_else_may_name_a_source_is_suggested_and_counts_only_once_it_is_given(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    files = {
        "a.eml": mail("Lunch", "Nothing.\n", sender="Jo Tarn <jt47@home.example>"),
        "b.eml": mail("Call", "Sgt. Jo will come.\n", sender="The Fox <jt47@home.example>"),
        "c.eml": mail("Seen", "Tarn was there, or J. Tarn.\n"),
        "d.eml": mail("Sworn", "Of Jo Marie\nTarn it is said that Jo left Tarn.\n"),
    }
    named, called, family, sworn = taken_in(case, workers, tmp_path, files)
    source = confidential_sources.add(case, NAME, reviewer="Ada")

    def told() -> list[tuple[NamePart, str, int]]:
        return [(each.part, each.words, each.items) for each in confidential_sources.suggested(case, source.id)]

    parts = [(NamePart.FAMILY, "Tarn", 2), (NamePart.INITIAL, "J Tarn", 1), (NamePart.RANK, "Sgt Jo", 1)]
    middle = (NamePart.MIDDLE, "Jo Marie Tarn", 1)
    assert told() == [*parts, middle, (NamePart.ADDRESS, "jt47@home.example", 1)]
    assert [stays(case, item)[0] for item in (named, called, family, sworn)] == [NAMED[0], None, None, None]
    confidential_sources.change(case, source.id, addresses=["jt47@home.example"], spellings=["Tarn"], reviewer="Ada")
    assert [stays(case, item)[0] for item in (named, called, family)] == [NAMED[0]] * 3
    assert told() == [(NamePart.INITIAL, "J Tarn", 0)]


def test_a_document_by_a_source_stays(case: Case, workers: Workers, tmp_path: Path) -> None:
    """Its pages say who wrote it, and no index does."""
    files = {"a.rtf": rb"{\rtf1\ansi Cameras.{\info{\author Jo Tarn}}}", "b.rtf": rb"{\rtf1\ansi Cameras.}"}
    written, other = taken_in(case, workers, tmp_path, files)
    source = confidential_sources.add(case, NAME, reviewer="Ada")
    assert [stays(case, item) for item in (written, other)] == [NAMED, (None, None)]
    assert [each.beside for each in named_sources.named_in(case, [source])] == [("properties",)]


def test_a_list_of_contacts_stays_whether_it_has_pages_or_not(case: Case, workers: Workers, tmp_path: Path) -> None:
    """Between the first name and the family name stands a town; what pages show no cell apart from another is found."""
    rows = '"name","town","first"\r\n"{0}","Oslo","Bo"\r\n"Tarn","Rome","{1}"\r\n'
    files = {"c.csv": rows.format("Reef", "Jo").encode(), "d.csv": rows.format("Tarn", "Jim").encode()}
    item, other = taken_in(case, workers, tmp_path, files)
    source = confidential_sources.add(case, NAME, reviewer="Ada")
    assert [stays(case, each) for each in (item, other)] == [NAMED, (None, None)]
    with pytest.raises(ExportError, match="may not leave"):
        item_exports.original(case, item, tmp_path / "c.csv", reviewer="Ada")
    item_pages.ensure(case, workers, item, reviewer="Ada")
    ((named,), now) = named_sources.named_in(case, [source]), stays(case, item)
    assert (named.pages, now) == ((1,), NAMED)
    ((said,), _) = redaction_patterns.propose(case, workers, _sources(case), "INF", reviewer="Ada")
    assert said.redaction.quote == "Tarn Rome Jo"
    redactions.decide(case, [said.redaction.id], RedactionState.APPROVED, reviewer="Bo")
    assert stays(case, item) == (StayReason.REDACTED, StayReason.REDACTED)


@pytest.mark.endurance
def test_a_row_that_its_pages_do_not_tell_in_its_order_stays_whole(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    row = ",".join(["Jo", *(f"x{number}" for number in range(250)), "Tarn"])
    (item,) = taken_in(case, workers, tmp_path, {"wide.csv": f"{row}\n".encode()})
    item_pages.ensure(case, workers, item, reviewer="Ada")
    source = confidential_sources.add(case, NAME, reviewer="Ada")
    (named,) = named_sources.named_in(case, [source])
    assert (named.where, stays(case, item)) == ("text, on no page", NAMED)


WRITTEN = (
    '"Tarn","Jo"', "Tarn; Jo", "Jo (Tarn)", "Jo:Tarn", "see?who=jo%20tarn", "?q=%2Cjo%2Ctarn", "jo.tarn@x.example",
    "Jo_Tarn", "Jo, 47, Tarn", "Jo Ta-\nrn", "206 5550147", "(206)5550147", "206555-0147", "(206) 555-01-47",
    "1206 555 0147", "020 7946 0958", "+44 (0)20 7946 0958", "0044 20 7946 0958", "+44 20 79460958", "01 23 45 67 89",
    "206%20555%200147", "jotarn", "TarnJo47", "J o  T a r n", "Jo T-a-r-n", "Jo Ta\nrn", "Jо Tаrn", "𝐉𝐨 𝐓𝐚𝐫𝐧",
    "ｊｏ ｔａｒｎ",
    "Jo T%61rn", "%4A%6F%20%54%61%72%6E", "Jo T&#97;rn", "4a6f205461726e", "4A 6F 20 54 61 72 6E",
    base64.b64encode(b"met Jo Tarn there").decode(), base64.b64encode("met Jo Tarn".encode("utf-16-le")).decode(),
    base64.b64encode(b"Jo_TARN").decode(), base64.b64encode(b"so, jo tarn").decode(), "２０６ ５５５ ０１４７",
)  # fmt: skip
OTHER = ["jotarnish", "Jo saw Tarn", "Tarnish, Jo", "Mojo Tarn", "206 555 0148", "20 7946 09581"]


def test_the_index_leads_to_each_way_in_which_a_source_is_written(case: Case, workers: Workers, tmp_path: Path) -> None:
    files = {f"{number:02}.txt": f"Then {each} came.\n".encode() for number, each in enumerate([*WRITTEN, *OTHER])}
    wanted = taken_in(case, workers, tmp_path, files)
    numbers = ("(206) 555-0147", "+44 20 7946 0958", "+33 1 23 45 67 89")
    source = confidential_sources.add(case, NAME, numbers=numbers, reviewer="Ada")
    found = {each.item for each in named_sources.named_in(case, [source])}
    assert [each for item, each in zip(wanted, WRITTEN, strict=False) if item not in found] == []
    assert [each for item, each in zip(wanted[len(WRITTEN) :], OTHER, strict=True) if item in found] == []


def test_what_is_dropped_and_given_again_stays_given(case: Case) -> None:
    address = "jt47@home.example"
    source = confidential_sources.add(case, NAME, addresses=[address], reviewer="Ada")
    same = confidential_sources.change(case, source.id, addresses=[address], drop=[address], reviewer="Ada")
    assert [each.words for each in same.words] == [address]
    small = confidential_sources.change(case, source.id, addresses=[address.upper()], drop=[address], reviewer="Ada")
    assert [each.words for each in small.words] == [address.upper()]


def test_who_is_named_in_hidden_words_is_not_freed_by_what_is_seen(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    html = f'<p>{NAME} sings.</p><p style="display:none">Our man inside is {NAME}.</p>'
    (item,) = taken_in(case, workers, tmp_path, {"a.html": html.encode()})
    item_pages.ensure(case, workers, item, reviewer="Ada")
    source = confidential_sources.add(case, NAME, reviewer="Ada")
    decide(case, 1, RedactionState.DECLINED)
    (named,) = named_sources.named_in(case, [source])
    assert (named.beside, stays(case, item)[1]) == (("hidden words",), StayReason.HOLDS_SOURCE)


def test_a_name_without_its_accents_is_held_back_too(case: Case, workers: Workers, tmp_path: Path) -> None:
    files = {"a.eml": mail("Nom", "Demande a Jose Nunez.\n"), "b.eml": mail("Nom", "Demande à Jose Nuñez.\n")}
    plain, accented = taken_in(case, workers, tmp_path, files)
    for name in ("José Nuñez", "Jose Nunez"):
        source = confidential_sources.add(case, name, reviewer="Ada")
        assert [stays(case, item) for item in (plain, accented)] == [NAMED, NAMED], name
        with passing(case, reviewer="Ada") as gate:
            assert gate.masked("Jose Nunez, JOSÉ NUÑEZ") == "[INF], [INF]"
        confidential_sources.remove(case, source.id, reviewer="Ada")


def test_a_mock_run_tells_of_a_name_run_together_but_not_of_one_that_was_declined(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Whatever else of that item was covered or declined."""
    said = ["The singer Ada Lovelace came.", "Write to theadalovelace, says Bobby Fisher.", "Ask mybobbyfishers."]
    files = {f"{number}.pdf": pdf([each]) for number, each in enumerate(said)}
    taken = taken_in(case, workers, tmp_path, files)
    for each in taken:
        item_pages.ensure(case, workers, each, reviewer="Ada")
    for name in ("Ada Lovelace", "Bobby Fisher"):
        confidential_sources.add(case, name, reviewer="Ada")
    decide(case, 1, RedactionState.DECLINED, name="Ada Lovelace")
    decide(case, 1, RedactionState.APPROVED, name="Bobby Fisher")
    tried = productions.tried(case, workers, ProductionPlan("", "Counsel", "", ""), reviewer="Ada")
    assert [(each.item, each.wrong) for each in tried.problems] == [(each, Wrong.UNCOVERED) for each in taken[1:]]


def test_a_mock_run_names_each_item_for_which_a_bundle_would_be_refused(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Of a bookmark, of what is coded twice, of letters in rings, which no index leads to; redacted, they go."""
    coded = base64.b64encode(base64.b64encode(b"Ask Jo Tarn now")).decode()
    with pymupdf.open(stream=pdf(["Nothing."])) as marked:
        marked.set_toc([[1, "Ask Jo Tarn", 1]])
        bookmark = marked.tobytes()
    files = {
        "a.pdf": pdf(["A free camera."]),
        "b.pdf": bookmark,
        "c.pdf": pdf([coded]),
        "d.eml": mail("Ⓙⓞ Ⓣⓐⓡⓝ", "Ask."),
    }
    clean, *named = taken_in(case, workers, tmp_path, files)
    for each in (clean, *named):
        item_pages.ensure(case, workers, each, reviewer="Ada")
    plan = ProductionPlan("First", "Counsel", "", "PMPD")
    made = productions.create(case, workers, plan, reviewer="Ada")
    confidential_sources.add(case, NAME, reviewer="Ada")
    trial = productions.tried(case, workers, ProductionPlan("", "Counsel", "", ""), reviewer="Ada")
    told = [(each.item, each.wrong) for each in trial.stopping]
    assert told == [(each, Wrong.UNCOVERED) for each in named]
    mock = productions.mock(case, made.id, reviewer="Ada")
    assert [(each.item, each.wrong) for each in mock.stopping] == told
    with pytest.raises(ExportError, match="can still be found in"):
        bundles.export(case, workers, tmp_path / "bundle", made.id, reviewer="Ada")
    page = redactions.add_page(case, named[0], 1, 1, "INF", reviewer="Ada").redaction
    redactions.decide(case, [page.id], RedactionState.APPROVED, reviewer="Bo")
    trial = productions.tried(case, workers, ProductionPlan("", "Counsel", "", ""), reviewer="Ada")
    assert [each.item for each in trial.stopping] == [each for each, _ in told[1:]]
