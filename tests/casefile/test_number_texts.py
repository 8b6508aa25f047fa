"""Numbers that SQLite hands over come whole and in order, and never so many at once that a window would stand still."""

from __future__ import annotations

import json
import random

import pytest

from reviewer.casefile import number_texts
from reviewer.casefile.engine.case import Case


@pytest.mark.parametrize("count", [0, 1, 2, 50_000])
def test_all_numbers_come_in_their_order_some_at_a_time(count: int) -> None:
    chance = random.Random(count)
    numbers = [chance.randrange(2**31) for _ in range(count)]
    text = json.dumps(numbers, separators=(",", ":"))
    assert number_texts.as_list(text) == numbers
    assert number_texts.as_array(text).tolist() == numbers
    assert sorted(number_texts.as_set(text)) == sorted(set(numbers))
    assert all(len(some) <= 20_000 for some in number_texts.parts(text))


@pytest.mark.parametrize("at_once", [1, 7, 100_000])
def test_hexadecimal_values_come_whole(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(number_texts, "_AT_ONCE", at_once)
    values = ["", "0A", "7F00", "8101"]
    assert list(number_texts.hexes(json.dumps(values, separators=(",", ":")))) == values


def test_what_a_case_is_asked_for_is_not_made_of_one_piece(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(number_texts, "_AT_ONCE", 10)
    sql = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT x FROM n"
    asked = number_texts.parts(case.number_text(sql))
    assert len(next(asked)) < 10
    assert case.numbers(sql) == case.number_array(sql).tolist() == [*range(1, 1001)]
