"""Each section of the report says what the case says, with its arithmetic, in the language and extent asked for."""

from __future__ import annotations

import base64
import html
import re
import string
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reviewer.domain.exports.report_options import SectionKey
from tests.cli.conftest import Command, Once
from tests.evidence import folder, mail
from tests.export.test_texts import catalogue

LETTER = "Two cameras are yours, Lee. Code LEE50 has 14 uses, 25 earn a Pro. Tell the residents.\n"
HISTORY = """number,received,officer,clause,vendor,finding,allegation
C-1,2012-03-01,Ann Poe,3.14,Gull Diner,Sustained,Free meals
C-2,2016-07-01,Lee Moore,3.14,Lantern,Not sustained,A camera
C-2,2016-07-01,Bo Hart,3.14,Lantern,Not sustained,A camera
C-3,2019-01-05,Ann Poe,9.9,,Unfounded,Rudeness
"""


class Page(HTMLParser):
    """Tables by their anchors, rows of cells; each section's text by its anchor."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.sections: dict[str, str] = {}
        self._rows: list[list[str]] = []
        self._section = ""
        self._cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._section = dict(attrs)["id"] or ""
            self.sections[self._section] = ""
        elif tag == "table":
            self._rows = self.tables.setdefault(dict(attrs).get("id") or "", [])
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._section:
            self.sections[self._section] += data
        if self._cell:
            self._rows[-1][-1] += data


@pytest.fixture
def worked(reviewer: Command, made: Path, tmp_path: Path, once: Once) -> Path:
    """A case with benefits that count and one that does not, an endorsement, limits and a history of complaints."""

    def run(*words: str | Path) -> None:
        done = reviewer(*words)
        assert done.code == 0, done.err

    def work() -> None:
        run("intake", "add", made, folder(tmp_path / "disk", {"a.eml": mail("Cameras", LETTER)}))
        run("officer", "add", made, "4711", "Lee Moore", "--station", "Harbor")
        run("officer", "add", made, "4712", "Ann Poe", "--station", "Harbor")
        run("passage", "add", made, "1", "--quote", "Two cameras are yours, Lee", "--officer", "4711:recipient")
        run("passage", "add", made, "1", "--quote", "Tell the residents", "--officer", "4711:promoter")
        gift = ("benefit", "add", made, "--what", "device", "--donor", "Lantern", "--passage", "1")
        run(
            *gift, "--officer", "4711", "--outcome", "accepted", "--quantity", "2", "--value", "150-199",
            "--paid", "50", "--date", "2016-05-16", "--valued", "price list", "--code", "LEE50",
            "--uses", "14", "--threshold", "25",
        )  # fmt: skip
        run(*gift, "--officer", "4712", "--outcome", "offered", "--value", "199", "--date", "2016-05-20")
        run("endorsement", "add", made, "--officer", "4711", "--audience", "residents", "--date", "2016-05-28",
            "--product", "Bell", "--medium", "letter", "--passage", "2")  # fmt: skip
        run("limit", "add", made, "State", "260", "--from", "2015-01-01")
        run("limit", "add", made, "The manual", "25")
        run("limit", "add", made, "Union", "24")
        run("limit", "add", made, "Twin city", "24 EUR")
        run("clause", "add", made, "3.14", "Gratuities", "--topic", "gratuity", "--element", "A thing of value")
        table = tmp_path / "history.csv"
        table.write_text(HISTORY)
        run("complaint", "import", made, table)
        run("interview", "add", made, "4711", "--date", "2021-07-01")
        run("interview", "start", made, "1", "--at", "2021-07-01T17:00:00Z")
        run("interview", "end", made, "1", "--at", "2021-07-01T17:30:00Z")

    return once("worked report_sections", work)


def exported(reviewer: Command, case: Path, out: Path, *words: str) -> Page:
    done = reviewer("report", "export", case, out, "--format", "html", *words)
    assert done.code == 0, done.err
    return Page((out / "report.html").read_text("utf-8"))


def test_the_ledger_the_chronology_and_the_history_are_told_with_their_arithmetic(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    page = exported(reviewer, worked, tmp_path / "out")
    assert list(page.sections) == [each.value for each in SectionKey]
    tables = page.tables
    assert tables["table-officers"][1:] == [
        ["Lee Moore (4711)", "B-1", "B-1", "E-1", "$250.00 to $348.00"],
        ["All: 1", "1", "1 officer", "1 officer", "$250.00 to $348.00"],
    ]
    lee = next(row for row in tables["table-benefits"] if row[1] == "B-1")
    assert lee[4] == "2 × $150.00 to $199.00 less $50.00 paid = $250.00 to $348.00; valued by: price list"
    assert lee[5] == "Ex. 1 at 1"
    assert tables["table-apart"][1][:2] == ["B-2", "Ann Poe (4712)"]
    assert "It was offered" in tables["table-apart"][1][2]
    assert tables["table-stations"][1] == ["Harbor", "1", "0", "$250.00 to $348.00", "–"]
    assert tables["table-donors"][1] == ["Lantern", "1", "1", "$250.00 to $348.00"]
    assert tables["table-codes"][1][:5] == ["LEE50", "14", "0", "25", "25 − 14 = 11"]
    assert tables["table-limits"][1] == ["L-1", "State", "$260.00", "1 Jan 2015 or later"]
    assert tables["table-years"][1] == [
        "Lee Moore (4711)",
        "Lantern",
        "2016",
        "$250.00 to $348.00 (B-1)",
        "above L-2, L-3; may be above L-1; not compared with L-4: not in USD",
    ]
    mails, history = tables["table-custody"][1:]
    assert (mails[0], mails[2], history[0]) == ("1", "disk", "2"), "the table of complaints is evidence itself"
    size = reviewer("item", "show", worked, "1", "--json").json["size"]
    assert mails[5] == f"1 file, {size:,} bytes; 1 item from them, 0 failed"
    days = [row[0] for row in tables["table-chronology"][1:]]
    assert days == ["1 Mar 2012", "16 May 2016", "20 May 2016", "28 May 2016", "1 Jul 2016", "1 Jul 2016", "1 Jul 2021"]
    assert [row[1] for row in tables["table-conflicts"][1:]] == ["C-1", "C-2", "C-2"]
    assert tables["table-complaint-years"][-1][:4] == ["All", "3", "2", "1"]
    assert "3 complaints in 3 calendar years. 2 of them are about a conflict" in page.sections["complaints"]
    assert "No allegation cites an answer of this interview." in page.sections["interviews"]
    said = " ".join(page.sections.values())
    assert sum(re.search(each, said) is not None for each in english()) > 40, "as the French report is looked at"


def test_the_summary_counts_as_case_figures_does_and_what_stays_is_not_counted(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    figures = reviewer("case", "figures", worked, "--json").json
    whole = exported(reviewer, worked, tmp_path / "whole", "--sections", "summary,ledger")
    counts = [row[1] for row in whole.tables["summary-figures"][1:]]
    assert counts.pop(3) == whole.tables["table-officers"][-1][-1] == "$250.00 to $348.00"
    assert counts == [
        str(number)
        for number in (
            figures["officers_with_benefit"],
            figures["officers_with_device"],
            figures["officers_with_benefit_and_endorsement"],
            figures["complaints"]["complaints"],
            figures["complaints"]["conflicts"],
            figures["complaints"]["vendor"],
        )
    ]
    assert reviewer("mark", worked, "1", "--privileged").code == 0
    page = exported(reviewer, worked, tmp_path / "out", "--sections", "summary,ledger")
    assert page.tables["summary-figures"][1][1] == "0"
    assert "do not count 3 entries of the ledger that may not leave the case: B-1, B-2, E-1" in page.sections["summary"]


def test_what_is_linked_as_a_whole_is_told_by_number_without_what_stays(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    more = {f"{n}.eml": mail(f"Letter {n}", f"Of week {n}.\n") for n in range(4)}
    reviewer("intake", "add", worked, folder(tmp_path / "more", more))
    first, second, third, fourth = (
        each["item"] for each in reviewer("item", "list", worked, 'subject:"Letter"', "--json").json
    )
    reviewer("item", "officer", worked, "subject:letter", "--officer", "4711")
    reviewer("item", "officer", worked, "subject:letter", "--officer", "4712")
    reviewer("allegation", "add", worked, "4711", "3.14", "--act", "A gift", "--date", "2016")
    assert reviewer("mark", worked, third, "--privileged").code == 0
    page = exported(reviewer, worked, tmp_path / "out", "--sections", "findings,annex")
    told = f"{first}–{second}, {fourth}."
    assert f"Items linked to this officer as a whole: {told}" in page.sections["findings"]
    assert f"Ann Poe (4712), linked to items as a whole: {told}" in page.sections["annex"]
    assert third not in page.sections["findings"]
    held = reviewer("audit", worked, "--json").json[-1]
    assert third in str(held)
    everything = exported(reviewer, worked, tmp_path / "all", "--sections", "findings", "--include-privileged")
    assert f"to this officer as a whole: {first}–{fourth}." in everything.sections["findings"]


GIVEN = ("B-3 Al Fay (21)", "B-4 Bea Gil (22)", "B-5 Cy Hum (23)", "B-6 Di Ito (24)")


def test_what_differs_in_nothing_but_the_officer_is_told_once(reviewer: Command, worked: Path, tmp_path: Path) -> None:
    """Three officers get the same on the same day, and a fourth something else."""
    for serial, name, value in (
        ("21", "Al Fay", 30),
        ("22", "Bea Gil", 30),
        ("23", "Cy Hum", 30),
        ("24", "Di Ito", 31),
    ):
        assert reviewer("officer", "add", worked, serial, name).code == 0
        given = ("--what", "device", "--donor", "Gull Diner", "--outcome", "accepted", "--passage", "1")
        done = reviewer(
            "benefit", "add", worked, "--officer", serial, *given, "--value", str(value), "--date", "2017-03-01"
        )
        assert done.code == 0, done.err
        again = ("passage", "add", worked, "1", "--quote", "Tell the residents", "--officer", f"{serial}:witness")
        assert reviewer(*again).code == 0
    tables = exported(reviewer, worked, tmp_path / "out").tables
    assert [row[1] for row in tables["table-chronology"] if row[0] == "1 Mar 2017"] == [
        f"4 officers: Accepted device from Gull Diner. {'; '.join(GIVEN)}."
    ]
    years = [row for row in tables["table-years"] if row[1] == "Gull Diner"]
    assert [row[0] for row in years] == ["Al Fay (21) B-3, Bea Gil (22) B-4, Cy Hum (23) B-5", "Di Ito (24)"]
    assert [row[3] for row in years] == ["$30.00 each, one benefit of each of 3 officers", "$31.00 (B-6)"]
    others = dict(row for row in tables["table-others"][1:])
    assert others["Cy Hum (23)"] == "witness (Ex. 1 at 1)"
    assert others["Lee Moore (4711)"] == "recipient (Ex. 1 at 1); promoter (Ex. 1 at 1)"
    assert [row[1] for row in tables["table-others-words"][1:]] == [
        "“Two cameras are yours, Lee”",
        "“Tell the residents”",
    ]


def test_complaints_of_a_table_that_stays_are_said_to_be_missing_from_the_count(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    said = "Not counted and not listed: {} complaints from a table that stays with the case."
    assert "Not counted" not in exported(reviewer, worked, tmp_path / "all").sections["complaints"]
    more = tmp_path / "more.csv"
    more.write_text(HISTORY.splitlines()[0] + "\n" + HISTORY.splitlines()[1].replace("C", "D", 1) + "\n")
    table = reviewer("complaint", "import", worked, more, "--json").json["item"]
    assert reviewer("mark", worked, table, "--privileged").code == 0
    page = exported(reviewer, worked, tmp_path / "one")
    assert "3 complaints in 3 calendar years" in page.sections["complaints"]
    for section in ("complaints", "summary"):
        assert said.format(1).replace("complaints", "complaint", 1) in page.sections[section]


def test_a_section_that_is_left_out_is_named_and_nothing_leads_to_it(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    exported(reviewer, worked, tmp_path / "out", "--sections", "annex,summary")
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert re.findall(r'<section id="(\w+)"', page) == ["summary", "annex"]
    assert "Findings, Chronology, Ledger of benefits and endorsements, Complaint history, Interviews" in page
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert [each for each in re.findall(r'href="#([^"]+)"', page) if each not in ids] == []
    done = reviewer("report", "export", worked, tmp_path / "no", "--sections", "summary,gossip")
    assert (done.code, "no section “gossip”" in done.err) == (2, True)


def test_the_report_speaks_french_and_evidence_stays_as_it_is(reviewer: Command, worked: Path, tmp_path: Path) -> None:
    page = exported(reviewer, worked, tmp_path / "out", "--language", "fr")
    assert page.tables["table-donors"][1] == ["Lantern", "1", "1", "250,00\u00a0$ à 348,00\u00a0$"]
    assert page.tables["table-chronology"][1][0] == "1er mars 2012"
    assert page.tables["table-chronology"][1][2] == page.tables["table-conflicts"][1][-1]
    assert page.tables["table-conflicts"][1][-1].endswith(", ligne 2")
    said = " ".join(page.sections.values())
    assert "«\u00a0Two cameras are yours, Lee\u00a0»" in said
    assert "Pièce 1, p. 1" in said
    assert "Chaque énoncé de ce rapport repose sur une page d’une pièce." in said
    conflicts = page.tables["table-conflicts"]
    assert conflicts[1][4] == "La règle 3.14 porte sur les gratifications"
    assert conflicts[2][4].endswith("(un fournisseur de ce dossier)")
    assert "L’agent 4711 se retrouve dans 2 extraits" in page.tables["table-again"][1][2]
    assert "trouvé 1 éléments" not in said
    assert re.findall(r".{12}(?: [:;?!»%]|« |[“”]|\w; ).{12}", said) == [], "no line breaks before a sign"
    assert [each for each in english() if re.search(each, said)] == []
    charts = drawn((tmp_path / "out" / "report.html").read_text("utf-8"))
    for wanted in (
        "2 avantages et 1 recommandation de 2 agents",
        "250,00\u00a0$ à 348,00\u00a0$",
        "Du donateur au public",
    ):
        assert wanted in charts
    for other in ("benefit", "officer", "worth", "recommended", " or ", "device", "donor"):
        assert other not in charts.casefold(), other


def drawn(page: str) -> str:
    """The words in the charts of a page, and their alternative texts."""
    found = re.findall(r'src="data:image/svg[^,]*,([^"]+)" alt="([^"]*)"', page)
    assert len(found) == 3
    shown = (
        re.sub(r"<style.*?</style>|<[^>]+>", " ", base64.b64decode(svg).decode(), flags=re.DOTALL) for svg, _ in found
    )
    return html.unescape(" ".join([*shown, *(words for _, words in found)]))


def english() -> list[str]:
    """A pattern for each English text of the catalogue that is long enough to be nothing else."""
    found = []
    for texts in catalogue().values():
        literals = [literal for literal, *_ in string.Formatter().parse(texts[0])]
        if texts[0] != texts[1] and max((len(each.split()) for each in literals), default=0) > 2:
            found.append(".{0,80}?".join(map(re.escape, literals)))
    assert len(found) > 150
    return found


def test_redacted_words_are_nowhere_in_the_report_and_what_rests_on_them_is_named_by_number(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    for words in (
        ("allegation", "add", worked, "4711", "3.14", "--act", "Took: Two cameras are yours", "--date", "2016"),
        ("allegation", "weigh", worked, "1", "1", "--for", "1"),
    ):
        done = reviewer(*words)
        assert done.code == 0, done.err
    page = exported(reviewer, worked, tmp_path / "before")
    assert "“Two cameras are yours, Lee” (Ex. 1 at 1)" in page.sections["findings"]
    done = reviewer("redaction", "add", worked, "1", "--quote", "Two cameras are yours", "--reason", "PRV")
    assert done.code == 0, done.err
    page = exported(reviewer, worked, tmp_path / "after", "--include-privileged", "--include-compelled")
    assert "Two cameras" not in (tmp_path / "after" / "report.html").read_text("utf-8")
    assert "Passage 1, which stays with the case." in page.sections["findings"]


def test_a_search_that_names_an_internal_tag_is_told_by_its_counts_alone(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    searches = ("--search", 'tag:"weak witness"', "--search", "declined", "--search", "note:liar")
    for words in (
        ("tag", "add", worked, "Weak witness", "--internal"),
        ("allegation", "add", worked, "4711", "3.14", "--act", "Took a camera", "--date", "2016"),
        ("allegation", "confirm", worked, "1", "1", *searches),
    ):
        done = reviewer(*words)
        assert done.code == 0, done.err
    page = exported(reviewer, worked, tmp_path / "out")
    found = [row[:3] for row in page.tables["table-searches"][1:]]
    assert found == [
        ["a search that names an internal tag", "0", "2"],
        ["“declined”", "0", "2"],
        ["a search in reviewers’ notes", "0", "2"],
    ]
    assert "weak witness" not in (tmp_path / "out" / "report.html").read_text("utf-8").casefold()
    assert reviewer("passage", "add", worked, "1", "--quote", "Code LEE50", "--tag", "Weak witness").code == 0
    page = exported(reviewer, worked, tmp_path / "later")
    assert "finds 1 document more" in page.sections["findings"]
    assert "weak witness" not in (tmp_path / "later" / "report.html").read_text("utf-8").casefold()


def test_a_tag_that_is_made_internal_stays_and_goes_again_once_it_is_not(
    reviewer: Command, worked: Path, tmp_path: Path
) -> None:
    def tagged(name: str) -> bool:
        exported(reviewer, worked, tmp_path / name)
        return "unsure of this" in (tmp_path / name / "report.html").read_text("utf-8").casefold()

    assert reviewer("tag", "add", worked, "Unsure of this").code == 0
    assert reviewer("passage", "add", worked, "1", "--quote", "Tell the residents", "--tag", "Unsure of this").code == 0
    assert tagged("open")
    made = reviewer("tag", "change", worked, "unsure of this", "--internal", "--json")
    assert (made.json["tag"], made.json["internal"]) == ("Unsure of this", True)
    assert not tagged("closed")
    assert "internal" not in reviewer("tag", "change", worked, "Unsure of this", "--not-internal").out
    assert tagged("again")
    assert reviewer("undo", worked).code == 0
    (listed,) = [each for each in reviewer("tag", "list", worked, "--json").json if each["tag"] == "Unsure of this"]
    assert listed["internal"]
    refused = reviewer("tag", "change", worked, "Unsure of this")
    assert refused.code == 2
    assert "nothing was named that is to change" in refused.err


def test_pages_are_cited_by_the_numbers_of_a_production(reviewer: Command, worked: Path, tmp_path: Path) -> None:
    given = ("--receiver", "Counsel", "--query", "subject:Cameras", "--prefix", "PMPD", "--start", "231")
    made = reviewer("production", "create", worked, "First", *given)
    assert made.code == 0, made.err
    page = exported(reviewer, worked, tmp_path / "out", "--production", "1")
    lee = next(row for row in page.tables["table-benefits"] if row[1] == "B-1")
    assert lee[5] == "Ex. 1 at PMPD-000231"
    assert page.tables["table-exhibits"][1][1].endswith(" PMPD-000231")
    told = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "of production 1, PMPD-000231 to PMPD-000231" in told
    assert 'href="exhibits/Exhibit-001.pdf#page=1">Ex. 1 at PMPD-000231' in told
    done = reviewer("report", "export", worked, tmp_path / "no", "--production", "9")
    assert (done.code, (tmp_path / "no").exists()) == (4, False)
