"""How many words a text has, also in scripts that put no blanks between them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{2}")
_WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    "\U00020000-\U0003ffff]"
)
"""Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese."""
_LETTERS_OF_A_WORD = 3  # in those scripts, about


def count_words(text: str) -> int:
    """The words between blanks that have two letters on end; in a script without blanks by its letters."""
    return sum(
        max(1, -(-len(_WITHOUT_BLANKS.findall(each)) // _LETTERS_OF_A_WORD))
        for each in text.split()
        if _WORD.search(each)
    )
