"""Paths of containers are told by where they differ."""

from __future__ import annotations

import pytest

from reviewer.gui.models.tree import Branch
from reviewer.gui.rooms.custody.account import without_beginning


@pytest.mark.parametrize(
    ("names", "beginning", "told"),
    [
        (["/disk/e/Okafor", "/disk/e/Castellan"], "/disk/e", ["Okafor", "Castellan"]),
        (["/disk/e/Okafor", "IA-000001 a.mbox", "/disk/e/x/y"], "/disk/e", ["Okafor", "IA-000001 a.mbox", "x/y"]),
        (["/disk/e/Okafor"], "", ["/disk/e/Okafor"]),
        (["/one/a", "/two/b"], "", ["/one/a", "/two/b"]),
    ],
)
def test_what_all_paths_begin_with_is_said_once(names: list[str], beginning: str, told: list[str]) -> None:
    found, branches = without_beginning([Branch((name, "1")) for name in names])
    assert found == beginning
    assert [each.cells for each in branches] == [(name, "1") for name in told]
