"""Text files, calendars and cards."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "plain.charset_guessed": "character set guessed: {charset}; the file names none",
    "plain.attached_many": "only the first {limit:,} files in its entries are taken out",
    "plain.entries_many": "only the first {limit:,} entries are shown",
    "plain.entry_open": "an entry is not closed; the file may be cut short",
    "plain.lines_unread": "{count:,} {count:line is|lines are} no field and shown as written",
    "plain.no_entry_in_calendar": "no entry can be found in what calls itself a calendar",
    "plain.no_entry_in_card": "no entry can be found in what calls itself a card",
    "plain.text_long": "only its first {limit:,} characters are shown and searched",
}
"""The sentence of each code; see :mod:`reviewer.domain.reasons.vocabulary` for how places are written."""
