"""The findings report as one HTML file that needs nothing else: no script, no font, no picture, no network.

It opens from disk in any browser; a policy in its head refuses whatever it does not hold itself. What would turn a line
around, and what HTML cannot hold, is spelled out as in the PDF.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from reviewer.export.report.model import (
    Block,
    Cite,
    Definitions,
    Figure,
    Heading,
    Kind,
    Look,
    Paragraph,
    Ref,
    Report,
    Section,
    Span,
    Spans,
    Table,
    plain,
    texts_of,
)
from reviewer.export.shown import count_spelled, spelled_out

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SHORT = 14  # characters of a cell that stay on one line
_UNSAFE_ANCHOR = re.compile(r"[^A-Za-z0-9_-]")


def page(report: Report, template: Path) -> bytes:
    """The report as an HTML page in UTF-8; the same report gives the same bytes. ``template`` holds ``report.css``."""
    style = (template / "report.css").read_text("utf-8")
    body = [_front(report), _contents(report), *(_section(each, report) for each in report.sections)]
    head = (
        f'<!DOCTYPE html>\n<html lang="{_text(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_text(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(report.frame.kind)}{report.frame.colon}{_text(report.title)}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n"
    )
    return (head + "\n".join(body) + "\n</body>\n</html>\n").encode("utf-8", "backslashreplace")


def _front(report: Report) -> str:
    facts = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in report.frame.facts)
    return (
        f'<header>\n<p class="marking">{_text(report.confidentiality)}</p>\n'
        f'{_agency(report)}\n<p class="kind">{_text(report.frame.kind)}</p>\n'
        f'<p class="title">{_text(report.title)}</p>\n<dl>{facts}</dl>\n'
        f'<p class="remark">{_text(report.frame.note)}</p>\n{_spelled(report)}'
        f'<p class="remark">{_text(report.program)}</p>\n</header>'
    )


def _spelled(report: Report) -> str:
    """That characters are spelled out, and how many; nothing where none is."""
    count = count_spelled(texts_of(report))
    said = report.frame.spelled.replace("{count}", str(count))
    return f'<p class="remark">{_text(said)}</p>\n' if count else ""


def _agency(report: Report) -> str:
    said, logo = report.agency, report.agency.logo
    lines = "".join(f'<p class="address">{_text(line)}</p>' for line in said.lines)
    drawn = "" if logo is None else base64.b64encode(logo.png).decode()
    picture = (
        f'<img class="logo" src="data:image/png;base64,{drawn}" alt="{_text(report.frame.logo)}">' if drawn else ""
    )
    return f'<div class="letterhead">{picture}<p class="agency">{_text(said.name)}</p>{lines}</div>'


def _contents(report: Report) -> str:
    lines = []
    for section in report.sections:
        below = [each for each in section.blocks if isinstance(each, Heading) and each.level == 2 and each.anchor]
        inner = "".join(f'<li><a href="#{_anchor(each.anchor)}">{_text(each.text)}</a></li>' for each in below)
        under = f"<ul>{inner}</ul>" if inner else ""
        lines.append(f'<li><a href="#{_anchor(section.key)}">{_text(section.title)}</a>{under}</li>')
    return f'<nav>\n<p class="contents">{_text(report.frame.contents)}</p>\n<ol>{"".join(lines)}</ol>\n</nav>'


def _section(section: Section, report: Report) -> str:
    blocks = "\n".join(_BLOCKS[type(each)](each, report) for each in section.blocks)
    return f'<section id="{_anchor(section.key)}">\n<h1>{_text(section.title)}</h1>\n{blocks}\n</section>'


def _heading(block: Heading, report: Report) -> str:  # noqa: ARG001 - one of the blocks
    return f"<h{block.level}{_id(block.anchor)}>{_text(block.text)}</h{block.level}>"


def _paragraph(block: Paragraph, report: Report) -> str:
    said = _spans(block.spans, report)
    if block.kind is Kind.QUOTATION:
        return f"<blockquote><p>{said}</p></blockquote>"
    return f"<p>{said}</p>" if block.kind is Kind.BODY else f'<p class="{block.kind.value}">{said}</p>'


def _short(cell: Spans) -> str:
    """What keeps a day, or a word or two, on one line."""
    return ' class="short"' if len(plain(cell)) <= _SHORT else ""


def _table(block: Table, report: Report) -> str:
    sides = [' class="number"' if each.numeric else "" for each in block.columns]
    head = "".join(
        f'<th scope="col"{side}>{_text(each.name)}</th>' for each, side in zip(block.columns, sides, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td{side or _short(cell)}>{_spans(cell, report)}</td>" for cell, side in zip(row, sides, strict=True)
        )
        + "</tr>"
        for row in block.rows
    )
    caption = f"<caption>{_text(block.caption)}</caption>" if block.caption else ""
    return f"<table{_id(block.anchor)}>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"


def _figure(block: Figure, report: Report) -> str:  # noqa: ARG001 - one of the blocks
    drawn = base64.b64encode(block.svg.encode()).decode()
    return (
        f'<figure{_id(block.anchor)}><img src="data:image/svg+xml;base64,{drawn}" alt="{_text(block.words)}">'
        f"<figcaption>{_text(block.caption)}</figcaption></figure>"
    )


def _facts(block: Definitions, report: Report) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{_text(name)}</dt><dd>{_spans(said, report)}</dd>" for name, said in block.rows)
        + "</dl>"
    )


_BLOCKS: Mapping[type[Block], Callable[[Any, Report], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Table: _table,
    Figure: _figure,
    Definitions: _facts,
}

_TAGS = {
    Look.PLAIN: ("", ""),
    Look.STRONG: ("<strong>", "</strong>"),
    Look.QUIET: ('<span class="quiet">', "</span>"),
    Look.NOTE: ("<em>", "</em>"),
    Look.CODE: ("<code>", "</code>"),
    Look.QUOTE: ("<q>", "</q>"),
    Look.LACK: ('<strong class="lack">', "</strong>"),
}


def _spans(spans: Spans, report: Report) -> str:
    return "".join(_span(each, report) for each in spans)


def _span(each: Span, report: Report) -> str:
    if isinstance(each, Cite):
        target = _text(f"{report.files[each.exhibit]}#page={each.page}")
        return f'<a class="cite" href="{target}">{_text(each.text)}</a>'
    if isinstance(each, Ref):
        return f'<a href="#{_anchor(each.target)}">{_text(each.text)}</a>'
    before, after = _TAGS[each.look]
    return f"{before}{_text(each.text)}{after}"


def _id(anchor: str) -> str:
    return f' id="{_anchor(anchor)}"' if anchor else ""


def _anchor(name: str) -> str:
    """A name that is safe as ``id`` and in a link; anchors are made by the program from numbers and words."""
    return _UNSAFE_ANCHOR.sub("-", name)


def _text(text: str) -> str:
    return escape(spelled_out(text))
