from __future__ import annotations

from typing import Any

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.casefile.pages import tags as kept
from reviewer.domain.pages.tag import PALETTE
from reviewer.errors import InputError
from reviewer.usecases.pages import tags


def test_tags_take_the_colours_of_the_palette_in_turn(case: Case) -> None:
    made = [tags.add(case, f"Tag {n}", reviewer="Ada").color for n in range(len(PALETTE) + 1)]
    assert made == [*PALETTE.values(), next(iter(PALETTE.values()))]


def test_tags_with_a_key_come_first(case: Case) -> None:
    tags.add(case, "A", reviewer="Ada")
    tags.add(case, "B", key="2", reviewer="Ada")
    tags.add(case, "C", key="1", reviewer="Ada")
    assert [tag.name for tag in tags.listed(case)] == ["C", "B", "A"]


def test_names_and_keys_are_given_once(case: Case) -> None:
    tags.add(case, "Gift", key="1", reviewer="Ada")
    with pytest.raises(InputError, match="already"):
        tags.add(case, "gift", reviewer="Ada")
    with pytest.raises(InputError, match="key 1 sets the tag “Gift”"):
        tags.add(case, "Other", key="1", reviewer="Ada")
    wrongs: tuple[dict[str, Any], ...] = ({"key": "0"}, {"color": "mauve"}, {"parent": "nowhere"})
    for wrong in wrongs:
        with pytest.raises(InputError):
            tags.add(case, "Other", reviewer="Ada", **wrong)


def test_a_tag_can_be_put_under_another_and_changed(case: Case) -> None:
    parent = tags.add(case, "Benefit", reviewer="Ada")
    child = tags.add(case, "Device", parent="benefit", color="blue", reviewer="Ada")
    assert (child.parent, child.color) == (parent.id, "#0072B2")
    changed = tags.change(
        case, child.id, name="Free device", key="3", definition="A device, for nothing.", reviewer="Bo"
    )
    assert (changed.name, changed.key, changed.definition, changed.color) == (
        "Free device",
        "3",
        "A device, for nothing.",
        "#0072B2",
    )


def test_what_stands_under_an_internal_tag_is_internal_too(case: Case) -> None:
    doubts = tags.add(case, "Doubts", internal=True, reviewer="Ada")
    below = tags.add(case, "Weak witness", parent="doubts", reviewer="Ada")
    tags.add(case, "Gift", reviewer="Ada")
    assert kept.internal(case) == {doubts.id: "Doubts", below.id: "Weak witness"}
    tags.change(case, doubts.id, internal=False, reviewer="Ada")
    assert kept.internal(case) == {}
