"""The report as one HTML file says the same, holds all it needs, and shows nothing of the evidence as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from reviewer.desktop.resources import resource
from reviewer.export.report import html
from reviewer.export.report.model import Report, without_dead_ends
from tests.export.report.sample import QUOTE, report, said


class Read(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(report: Report) -> str:
    return html.page(without_dead_ends(report), resource("report")).decode()


def test_everything_given_is_said_under_real_headings() -> None:
    text = Read(page(report())).text
    for each in (
        "Port Merrow Police Department", "Lantern cameras", "Confidential", "Ada Hale", "Keep it.",
        f"“{QUOTE}” (Ex. 1 at 2)", "[unsupported]", "Second offer within a week.", "107", "a1b2",
    ):  # fmt: skip
        assert each in text, each
    levels = re.findall(r"<h([1-6])", page(report()))
    assert levels == ["1", "2", "3", "4"]


def test_on_paper_headings_and_what_announces_a_table_go_with_what_follows() -> None:
    made = page(report())
    printed = made[made.index("@media print") : made.index("</style>")]
    rules = re.findall(r"([^{}]+)\{ ([^}]+) \}", printed)
    kept = {each.strip() for names, said in rules if "break-after: avoid" in said for each in names.split(",")}
    assert {f"h{level}" for level in re.findall(r"<h([1-6])", made)} <= kept
    assert {"caption", "thead", "p:has(+ table)", "p:has(+ figure)"} <= kept


def test_cites_and_references_lead_to_places_that_are_there() -> None:
    tags = Read(page(report())).tags
    targets = [values["href"] or "" for tag, values in tags if tag == "a"]
    ids = {values["id"] for _, values in tags if "id" in values}
    assert "exhibits/Exhibit-001.pdf#page=2" in targets
    assert [each for each in targets if each.startswith("#") and each[1:] not in ids] == []
    assert "#officer-1" in targets


def test_it_asks_for_nothing_from_outside_and_runs_nothing() -> None:
    made = page(report())
    tags = Read(made).tags
    assert {tag for tag, _ in tags} & {"script", "link", "iframe", "object", "form"} == set()
    assert [
        values["src"] for tag, values in tags if tag == "img" and not (values["src"] or "").startswith("data:")
    ] == []
    assert "url(" not in made
    assert "@import" not in made
    policy = next(values["content"] for tag, values in tags if values.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'")


def test_evidence_is_never_read_as_markup() -> None:
    quote = "<script>alert(1)</script><img src=https://t.example/x onerror=y> \"'&amp; --> \u202efdp.exe"
    made = page(report(said(quote)))
    assert "script" not in {tag for tag, _ in Read(made).tags}
    assert "<img" not in made.partition('<p class="kind">')[2], "below the logo"
    assert "[U+202E]fdp.exe" in made
    assert '<p class="remark">1 spelled out</p>' in made
    assert "spelled out" not in page(report(said("Ωμέγα 相机")))
    assert quote.replace("\u202e", "[U+202E]") in Read(made).text


def test_a_figure_has_its_words_and_a_table_its_headers() -> None:
    tags = Read(page(report())).tags
    assert [values["alt"] for tag, values in tags if tag == "img"] == [
        "The agency’s logo",
        "A timeline with one benefit",
    ]
    assert [values["scope"] for tag, values in tags if tag == "th"] == ["col", "col"]
