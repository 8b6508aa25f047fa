"""What a text of evidence becomes in an XML file."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def fit(text: str) -> str:
    """A text without what XML 1.0 cannot hold (section 2.2): a blank instead; line ends are line feeds."""
    return _FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
