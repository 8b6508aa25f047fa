"""Icons by what they stand for, drawn in the theme's colours at any size."""

from __future__ import annotations

import qtawesome
from PySide6.QtGui import QIcon

from reviewer.gui import theme

_NAMES = {
    "review": "ph.book-open",
    "search": "ph.magnifying-glass",
    "people": "ph.users",
    "ledger": "ph.coin",
    "findings": "ph.bank",
    "interviews": "ph.chats-circle",
    "exports": "ph.export",
    "custody": "ph.shield-check",
    "lock": "ph.lock-simple",
    "reviewer": "ph.user",
    "add": "ph.plus",
    "open": "ph.folder-open",
    "case": "ph.briefcase",
    "attachment": "ph.paperclip",
    "failed": "ph.warning-circle",
    "partial": "ph.warning",
    "pin": "ph.push-pin",
    "zoom_in": "ph.magnifying-glass-plus",
    "zoom_out": "ph.magnifying-glass-minus",
    "fit": "ph.frame-corners",
    "up": "ph.caret-up",
    "down": "ph.caret-down",
    "close": "ph.x",
    "relevant": "ph.check-circle",
    "not_relevant": "ph.minus-circle",
    "privileged": "ph.scales",
    "note": "ph.note-pencil",
    "sort": "ph.sort-ascending",
    "drawer": "ph.columns",
    "overviews": "ph.list-numbers",
    "help": "ph.question",
    "undo": "ph.arrow-u-up-left",
    "redo": "ph.arrow-u-up-right",
    "import": "ph.download-simple",
    "swap": "ph.arrows-left-right",
    "delete": "ph.trash",
    "email": "ph.envelope-simple",
    "pdf": "ph.file-pdf",
    "mbox": "ph.archive-box",
    "store": "ph.archive-box",
    "archive": "ph.package",
    "document": "ph.article",
    "sheet": "ph.table",
    "slides": "ph.presentation",
    "image": "ph.image",
    "text": "ph.file-text",
    "calendar": "ph.calendar-blank",
    "contact": "ph.identification-card",
    "thread": "ph.tree-structure",
    "missing": "ph.file-dotted",
    "locked": "ph.lock-key",
    "hidden": "ph.eye-slash",
    "machine": "ph.cpu",
    "copies": "ph.copy",
    "folder": "ph.folder",
    "other": "ph.file",
    "proof": "ph.quotes-fill",
    "no_proof": "ph.quotes",
    "edit": "ph.pencil-simple",
    "back": "ph.arrow-left",
}


def icon(name: str, color: str = "muted", *, active: str = "accent") -> QIcon:
    """The icon of that meaning; ``color`` and ``active`` (when checked or selected) are names of colour tokens."""
    colors = theme.theme().colors
    made: QIcon = qtawesome.icon(
        _NAMES[name],
        color=getattr(colors, color),
        color_active=getattr(colors, active),
        color_on=getattr(colors, active),
        color_selected=getattr(colors, active),
        color_disabled=colors.line,
    )
    return made
