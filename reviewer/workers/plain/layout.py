"""The page of a text file as it is printed: a letterhead of facts, then the text, the table or the entries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from reviewer.domain.reasons.catalogue import sentences
from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.workers.email.html_text import tidy
from reviewer.workers.email.layout import foot_lines, page_html, printable
from reviewer.workers.email.sanitise import sanitise
from reviewer.workers.layout_bounds import MOST_CELLS
from reviewer.workers.plain.fields import Fields
from reviewer.workers.plain.reading import Plain, entries_text, open_plain, shown_words
from reviewer.workers.plain.tables import rows_of

_MOST_CHARS = 400_000  # of a text that are printed, some 130 pages; a browser takes seconds for them
_MOST_IN_TABLE = 200_000
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
    """A page to print that needs no other file, and the same as plain text; ``plain`` says what is too much for one."""

    html: str
    text: str
    plain: Reasons = ()


@dataclass(slots=True)
class _Body:
    """The HTML of what a file holds, and all of it as plain text. ``foot`` stands last; ``plain`` is as in Laid."""

    html: str
    text: str
    foot: list[str] = field(default_factory=list)
    plain: Reasons = ()
    broken: str = ""


def lay_out_plain(data: bytes, title: str, name: str) -> Laid:
    """Make the page to print of a text file; ``title`` is the control number, ``name`` the file's. Refusal if empty."""
    plain = open_plain(data, name)
    sheet = _STYLE
    if plain.fields and plain.fields.entries:
        body = _entries(plain.fields)
    elif plain.format == "HTML":
        clean = sanitise(plain.decoded.text, {})
        body = _Body(f'<div class="evr-mail">{clean.html}</div>', shown_words(clean), foot_lines(clean))
        sheet += clean.sheet
    elif plain.dialect:
        body = _table(plain)
    else:
        body = _text(plain)
    head = _letterhead(plain, title, name)
    if body.broken:
        head.append(("Lines", body.broken))
    if plain.reasons:
        head.append(("Read in part", f"{sentences(plain.reasons)}."))
    words = "\n".join([*(f"{label}: {value}" for label, value in head), "", body.text, "", *body.foot])
    return Laid(page_html(title, head, sheet, body.html, body.foot), f"{tidy(words)}\n", body.plain)


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


def _text(plain: Plain) -> _Body:
    text = printable(plain.decoded.text.replace("\f", "\n"))
    if len(text) > _MOST_CHARS:
        return _Body("", text, plain=(_too_many("characters", len(text), _MOST_CHARS),))
    broken = ""
    if any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        broken = f"those of more than {_LONGEST_LINE:,} characters are broken"
        text = _LONG.sub("\\g<0>\n", text)
    return _Body(f'<pre class="evr-file" dir="auto">{escape(text)}</pre>', text, broken=broken)


def _table(plain: Plain) -> _Body:
    """The table; one that is too large is set as it stands in the file."""
    assert plain.dialect is not None  # noqa: S101 - the caller has looked
    rows: list[list[str]] = []
    cells = letters = 0
    for row in rows_of(plain.decoded.text, plain.dialect):
        rows.append([printable(cell.replace("\r\n", "\n")) for cell in row[: MOST_CELLS + 1]])
        cells += len(row)
        letters += sum(map(len, row))
        if cells > MOST_CELLS or letters > _MOST_IN_TABLE:
            unit, limit = ("cells", MOST_CELLS) if cells > MOST_CELLS else ("characters", _MOST_IN_TABLE)
            whole = printable(plain.decoded.text.replace("\r\n", "\n").replace("\f", "\n"))
            return _Body("", whole, plain=(Reason("pages.many", unit=unit, limit=limit),))
    lines = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    text = "\n".join("\t".join(row) for row in rows)
    return _Body(f'<table class="evr-cells">\n{lines}\n</table>', text)


def _too_many(unit: str, count: int, limit: int) -> Reason:
    return Reason("pages.large", count=count, unit=unit, limit=limit)


def _cell(words: str) -> str:
    """A cell breaks between words, so that each can be found and quoted; within a word only if it is very long."""
    if _LONG_WORD.search(words):
        return f'<td class="evr-long">{escape(words)}</td>'
    return f"<td>{_JOINED.sub(lambda word: f'<span>{word[0]}</span>', escape(words))}</td>"


def _entries(fields: Fields) -> _Body:
    text = printable(entries_text(fields))
    if len(fields.entries) > _MOST_ENTRIES:
        return _Body("", text, plain=(_too_many("entries", len(fields.entries), _MOST_ENTRIES),))
    tables = [rows for rows in (fields.about, *(entry.rows for entry in fields.entries)) if rows]
    body = "\n".join(f'<table class="evr-fields">\n{_field_rows(rows)}</table>' for rows in tables)
    return _Body(body, text)


def _field_rows(rows: list[tuple[str, str]]) -> str:
    return "".join(
        f'<tr><th>{escape(printable(label))}</th><td dir="auto">{escape(printable(value))}</td></tr>\n'
        for label, value in rows
    )
