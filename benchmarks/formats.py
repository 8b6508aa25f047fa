"""What an intake reads of real files, format by format: ``REVIEWER_CORPORA=FOLDER python -m benchmarks.formats``.

Takes all files of the folder into a case, with the passwords that its PASSWORDS.tsv knows, and writes the figures into
``docs/formats.md``, between the marks that stand there; the words around them are written by hand. With ``--pages`` it
makes the pages of every item too, which takes some ten minutes.
"""

from __future__ import annotations

import csv
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.casefile.engine.case import Case
from reviewer.casefile.engine.credential import Key, new_salt
from reviewer.casefile.engine.opening import create_case
from reviewer.casefile.evidence import items as kept
from reviewer.domain.evidence.item import Item
from reviewer.domain.evidence.reading import Kind, State
from reviewer.domain.reasons.catalogue import sentence
from reviewer.errors import KnownError
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases import search
from reviewer.usecases.evidence import intake, items, passwords
from reviewer.usecases.pages import item_pages
from reviewer.workers.archive.formats import identify_archive
from reviewer.workers.formats import name_of

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "formats.md"

SECTIONS = {
    Kind.EMAIL: "mail",
    Kind.MBOX: "mail",
    Kind.STORE: "outlook",
    Kind.ARCHIVE: "archives",
    Kind.PDF: "pdf",
    Kind.DOCUMENT: "office",
    Kind.SHEET: "office",
    Kind.SLIDES: "office",
    Kind.IMAGE: "pictures",
    Kind.TEXT: "text",
    Kind.CALENDAR: "calendar",
    Kind.CONTACT: "calendar",
    Kind.OTHER: "other",
}
"""Which section of the document counts which kind; Outlook's messages are mail, and stand with its stores."""

MAKERS = ("LibreOffice", "Chromium", "PyMuPDF")
"""What makes pages, by a word in the name of the engine in whatever letters; the first that is there."""

_NAMES = {Kind.EMAIL: "e-mail", Kind.MBOX: "mailbox (mbox)", Kind.PDF: "PDF"}
_NO_BYTES = "members that could not be taken out"
_SHORTENED = (
    (re.compile(r"^its path is very long.*", re.DOTALL), "a link whose path is very long and was shortened"),
    (re.compile(r"^link to .*", re.DOTALL), "a link to another member"),
    (re.compile(r"“[^”]*”"), "“…”"),
    (re.compile(r"\bPDFium \d+"), "PDFium"),
    (re.compile(r"\bpymupdf [\d.]+"), "PyMuPDF"),
    (re.compile(r"\b\d[\d,]*(?= (?:of \d[\d,]* )?characters\b)"), "N"),
    (re.compile(r"\bof \d[\d,]*(?= characters\b)"), "of N"),
    (re.compile(r"\bpage \d[\d,]*"), "page N"),
    (re.compile(r"\b\d[\d,]* letters? that"), "N letters that"),
    (re.compile(r"^(not by LibreOffice: LibreOffice (?:could not load it|is not asked to read an?)).*"), r"\1 …"),
    (re.compile(r"\b\d[\d,]*(?= (?:bytes|lines|attachments|are there)\b)"), "N"),
    (re.compile(r"(page N [^;]*; [^;]*)(?:; page N .*)+"), r"\1; and further pages"),
)


@dataclass(slots=True)
class Row:
    """What became of the items of one format. ``copies`` are those whose bytes are in the case already."""

    files: int = 0
    members: int = 0
    read: int = 0
    partial: int = 0
    failed: int = 0
    copies: int = 0
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, item: Item) -> None:
        """Count one item."""
        self.files += item.parent is None
        self.members += item.parent is not None
        self.read += item.state is State.OK
        self.partial += item.state is State.PARTIAL
        self.failed += item.state is State.FAILED
        self.copies += item.duplicate_of is not None
        if item.state is not State.OK:
            self.reasons["in part" if item.state is State.PARTIAL else "failed", shortened(item.reason)] += 1


Figures = dict[str, dict[str, Row]]
"""A row per format, by section of the document."""


