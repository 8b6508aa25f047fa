"""Which searches to begin with when one looks for what speaks for an element of an allegation, or against it.

They are suggestions: whoever looks knows better words, and what was searched is kept with what it found.
"""

from __future__ import annotations

import re

from reviewer.domain.policy.allegation import Side
from reviewer.domain.policy.clause import Topic

_AGAINST = {
    Topic.GRATUITY: ("paid OR invoice OR receipt OR refund*", 'return* OR declin* OR refus* OR "sent back"'),
    Topic.ENDORSEMENT: ("approv* OR permi* OR authori*", 'declin* OR refus* OR neutral OR "cannot recommend"'),
    Topic.CONFLICT: ("disclos* OR recus* OR declar*", "approv* OR permi* OR authori*"),
    Topic.OTHER: ("approv* OR permi* OR authori*", "declin* OR refus* OR den*"),
}
"""What is said of an act that was allowed, undone, or not done, by what the clause is about."""

_PUBLIC = "everyone OR public OR customer* OR residents"
"""What is said of an offer that was open to all."""

_PASSED_OVER = frozenset(
    re.findall(
        r"\w+",
        "about above act after against because before being between conduct could department during either "
        "having itself member members neither officer officers other person persons rather their there these "
        "thing things those through under until value where which while whose without would",
    )
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SHORTEST, _STEM, _MOST_WORDS = 5, 3, 4


def suggestions(
    *, topic: Topic, side: Side, element: str, person: str, vendor: str = "", exemptions: bool = False
) -> tuple[str, ...]:
    """Queries as one types them, the most telling first: the officer with words of the element, or of its opposite.

    ``exemptions`` says whether the clause has any, so that an offer open to all is looked for too.
    """
    who = surname(person)
    firm = _phrase(vendor)
    if side is Side.AGAINST:
        about = [*_AGAINST[topic], *([_PUBLIC] if exemptions else [])]
    else:
        words = [f"{word}*" for word in stems(element)]
        about = [" OR ".join(words)] if words else []
    found = [" ".join(part for part in (who, words) if part) for words in about]
    found += [" ".join(part for part in (firm, words) if part) for words in about if firm]
    found += [f"{who} {firm}"] if who and firm else [who or firm]
    return tuple(dict.fromkeys(each for each in found if each))


def surname(person: str) -> str:
    """The family name of ``Ruth Castellan`` or ``Castellan, Ruth``, in lower case."""
    first, comma, _ = person.partition(",")
    words = [word for word in re.findall(r"[\w'-]+", first) if word.casefold() not in _SUFFIXES]
    if not words:
        return ""
    return (" ".join(words) if comma else words[-1]).casefold()


def stems(text: str) -> tuple[str, ...]:
    """The beginnings of a text's telling words, so that other forms of each are found too."""
    words = [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) >= _SHORTEST]
    telling = [word for word in words if word not in _PASSED_OVER]
    return tuple(dict.fromkeys(word[: max(_SHORTEST, len(word) - _STEM)] for word in telling))[:_MOST_WORDS]


def _phrase(name: str) -> str:
    plain = " ".join(re.findall(r"[\w'-]+", name)).casefold()
    return f'"{plain}"' if " " in plain else plain
