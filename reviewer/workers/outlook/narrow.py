"""The 8-bit strings of a message: which character sets they may have, and which of them was taken.

A message names up to three: the code page of its strings, the language of who wrote it, and the set in which its body
travelled, which is often another one ([MS-OXCMSG], section 2.2.1.56.6; [MS-OXPROPS], PidTagMessageCodepage and
PidTagMessageLocaleId). The first that can hold a string is that of the string.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.email.charsets import codec_of, decode, told

_PAGES = {
    20127: "ascii", 65000: "utf-7", 65001: "utf-8", 1200: "utf-16-le", 1201: "utf-16-be", 12000: "utf-32-le",
    936: "gb18030", 52936: "hz", 54936: "gb18030", 20866: "koi8-r", 21866: "koi8-u", 20932: "euc-jp", 51932: "euc-jp",
    50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 50225: "iso-2022-kr", 51949: "euc-kr",
    51936: "gb2312", 38598: "iso-8859-8", 10000: "macintosh", 10007: "x-mac-cyrillic", 949: "euc-kr", 932: "shift_jis",
    950: "big5",
}  # fmt: skip
_BY_LANGUAGE = {
    1250: (0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1251: (0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F, 0x40, 0x44),
    1253: (0x08,), 1254: (0x1F,), 1255: (0x0D,), 1256: (0x01, 0x20, 0x29), 1257: (0x25, 0x26, 0x27), 1258: (0x2A,),
    874: (0x1E,), 932: (0x11,), 949: (0x12,), 936: (0x04,),
}  # fmt: skip
_TRADITIONAL = (0x0404, 0x0C04, 0x1404)  # Chinese of Taiwan, Hong Kong and Macao
_CYRILLIC_SERBIAN = (0x0C1A, 0x1C1A)
_ENOUGH = 65_536


@dataclass(slots=True)
class Narrow:
    """The sets that 8-bit strings may have, the likeliest first; ``letters`` is the set that the letters tell.

    ``guessed`` gathers those that nothing names, or that are not the one that is named first.
    """

    claims: tuple[str, ...] = ()
    letters: str = ""
    guessed: dict[str, None] = field(default_factory=dict)

    def text(self, raw: bytes, first: str = "") -> str:
        """A string by the first set that can hold it; ``first`` is asked before the others."""
        for claim in (first, *self.claims, self.letters):
            read = decode(raw, claim) if claim and codec_of(claim) else None
            if read and read.whole:
                if claim not in (first, *self.claims[:1]) and not raw.isascii():
                    self.guessed[claim] = None
                return read.text
        text, name = told(raw)
        if not raw.isascii():
            self.guessed[name] = None
        return text

    @property
    def remarks(self) -> Reasons:
        """What is to be said of those that were guessed."""
        return tuple(Reason("outlook.charset_guessed", charset=name) for name in self.guessed)


def narrow_of(pages: Iterable[int], language: int, strings: Iterable[bytes], fallback: Narrow) -> Narrow:
    """The sets of a message: by the number of its code page, its language, and the set of its body, in this order."""
    page, *others = pages
    numbers = (page, page_of_language(language) if language else 0, *others)
    claims = tuple(dict.fromkeys(name for number in numbers if number and (name := charset_of(number))))
    if not claims:
        claims = fallback.claims
    sample = b"\n".join(raw for raw in strings if not raw.isascii())[:_ENOUGH]
    return Narrow(claims, told(sample)[1] if sample else fallback.letters)


def charset_of(codepage: int) -> str:
    """The charset name for the number of a Windows code page, or empty when it is not known."""
    name = _PAGES.get(codepage) or (f"iso-8859-{codepage - 28590}" if 28591 <= codepage <= 28606 else "")
    name = name or (f"windows-{codepage}" if 1250 <= codepage <= 1258 or codepage == 874 else f"cp{codepage}")
    return name if codec_of(name) else ""


def page_of_language(language: int) -> int:
    """The code page that Windows has for a language ([MS-LCID]); most have that of Western Europe."""
    if language & 0xFFFF in _TRADITIONAL:
        return 950
    if language & 0xFFFF in _CYRILLIC_SERBIAN:
        return 1251
    return next((page for page, languages in _BY_LANGUAGE.items() if language & 0x3FF in languages), 1252)
