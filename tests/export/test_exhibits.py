"""An exhibit's names follow from its number, and its label is no part of what the item says."""

from __future__ import annotations

import pytest

from reviewer.export.exhibits import ExhibitName, holds_quote, without_label

NAME = ExhibitName(3, "TST-000123")
LABEL = "Exhibit 3 · TST-000123 · page 1 of 1"


def test_names_follow_from_the_number() -> None:
    assert NAME.file == "exhibits/Exhibit-003.pdf"
    assert NAME.page_label(1, 1) == LABEL
    assert ExhibitName(1204, "TST-1").file == "exhibits/Exhibit-1204.pdf"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Body\n\n{LABEL}\n", "Body\n"),
        (f"Body\n\n{LABEL}\n\nField\n", "Body\n\nField\n"),
        (f"{LABEL}\n\nField\n", "Field\n"),
        (f"{LABEL}\n", ""),
        (f"Body\n{LABEL}\n", "Body\n"),
        ("Body\n", "Body\n"),
    ],
)
def test_a_page_without_its_label_is_what_the_item_says(text: str, left: str) -> None:
    assert without_label(text, LABEL).strip("\n") == left.strip("\n")


def test_a_quote_is_held_only_to_the_letter_and_on_its_pages() -> None:
    name = ExhibitName(1, "T-1")
    pages = [f"One gift\n\n{name.page_label(1, 2)}\n", f"for you\n\n{name.page_label(2, 2)}\n"]
    assert holds_quote(pages, name, 1, 1, "One gift")
    assert not holds_quote(pages, name, 2, 2, "One gift")
    assert not holds_quote(pages, name, 1, 1, "one gift")
    assert not holds_quote(pages, name, 1, 1, "Exhibit 1")
    assert not holds_quote(pages, name, 2, 3, "for you")
    assert holds_quote(pages, name, 1, 2, "One gift\n\ffor you")
