"""Which words of a group differ from the one that the others are held against, and of what that is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.analysis.text_comparison import NotCompared
from reviewer.domain.ids import ItemId
from reviewer.errors import DamagedError
from reviewer.isolation.workers import Workers
from reviewer.usecases.analysis import comparison
from reviewer.usecases.evidence import intake, items
from tests.evidence import folder, mail


def test_of_a_text_that_is_damaged_nobody_says_in_which_words_it_differs(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    """Not even that all of them do, as if it had none; the others are compared all the same."""
    files = {f"{number}.eml": mail("Letter", f"The camera, letter {number}.\n") for number in (1, 2, 3)}
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    base, harmed, other = (items.get(case, ItemId(number)) for number in (1, 2, 3))
    with case.act("Ada", "intake batch"):
        case.execute("UPDATE item_text SET body = x'0102' WHERE item = ?", (harmed.id,))
    told = list(comparison.hold_against(case, base, [harmed, other]))
    assert [each.reason for each in told] == [NotCompared.DAMAGED, None]
    assert [None if each.compared is None else len(each.compared.found) for each in told] == [None, 1]
    with pytest.raises(DamagedError, match=harmed.control):
        comparison.compare(case, base, harmed)
    with pytest.raises(DamagedError, match=harmed.control):
        comparison.hold_against(case, harmed, [base])
