"""What a bundle says of itself: its first page for a browser, how to check it, and the words of its slip sheets.

All of it is in the language of the bundle.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reviewer.domain.exports.agency import NOBODY, Agency
from reviewer.export.bag import MANIFEST, TAGMANIFEST
from reviewer.export.texts import Texts
from reviewer.export.verify_bundle import ANSWER, REQUEST

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2328; --quiet: #59636b; --line: #c9cfd4; --paper: #fff; --link: #1f3a8a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaec; --quiet: #a9b2b9; --line: #444c53; --paper: #16191c; --link: #9ab7ff }
}
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
body { color: var(--ink); background: var(--paper) }
h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2rem }
p.quiet, caption, td.quiet { color: var(--quiet) } a { color: var(--link) }
table { border-collapse: collapse; width: 100% } caption { text-align: left; padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line) }
input { font: inherit; padding: .2rem .4rem; min-width: 20rem }
.number { white-space: nowrap; font-variant-numeric: tabular-nums }
td { max-width: 24rem; overflow-wrap: break-word } td.words + td.words { max-width: 16rem }
@media (max-width: 60rem) {
  table, caption, tbody, tr, td, td.words + td.words { display: block; max-width: none }
  thead, tr[hidden], td:empty { display: none }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0 } td { border: 0; padding: .1rem 0 }
  td::before { content: attr(data-label); color: var(--quiet); margin-right: .5rem }
  td:first-child::before { content: none }
  input { min-width: 0; width: 100%; box-sizing: border-box }
}
"""
_PAGE_NUMBER = re.compile(r"[\w.]+-[0-9]{3,}")
_SCRIPT = """
(function () {
  "use strict";
  function plain(text) { return text.normalize("NFKD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase(); }
  var rows = Array.prototype.slice.call(document.querySelectorAll("#documents tbody tr"));
  var texts = rows.map(function (row) { return plain(row.textContent); });
  var label = document.createElement("label"), field = document.createElement("input");
  var told = document.createElement("span");
  label.textContent = FIND;
  field.type = "search";
  told.setAttribute("role", "status");
  field.addEventListener("input", function () {
    var words = plain(field.value).split(/\\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row, at) {
      row.hidden = !words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      shown += row.hidden ? 0 : 1;
    });
    told.textContent = words.length ? " " + FOUND.replace("{shown}", shown).replace("{all}", rows.length) : "";
  });
  label.appendChild(field);
  var line = document.createElement("p"), table = document.querySelector("#documents");
  line.appendChild(label);
  line.appendChild(told);
  table.parentNode.insertBefore(line, table);
})();
"""
"""What finds lines of the list by their words. It makes its field itself, so that without scripts there is none."""
_UNBROKEN = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Blanks at which no line breaks, as before the signs of French."""
_SPACE = re.compile(rf"[^\S{_UNBROKEN}]+")
_FIND, _FOUND = "FIND", "FOUND"
"""What stands in the script for the words of its language."""


def ours(say: Texts) -> tuple[str, str]:
    """What stands on each first page of a language alike: style and script are the program's, and tell of no case."""
    script = _SCRIPT.replace(_FIND, json.dumps(say("index.find")))
    return _STYLE, script.replace(_FOUND, json.dumps(say("index.found", shown="{shown}", all="{all}")))


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document as the first page lists it. ``file`` leads to its pages, ``native`` to the file itself."""

    first: str
    last: str
    control: str
    date: str
    sender: str
    title: str
    pages: int
    how: str
    file: str
    native: str = ""


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """An allegation as the first page lists it, with where the report tells of it and of the officer.

    ``cites`` are the numbers of the pages that it rests on, each with the link to the page, as far as they are here.
    """

    officer: str
    officer_at: str
    clause: str
    outcome: str
    told_at: str
    cites: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says of the whole: its title, who it is for, its numbers, and when it was made by what.

    ``made`` is UTC as ``YYYY-MM-DDTHH:MM:SSZ``.
    """

    title: str
    receiver: str
    confidentiality: str
    first: str
    last: str
    made: str
    program: str
    papers: tuple[tuple[str, str], ...]
    """Further files by name, each with what it is."""
    gaps: tuple[str, ...] = ()
    """Numbers before these that are not used, each with the reason, in words."""
    agency: Agency = NOBODY
    findings: tuple[FindingEntry, ...] = ()
    """What the report in this bundle finds; nothing where it has none."""
    order: str = ""
    """In which order the documents stand, in words."""


def index_page(cover: Cover, entries: Sequence[IndexEntry], say: Texts) -> bytes:
    """The first page. It can be read without a script, has one to find lines by, and forbids any other and to load."""
    style, script = ours(say)
    columns = ("number", "control", "date", "from", "subject", "pages", "how")
    names = [escape(say(f"index.{name}")) for name in columns]
    rows = "\n".join(_row(each, names, say) for each in entries)
    papers = "\n".join(_paper(name, words, say) for name, words in cover.papers)
    gaps = "".join(f"<li>{_shown(each)}</li>" for each in cover.gaps)
    unused = f"<h2>{escape(say('index.unused'))}</h2>\n<ul>{gaps}</ul>\n" if gaps else ""
    heads = "\n".join(f'<th scope="col">{name}</th>' for name in names)
    pages = sum(each.pages for each in entries)
    text = f"""<!DOCTYPE html>
<html lang="{say.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(cover.title)}</title>
<style>{style}</style>
</head>
<body>
{_letterhead(cover.agency, say)}<h1>{escape(cover.title)}</h1>
<p class="quiet">{_whole(escape(_about(cover, say)))}</p>
{_findings(cover.findings, say)}<h2>{escape(say("index.documents"))}</h2>
<table id="documents">
<caption>{escape(say("index.caption", count=len(entries), pages=pages))}</caption>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
{unused}<h2>{escape(say("index.others"))}</h2>
<ul>
{papers}
</ul>
<script>{script}</script>
</body>
</html>
"""
    return text.encode("utf-8")


