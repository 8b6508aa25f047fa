"""A remark that most exhibits bear is said once, and only where no exhibit is without one."""

from __future__ import annotations

import pytest

from reviewer.usecases.exports.report_sections.annex import usual_remark


@pytest.mark.parametrize(
    ("remarks", "usual"),
    [
        (["properties", "properties", "properties and links"], "properties"),
        (["properties", "properties", "properties", ""], ""),
        (["properties", "properties", "links", "links"], ""),
        (["properties", "properties"], ""),
        ([], ""),
    ],
)
def test_most_exhibits_say_the_same(remarks: list[str], usual: str) -> None:
    assert usual_remark(remarks) == usual
