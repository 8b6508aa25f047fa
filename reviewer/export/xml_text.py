"""What a text of evidence becomes in an XML file."""

from __future__ import annotations


def fit(text: str) -> str:
    """A text without what XML 1.0 cannot hold (section 2.2): a blank instead; line ends are line feeds."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each if _allowed(ord(each)) else " " for each in plain)


def _allowed(sign: int) -> bool:
    return sign in {0x9, 0xA} or 0x20 <= sign <= 0xD7FF or 0xE000 <= sign <= 0xFFFD or sign >= 0x10000