def main() -> int:
    corpora = Path(os.environ.get("REVIEWER_CORPORA", ""))
    if not os.environ.get("REVIEWER_CORPORA") or not corpora.is_dir():
        print("REVIEWER_CORPORA names no folder of real files", file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory() as scratch,
        Workers() as workers,
        taken(Path(scratch) / "formats.evcase", corpora, workers) as case,
    ):
        blocks = tables(figures(case, listed(corpora)))
        if "--pages" in sys.argv:
            blocks["pages"] = table_of_pages(paged(case, workers, listed(corpora)))
    DOCUMENT.write_text(filled(DOCUMENT.read_text(encoding="utf-8"), blocks), encoding="utf-8")
    print(f"{DOCUMENT.name}: {len(blocks)} tables")
    return 0


@contextmanager
def taken(path: Path, corpora: Path, workers: Workers) -> Iterator[Case]:
    """A new case into which all files of a folder were taken, with the passwords that are known for them."""
    with create_case(path, Key(bytes(range(32)), new_salt()), title="Real files", reviewer="Ada") as case:
        passwords.add(case, known_passwords(corpora), reviewer="Ada")
        intake.add(case, workers, [corpora], reviewer="Ada")
        yield case


def known_passwords(corpora: Path) -> list[str]:
    """The passwords in PASSWORDS.tsv, each once."""
    with (corpora / "PASSWORDS.tsv").open(encoding="utf-8") as file:
        return list(dict.fromkeys(row["password"] for row in csv.DictReader(file, delimiter="\t") if row["password"]))


def listed(corpora: Path) -> set[str]:
    """The files that MANIFEST.tsv lists; what else lies in the folder is about them, or of somebody's making."""
    with (corpora / "MANIFEST.tsv").open(encoding="utf-8") as file:
        return {row["path"] for row in csv.DictReader(file, delimiter="\t")}


def figures(case: Case, paths: Container[str]) -> Figures:
    """Every item that is one of some files or within one, counted by format."""
    found: Figures = {section: {} for section in SECTIONS.values()}
    for item in items.iterate(case, search.ids(case, "")):
        if item.path in paths:
            section, name = place_of(case, item)
            found[section].setdefault(name, Row()).add(item)
    return found


def place_of(case: Case, item: Item) -> tuple[str, str]:
    """In which section, and under which name, an item is counted."""
    form = item.metadata.get("format", "").partition(",")[0]
    section = SECTIONS[item.kind]
    if item.derived:
        return "outlook", "item of a store"
    if form.startswith("Outlook"):
        section = "outlook"
    if item.kind is Kind.OTHER:
        return _place_of_other(case, item)
    if not form and item.kind not in _NAMES:
        data = kept.original(case, item.id)
        form = identify_archive(data) if item.kind is Kind.ARCHIVE else name_of(data).removesuffix(" image")
    return section, form or _NAMES[item.kind]


def _place_of_other(case: Case, item: Item) -> tuple[str, str]:
    if not item.sha256:
        return "archives", _NO_BYTES
    if item.size:
        return "other", name_of(kept.original(case, item.id))
    if any(flag.code in ("archive.link", "archive.device") for flag in item.flags):
        return "archives", "links and devices"
    return "other", "empty files"


def shortened(reason: str) -> str:
    """A reason with names and numbers left out, so that those that say the same count together."""
    for pattern, words in _SHORTENED:
        reason = pattern.sub(words, reason)
    return reason


def tables(found: Figures) -> dict[str, str]:
    """The figures of each section as Markdown: a table of formats, then one of reasons if there are any."""
    made = {section: _table(rows) for section, rows in found.items()}
    made["all"] = _table({section: _sum(rows.values()) for section, rows in found.items()}, total=True)
    return made


def _sum(rows: Iterable[Row]) -> Row:
    one = Row()
    for row in rows:
        for name in ("files", "members", "read", "partial", "failed", "copies"):
            setattr(one, name, getattr(one, name) + getattr(row, name))
    return one


