"""The documents of the story that are no messages: lists, flyers, invoices, a policy, a scanned memo."""

from __future__ import annotations

from reviewer.domain.progress import Progress, Quiet, stop_if_cancelled
from reviewer.usecases.demo import material, pictures
from reviewer.usecases.demo.plan import Paper, Story
from reviewer.usecases.demo.tables import burglaries
from reviewer.usecases.demo.typesetting import draw_paper, set_paper

_SCANNER_DPI = 110
_GRAIN = (425, 550)


def attachments(story: Story, progress: Progress | None = None) -> dict[str, tuple[str, str, bytes]]:
    """File name, media type and bytes of every document, by key, whether it is attached or lies by itself."""
    watched = progress or Quiet()
    made = {}
    for paper in story.papers:
        stop_if_cancelled(watched)
        made[paper.key] = (paper.file, "application/pdf", pdf(paper))
    made["figures-csv"] = ("burglary figures.csv", "text/csv", burglaries())
    return made


def pdf(paper: Paper) -> bytes:
    """One document. A scan is one picture and holds no text."""
    template = material.template(paper.template)
    if not paper.scan:
        return set_paper(template, paper.data)
    sheet = draw_paper(template, paper.data, dots_per_inch=_SCANNER_DPI)
    dust = pictures.grain(*_GRAIN, seed=len(sheet))
    return set_paper(material.template("scan"), paper.data, {"sheet.png": sheet, "grain.png": dust})