def _findings(found: Sequence[FindingEntry], say: Texts) -> str:
    """What was found about whom, with links to the report and to the pages; nothing where there is no finding."""
    if not found:
        return ""
    names = [escape(say(each)) for each in ("word.officer", "word.clause", "word.outcome", "index.rests_on")]
    heads = "\n".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "\n".join(_finding(each, names, say) for each in found)
    return f"""<h2>{escape(say("index.findings"))}</h2>
<table id="findings">
<caption>{escape(say("index.findings_caption", count=len(found)))}</caption>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
"""


def _finding(each: FindingEntry, names: Sequence[str], say: Texts) -> str:
    pages = ", ".join(f'<a href="{escape(at)}">{_whole(escape(number))}</a>' for number, at in each.cites)
    cells = (
        f'<a href="{escape(each.officer_at)}">{_shown(each.officer)}</a>',
        _shown(each.clause),
        f'<a href="{escape(each.told_at)}">{_shown(each.outcome)}</a>',
        pages or escape(say("index.no_pages")),
    )
    made = (f'<td class="words" data-label="{name}">{cell}</td>' for name, cell in zip(names, cells, strict=True))
    return f"<tr>{''.join(made)}</tr>"


def _about(cover: Cover, say: Texts) -> str:
    """Who it is for, its numbers, and when it was made."""
    stamp = f" · {cover.confidentiality}" if cover.confidentiality else ""
    told = (
        say("index.for", receiver=cover.receiver, first=cover.first, last=cover.last, stamp=stamp),
        say("index.made", moment=say.second(cover.made), program=cover.program),
        cover.order,
        say("index.copies"),
        say("index.language"),
    )
    return " ".join(filter(None, told))


def _paper(name: str, words: str, say: Texts) -> str:
    """A further file, with a link to it."""
    return f'<li><a href="{escape(name)}">{escape(name)}</a>{escape(say.colon)}{escape(words)}</li>'


def _letterhead(agency: Agency, say: Texts) -> str:
    """The agency at the head of the page; nothing where nothing is said of it."""
    logo, lines = agency.logo, [each for each in (agency.name, *agency.lines) if each]
    drawn = "" if logo is None else base64.b64encode(logo.png).decode()
    alt = escape(say("frame.logo", name=agency.name or say("frame.agency")))
    picture = (
        f'<img src="data:image/png;base64,{drawn}" alt="{alt}" style="max-height:5rem;max-width:12rem">\n'
        if drawn
        else ""
    )
    return picture + (f"<p>{'<br>'.join(map(escape, lines))}</p>\n" if lines else "")


def _whole(html: str) -> str:
    """The same with numbers of pages, such as PMPD-000001, that no line breaks behind their hyphen."""
    return _PAGE_NUMBER.sub(r'<span class="number">\g<0></span>', html)


def _row(each: IndexEntry, names: Sequence[str], say: Texts) -> str:
    """A document; on a narrow screen each cell stands on a line of its own, behind the name of its column."""
    number = each.first if each.first == each.last else say("paper.range", first=each.first, last=each.last)
    native = f' · <a href="{escape(each.native)}">{escape(say("index.native"))}</a>' if each.native else ""
    cells = (
        ("number", f'<a href="{escape(each.file)}">{escape(number)}</a>'),
        ("number", _shown(each.control)),
        ("number", _shown(each.date)),
        ("words", _shown(each.sender)),
        ("words", _shown(each.title)),
        ("number", say.number(each.pages)),
        ("quiet", f"{_whole(_shown(each.how))}{native}"),
    )
    made = (
        f'<td class="{kind}" data-label="{name}">{cell}</td>' for name, (kind, cell) in zip(names, cells, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>"


def _shown(text: str) -> str:
    """A text from evidence: on one line, without what could turn the direction of the line."""
    line = _SPACE.sub(" ", text).strip()
    plain = "".join(each if each.isprintable() or each in _UNBROKEN else " " for each in line)
    return f"<bdi>{escape(plain)}</bdi>" if plain else ""


def verify_text(cover: Cover, fingerprint: str, say: Texts) -> bytes:
    """How to check the bundle, in plain words."""
    signed = (
        say("verify.signed", fingerprint=fingerprint, tagmanifest=TAGMANIFEST)
        if fingerprint
        else say("verify.unsigned", tagmanifest=TAGMANIFEST)
    )
    return say(
        "verify.text",
        title=cover.title,
        receiver=cover.receiver,
        first=cover.first,
        last=cover.last,
        made=say.second(cover.made),
        program=cover.program,
        manifest=MANIFEST,
        tagmanifest=TAGMANIFEST,
        request=REQUEST,
        answer=ANSWER,
        signed=signed,
    ).encode()


def slip(number: str, lines: Sequence[str], about: str, agency: Agency = NOBODY) -> str:
    """The words of a slip sheet; the agency's name and address stand below, for a platform reads the number first."""
    head = [each for each in (agency.name, *agency.lines) if each]
    return "\n".join([number, "", *lines, "", "", about, *([""] if head else []), *head, ""])