def _table(rows: dict[str, Row], *, total: bool = False) -> str:
    lines = ["| format | files | within others | read | in part | failed | copies |", "| --- " + "| ---: " * 6 + "|"]
    lines += [_line(name, row) for name, row in (rows.items() if total else sorted(rows.items(), key=_order))]
    if total:
        lines.append(_line("**all**", _sum(rows.values())))
    reasons: Counter[tuple[str, str, str]] = Counter()
    for name, row in rows.items():
        for (state, reason), number in row.reasons.items():
            if reason == f"no reader yet for {name}":
                reasons[state, "all but what is named below", "no reader yet for it"] += number
            else:
                reasons[state, name, reason] += number
    if reasons:
        lines += ["", "| not read in full | what | why | items |", "| --- | --- | --- | ---: |"]
        ordered = sorted(reasons.items(), key=lambda each: (each[0][0], each[0][1], -each[1], each[0][2]))
        lines += [f"| {state} | {name} | {_cell(reason)} | {number:,} |" for (state, name, reason), number in ordered]
    return "\n".join(lines)


def _order(named: tuple[str, Row]) -> tuple[int, str]:
    return -(named[1].files + named[1].members), named[0]


def _line(name: str, row: Row) -> str:
    counts = (row.files, row.members, row.read, row.partial, row.failed, row.copies)
    return f"| {name} | " + " | ".join(f"{number:,}" if number else "" for number in counts) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


Made = Counter[tuple[str, str, str]]
"""How many items have pages, by section, by what makes them, and by what is remarked on them."""


def paged(case: Case, workers: Workers, paths: Container[str]) -> Made:
    """Make the pages of every item that has any; of those with the same bytes, of one."""
    found: Made = Counter()
    for item in items.iterate(case, search.ids(case, "")):
        if item.path in paths and item.kind.has_pages and item.state is not State.FAILED and not item.duplicate_of:
            maker, remark = _paged(case, workers, item)
            found[place_of(case, item)[0], maker, remark] += 1
    return found


def _paged(case: Case, workers: Workers, item: Item) -> tuple[str, str]:
    try:
        made = item_pages.make(case, workers, item.id)
    except (WorkerError, KnownError) as error:
        return "nothing", str(error)
    return ("its own" if made.pdf is None else made.engine), "\n".join(map(sentence, made.remarks))


def table_of_pages(found: Made) -> str:
    """Who makes the pages of what, and what is remarked on them, as Markdown."""
    makers: dict[str, Counter[str]] = {}
    remarks: Counter[tuple[str, str]] = Counter()
    for (section, engine, remark), number in found.items():
        maker = next((name for name in MAKERS if name.casefold() in engine.casefold()), engine)
        makers.setdefault(section, Counter())[maker] += number
        for part in filter(None, remark.split("\n")):
            remarks[section, shortened(part)] += number
    columns = [*MAKERS, "its own", "nothing"]
    lines = ["| pages of | " + " | ".join(columns) + " |", "| --- " + "| ---: " * len(columns) + "|"]
    for section in dict.fromkeys(SECTIONS.values()):
        if section in makers:
            counts = (makers[section][column] for column in columns)
            lines.append(f"| {section} | " + " | ".join(f"{each:,}" if each else "" for each in counts) + " |")
    lines += ["", "| remarked on pages of | what | items |", "| --- | --- | ---: |"]
    lines += [f"| {section} | {_cell(remark)} | {number:,} |" for (section, remark), number in sorted(remarks.items())]
    return "\n".join(lines)


def filled(document: str, blocks: dict[str, str]) -> str:
    """The document with new figures between its marks. ValueError for figures that it has no place for."""
    for name, block in blocks.items():
        pattern = re.compile(rf"(<!-- figures: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        parts = pattern.split(document)
        if len(parts) != 4:
            raise ValueError(f"{DOCUMENT.name} has not one place for the figures of {name}")
        before, start, end, after = parts
        document = f"{before}{start}\n{block}\n\n{end}{after}"
    return document


if __name__ == "__main__":
    sys.exit(main())
