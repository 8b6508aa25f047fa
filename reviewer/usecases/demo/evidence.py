"""The evidence of the demo on disk: mailboxes, documents, tables. The same bytes from each run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer.domain.progress import Progress, Quiet
from reviewer.usecases.demo import mails, papers, tables
from reviewer.usecases.demo.plan import Story

MAILBOXES = "Mailboxes"
TABLES = "Personnel"
ROSTER = "roster.csv"
COMPLAINTS = "complaints 2011-2021.csv"
DAMAGED = ("Harbor Station files", "Copy of invoice 4471.pdf")
"""Folder and name of a file of which only the start is left: no reader finds a page in it."""
_LEFT = 900
"""Bytes that are left of it."""

_LEGEND = f"""Columns of {ROSTER} (one line for each assignment of an officer):
{chr(10).join(tables.ROSTER_FIELDS)}

{tables.ROSTER_MEANING}

Columns of {COMPLAINTS}:
{chr(10).join(tables.COMPLAINT_FIELDS)}

{tables.COMPLAINT_MEANING}
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written: the folders to take in with the custodian of each, and how much there is."""

    sources: tuple[tuple[str, Path], ...]
    roster: Path
    messages: int
    documents: int
    tables: int


def write(story: Story, folder: Path, progress: Progress | None = None) -> Evidence:
    """Write the evidence into a folder that is new or empty."""
    watched = progress or Quiet()
    watched.step(0, 3, "documents")
    files = papers.attachments(story, watched)
    placed = [paper for paper in story.papers if paper.place]
    for paper in placed:
        target = folder / paper.place / paper.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[paper.key][2])
    folder.joinpath(*DAMAGED).write_bytes(files["invoice-chairs"][2][:_LEFT])
    watched.step(1, 3, "mailboxes")
    messages = mails.write(story, files, folder / MAILBOXES)
    watched.step(2, 3, "tables")
    personnel = folder / TABLES
    personnel.mkdir(parents=True, exist_ok=True)
    written = {ROSTER: tables.roster(story.officers), COMPLAINTS: tables.complaint_history(story.complaints)}
    for name, data in written.items():
        (personnel / name).write_bytes(data)
    (personnel / "columns.txt").write_text(_LEGEND, encoding="utf-8", newline="\n")
    watched.step(3, 3, "evidence written")
    places = dict.fromkeys([*(paper.place for paper in placed), TABLES])
    return Evidence(
        sources=(
            *((each.folder, folder / MAILBOXES / each.folder) for each in story.custodians),
            *((place, folder / place) for place in places),
        ),
        roster=personnel / ROSTER,
        messages=messages,
        documents=len(placed) + 1,
        tables=len(written),
    )
