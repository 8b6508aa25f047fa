"""How a language sets its signs and numbers apart: English as typed, French with its own spaces.

In French a no-break space stands before a colon and within quotation marks, a narrow one before other signs and between
thousands (Lexique des règles typographiques en usage à l’Imprimerie nationale).
"""

from __future__ import annotations

LANGUAGES = ("en", "fr")
SINGULAR = {"en": (1,), "fr": (0, 1)}
"""The numbers that take the singular."""
WIDE, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
_SPACED = {" :": f"{WIDE}:", "« ": f"«{WIDE}", " »": f"{WIDE}»", " %": f"{WIDE}%"} | {
    f" {sign}": f"{NARROW}{sign}" for sign in ";!?"
}


def spaced(text: str, language: str) -> str:
    """A text of ours as typed, with the spaces of its language before its signs, where no line breaks."""
    if language == "fr":
        for typed, set_ in _SPACED.items():
            text = text.replace(typed, set_)
    return text


def grouped(value: int, language: str) -> str:
    """A number with its thousands apart."""
    return f"{value:,}".replace(",", NARROW) if language == "fr" else f"{value:,}"
