"""How long a passphrase holds against somebody who has the file and guesses: an estimate, told as one.

The guesses are those of zxcvbn (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016).
It knows English words and names, keyboards, dates and repeats. Words of other languages it takes for letters by chance,
and so for more than they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

_LOOKED_AT = 72
"""Characters that zxcvbn takes; what stands behind them makes a passphrase no weaker."""

LAPTOPS = 4_000
A_SECOND = 10_000
"""Keys that so many laptops derive together: 0.4 s each, see :data:`~reviewer.casefile.engine.credential.PROFILE`."""

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_YEAR = 365 * _DAY
_UNITS = ((_YEAR, "year"), (_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute"), (1, "second"))
_MOST_YEARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many guesses a passphrase takes, and how many seconds those are at :data:`A_SECOND`."""

    guesses: float

    @property
    def seconds(self) -> float:
        """Seconds until it is guessed."""
        return self.guesses / A_SECOND

    @property
    def weak(self) -> bool:
        """Whether it holds less than a hundred years: a case is kept for decades, and computers get faster."""
        return self.seconds < 100 * _YEAR

    def told(self) -> str:
        """The time in words, as “about 3 days”."""
        if self.seconds < 1:
            return "less than a second"
        if self.seconds >= _MOST_YEARS * _YEAR:
            return f"more than {_MOST_YEARS:,} years"
        size, unit = next((size, unit) for size, unit in _UNITS if self.seconds >= size)
        count = round(self.seconds / size)
        return f"about {count:,} {unit}{'' if count == 1 else 's'}"


def estimate(passphrase: str, near: Sequence[str] = ()) -> Estimate:
    """How many guesses a passphrase takes; ``near`` are words that lie near, as the title of the case."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 0.2 s for lists of words that only a new passphrase needs

    if not passphrase:
        return Estimate(0)
    words = [word for each in near for word in (each, *each.split()) if word]
    return Estimate(float(zxcvbn(passphrase[:_LOOKED_AT], user_inputs=words)["guesses"]))


def load_words() -> None:
    """Load the lists of words, which takes 0.2 s, before anybody waits for them. On any thread."""
    import_module("zxcvbn")


def strength(passphrase: str, near: Sequence[str] = ()) -> str:
    """What to say of a new passphrase: how long it holds, and what lasts longer where that is not long."""
    return _said(estimate(passphrase, near))


def strength_hint(passphrase: str, near: Sequence[str] = ()) -> str:
    """The same where a passphrase could be better; else empty."""
    found = estimate(passphrase, near)
    return _said(found) if found.weak else ""


def _said(found: Estimate) -> str:
    said = f"An estimate: {LAPTOPS:,} laptops together would guess this passphrase in {found.told()}."
    return f"{said} Four or more words that do not belong together last longer." if found.weak else said
