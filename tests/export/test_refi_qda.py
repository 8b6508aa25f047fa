"""The codebook as a project of qualitative analysis, where it is not brought to its end."""

from __future__ import annotations

import gc
import sys
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from reviewer.export.refi_qda import CodedDocument, Packing


def test_a_project_that_is_given_up_is_let_go_of_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a bundle that is stopped or refused: what had been packed went with an error that nobody could answer."""
    told: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    packing = Packing(str(uuid5(NAMESPACE_URL, "project")))
    packing.add(CodedDocument("document", "", "", ()), "A free camera for the porch.")
    ring: list[object] = [packing]
    ring.append(ring)
    del packing, ring
    gc.collect()
    assert [each.exc_value for each in told] == []
