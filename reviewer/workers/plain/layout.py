"""The page of a text file as it is printed: a letterhead of facts, then the text, the table or the entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from reviewer.domain.reasons.catalogue import sentences
from reviewer.workers.email.html_text import tidy
from reviewer.workers.email.layout import foot_lines, page_html, printable
from reviewer.workers.email.sanitise import sanitise
from reviewer.workers.plain.fields import Fields
from reviewer.workers.plain.reading import Plain, entries_text, open_plain, shown_words
from reviewer.workers.plain.tables import rows_of

_MOST_CHARS = 400_000  # of a text that are printed, some 130 pages; a browser takes seconds for them
_MOST_IN_TABLE = 200_000
_MOST_ROWS = 2_000  # of a table
_MOST_COLUMNS = 100
_MOST_IN_CELL = 2_000  # characters
_MOST_ENTRIES = 1_000

_LONG_WORD = re.compile(r"\S{41}")
_JOINED = re.compile(r"[^\s-]+-\S*")  # which a browser would break behind its hyphen: C14-003, 2014-02-11
_LONGEST_LINE = 2_000  # characters; a browser takes minutes to break a file that is one line
_LONG = re.compile(rf"[^\n]{{{_LONGEST_LINE}}}")

_STYLE = """
.evr-body pre.evr-file { font: 9pt "Noto Sans Mono", "DejaVu Sans Mono", monospace; margin: 0; tab-size: 4; }
.evr-body pre.evr-file { overflow-wrap: anywhere; unicode-bidi: plaintext; }
.evr-body table.evr-cells { border-collapse: collapse; font-size: 8pt; }
.evr-body table.evr-cells td { border: 0.5pt solid #bbb; padding: 1pt 3pt; vertical-align: top; }
.evr-body table.evr-cells td { overflow-wrap: break-word; white-space: pre-wrap; unicode-bidi: plaintext; }
.evr-body table.evr-cells td.evr-long { overflow-wrap: anywhere; min-width: 90pt; }
.evr-body table.evr-cells span { white-space: nowrap; }
.evr-body table.evr-fields { border-collapse: collapse; width: 100%; margin: 0 0 14pt; }
.evr-body table.evr-fields { table-layout: fixed; border-top: 0.75pt solid #888; }
.evr-body table.evr-fields th { width: 120pt; text-align: start; vertical-align: top; font-weight: 600; color: #444; }
.evr-body table.evr-fields td { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.evr-body table.evr-fields th, .evr-body table.evr-fields td { padding: 2pt 8pt 2pt 0; }
"""


@dataclass(frozen=True, slots=True)
class Laid:
    """A page to print that needs no other file, and the same as plain text."""

    html: str
    text: str


def lay_out_plain(data: bytes, title: str, name: str) -> Laid:
    """Make the page to print of a text file; ``title`` is the control number, ``name`` the file's. Refusal if empty."""
    plain = open_plain(data, name)
    sheet = _STYLE
    foot: list[str] = []
    if plain.fields and plain.fields.entries:
        body, text, foot = _entries(plain.fields)
    elif plain.format == "HTML":
        clean = sanitise(plain.decoded.text, {})
        body, text, foot = f'<div class="evr-mail">{clean.html}</div>', shown_words(clean), foot_lines(clean)
        sheet += clean.sheet
    elif plain.dialect:
        body, text, foot = _table(plain)
    else:
        body, text, foot = _text(plain)
    if plain.reasons:
        foot.append(f"Read in part: {sentences(plain.reasons)}.")
    head = _letterhead(plain, title, name)
    words = "\n".join([*(f"{label}: {value}" for label, value in head), "", text, "", *foot])
    return Laid(page_html(title, head, sheet, body, foot), f"{tidy(words)}\n")


def _letterhead(plain: Plain, title: str, name: str) -> list[tuple[str, str]]:
    rows = [("Item", title), ("File", name)]
    kind = {"text": "plain text", "CSV": "table", "TSV": "table"}.get(plain.format, plain.format)
    if plain.dialect:
        kind += f", cells separated by {plain.dialect.name}"
    rows.append(("Kind", kind))
    if plain.title:
        rows.append(("Title", plain.title))
    if plain.decoded.guessed:
        rows.append(("Letters", f"read as {plain.decoded.charset}, which the file does not say"))
    return [(label, printable(value)) for label, value in rows if value]


def _text(plain: Plain) -> tuple[str, str, list[str]]:
    text = printable(plain.decoded.text.replace("\f", "\n"))
    foot = []
    if len(text) > _MOST_CHARS:
        foot.append(f"Not printed: all but the first {_MOST_CHARS:,} of {len(text):,} characters.")
        text = text[:_MOST_CHARS]
    if any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        foot.append(f"Lines of more than {_LONGEST_LINE:,} characters are broken.")
        text = _LONG.sub("\\g<0>\n", text)
    return f'<pre class="evr-file" dir="auto">{escape(text)}</pre>', text, foot


def _table(plain: Plain) -> tuple[str, str, list[str]]:
    assert plain.dialect is not None  # noqa: S101 - the caller has looked
    rows: list[list[str]] = []
    count = widest = cut = used = 0
    for row in rows_of(plain.decoded.text, plain.dialect):
        count += 1
        widest = max(widest, len(row))
        if len(rows) < _MOST_ROWS and used < _MOST_IN_TABLE:
            cells = [printable(cell.replace("\r\n", "\n")) for cell in row[:_MOST_COLUMNS]]
            cut += sum(len(cell) > _MOST_IN_CELL for cell in cells)
            rows.append([cell[:_MOST_IN_CELL] for cell in cells])
            used += sum(len(cell) for cell in rows[-1])
    foot = []
    if count > len(rows):
        foot.append(f"Not printed: all but the first {len(rows):,} of {count:,} rows.")
    if widest > _MOST_COLUMNS:
        foot.append(f"Not printed: all but the first {_MOST_COLUMNS} of {widest:,} columns.")
    if cut:
        foot.append(f"Cut to {_MOST_IN_CELL:,} characters: {cut:,} cells.")
    lines = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    text = "\n".join("\t".join(row) for row in rows)
    return f'<table class="evr-cells">\n{lines}\n</table>', text, foot


def _cell(words: str) -> str:
    """A cell breaks between words, so that each can be found and quoted; within a word only if it is very long."""
    if _LONG_WORD.search(words):
        return f'<td class="evr-long">{escape(words)}</td>'
    return f"<td>{_JOINED.sub(lambda word: f'<span>{word[0]}</span>', escape(words))}</td>"


def _entries(fields: Fields) -> tuple[str, str, list[str]]:
    shown = Fields(fields.entries[:_MOST_ENTRIES], fields.about)
    tables = [rows for rows in (fields.about, *(entry.rows for entry in shown.entries)) if rows]
    body = "\n".join(f'<table class="evr-fields">\n{_field_rows(rows)}</table>' for rows in tables)
    foot = []
    if len(fields.entries) > _MOST_ENTRIES:
        foot.append(f"Not printed: all but the first {_MOST_ENTRIES:,} of {len(fields.entries):,} entries.")
    return body, printable(entries_text(shown)), foot


def _field_rows(rows: list[tuple[str, str]]) -> str:
    return "".join(
        f'<tr><th>{escape(printable(label))}</th><td dir="auto">{escape(printable(value))}</td></tr>\n'
        for label, value in rows
    )
