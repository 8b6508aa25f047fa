"""What a text of evidence becomes in an XML file."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_FORBIDDEN = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def fit(text: str) -> str:
    """A text without what XML 1.0 cannot hold (section 2.2): a blank instead; line ends are line feeds."""
    return _FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def xml_bytes(root: ET.Element) -> bytes:
    """A file of XML in UTF-8, of texts that :func:`fit`; encoded as a whole, not name by name as Python would."""
    written: str = ET.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{written}".encode()
