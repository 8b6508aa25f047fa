"""Tips whose words come from evidence.

Qt takes a tip that looks like markup for markup, and opens the files and folders of other computers that it names.
"""

from __future__ import annotations

import html

from PySide6.QtGui import Qt


def plain(text: str) -> str:
    """What to give Qt as a tip so that it shows this text as it is."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if Qt.mightBeRichText(text) else text
