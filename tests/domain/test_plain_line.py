"""What was typed into a line says what it shows, wherever it is shown."""

from __future__ import annotations

import pytest

from reviewer.domain.plain_line import plain_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  City\tAttorney\nof  Lune ", "City Attorney of Lune"),
        ("First\x1b]0;owned\x07 set", "First]0;owned set"),
        ("\x9b2J\x00A", "2JA"),
        ("Ex\u202etnega\u202c", "Extnega"),
        ("a \x01 b", "a b"),
        ("no\ufffecharacter\ufdd0", "nocharacter"),
        ("Zoë, 東京, 👩‍⚖️, مدينة", "Zoë, 東京, 👩‍⚖️, مدينة"),
    ],
)
def test_a_line_has_no_commands_for_a_terminal_and_no_turns_of_direction(typed: str, line: str) -> None:
    assert plain_line(typed) == line
