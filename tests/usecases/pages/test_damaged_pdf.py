"""A PDF whose list of pages is damaged is read, shown and quoted by way of a copy, behind the walls as any other."""

from __future__ import annotations

from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.evidence import items as case_items
from reviewer.domain.evidence.reading import State
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items
from reviewer.usecases.pages import item_pages
from tests.evidence import folder, pdf_by_hand

PAGE = pdf_by_hand(b"BT /F 20 Tf 50 100 Td (Nine cameras for the station) Tj ET")


def test_a_pdf_in_which_the_first_reader_finds_no_page_has_pages(case: Case, workers: Workers, tmp_path: Path) -> None:
    files = {
        "count.pdf": PAGE.replace(b"/Count 1", b"/Count 9999999999"),
        "kids.pdf": PAGE.replace(b"Kids[3 0 R]", b"Kids 3 0 R"),
    }
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    for code in ("pdf.second_reader", "pdf.pages_gathered"):
        (item,) = items.many(case, search.ids(case, f"cameras reason:{code}"))
        assert item.state is State.PARTIAL
        made = item_pages.ensure(case, workers, item.id, reviewer="Ada")
        assert item_pages.texts(case, made.id) == ["Nine cameras for the station\n"]
        assert "a copy that " in made.remark
        assert case_items.original(case, item.id) == files[item.name]
