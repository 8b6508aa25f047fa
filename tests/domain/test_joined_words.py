"""Words that unseen signs take apart, as they are read."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

import pytest

from reviewer.domain.evidence.joined_words import joined_words


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_is_of_the_word_however_it_is_written(form: Literal["NFC", "NFD"]) -> None:
    text = normalize(form, "la gra\xadtuité et la Ré\xadunion")
    assert joined_words([text]) == normalize(form, "gratuité\nRéunion")
