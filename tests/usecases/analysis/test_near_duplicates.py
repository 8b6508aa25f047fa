from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.casefile.engine.case import Case
from reviewer.domain.progress import Quiet
from reviewer.errors import CancelledError, InputError
from reviewer.isolation.workers import Workers
from reviewer.usecases import search
from reviewer.usecases.analysis import analysis, near_duplicates
from reviewer.usecases.evidence import intake
from tests.evidence import folder, mail, pdf

LETTER = " ".join(f"word{n}" for n in range(60))
"""56 runs of five words."""


def take(case: Case, workers: Workers, where: Path, files: dict[str, bytes]) -> None:
    intake.add(case, workers, [folder(where, files)], reviewer="Ada")
    analysis.arrange(case, reviewer="Ada")


def test_texts_that_are_nearly_the_same_are_grouped_with_how_much(case: Case, workers: Workers, tmp_path: Path) -> None:
    files = {
        "a.eml": mail("Offer", LETTER),
        "b.eml": mail("Another", LETTER.replace("word30", "else")),
        "c.eml": mail("Third", " ".join(f"other{n}" for n in range(60))),
        "d.eml": mail("Short", "Thank you."),
        "e.eml": mail("Offer", LETTER).replace(b"\n", b"\r\n"),
    }
    take(case, workers, tmp_path / "d", files)
    (group,) = near_duplicates.listed(case)
    assert [(each.item.path, each.nearest.path, each.similarity) for each in group] == [
        ("a.eml", "b.eml", 51 / 61),
        ("b.eml", "a.eml", 51 / 61),
    ]
    assert near_duplicates.of_item(case, group[1].item.id) == group
    assert near_duplicates.listed(case, 0.9) == []
    assert near_duplicates.counts(case) == {"compared": 3, "alike": 2}
    for threshold in (0.4, 1.1, float("nan")):
        with pytest.raises(InputError, match=r"between 0\.5 and 1"):
            near_duplicates.listed(case, threshold)


def test_a_message_and_a_paper_of_the_same_words_are_alike_even_when_one_comes_later(
    case: Case, workers: Workers, tmp_path: Path
) -> None:
    lines = "\n".join(" ".join(LETTER.split()[at : at + 10]) for at in range(0, 60, 10))
    take(case, workers, tmp_path / "a", {"a.eml": mail("Offer", LETTER)})
    take(case, workers, tmp_path / "b", {"b.pdf": pdf([lines])})
    (group,) = near_duplicates.listed(case)
    assert [(each.item.path, each.similarity) for each in group] == [("a.eml", 1), ("b.pdf", 1)]


class StopAtComparing(Quiet):
    """Asks for a stop once texts are compared."""

    def step(self, done: int, total: int, what: str) -> None:
        assert 0 <= done <= total
        self.cancelled = what == "comparing texts"


def test_comparing_that_is_stopped_goes_on(case: Case, workers: Workers, tmp_path: Path) -> None:
    files = {"a.eml": mail("Offer", LETTER), "b.eml": mail("Another", LETTER)}
    intake.add(case, workers, [folder(tmp_path / "d", files)], reviewer="Ada")
    with pytest.raises(CancelledError):
        near_duplicates.find_new(case, StopAtComparing())
    assert near_duplicates.listed(case) == []
    analysis.arrange(case, reviewer="Ada")
    assert len(near_duplicates.listed(case)) == 1


def test_the_group_of_one_text_is_what_the_list_of_all_says(case: Case, workers: Workers, tmp_path: Path) -> None:
    lines = [[f"{subject}{number}" for number in range(100)] for subject in ("camera", "roster", "letter")]
    files = {
        f"{words[0]}{step}.eml": mail(f"{words[0]}{step}", " ".join([*words[4 * step :], f"end{step}"]) + "\n")
        for words in lines[:2]
        for step in range(6)  # each is like those next to it, and the last is little like the first
    }
    files["alone.eml"] = mail("alone", " ".join(lines[2]) + "\n")
    take(case, workers, tmp_path / "d", files)
    groups = near_duplicates.listed(case)
    assert [len(group) for group in groups] == [6, 6]
    for group in groups:
        assert all(near_duplicates.of_item(case, each.item.id) == group for each in group)
    grouped = {each.item.id for group in groups for each in group}
    assert [near_duplicates.of_item(case, item) for item in search.ids(case, "") if item not in grouped] == [[]]
