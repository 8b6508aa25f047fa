"""What a bundle says of itself: its first page for a browser, how to check it, and the words of its slip sheets."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reviewer.domain.exports.agency import NOBODY, Agency
from reviewer.export.bag import MANIFEST, TAGMANIFEST
from reviewer.export.verify_bundle import ANSWER, REQUEST

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2328; --quiet: #59636b; --line: #c9cfd4; --paper: #fff; --link: #1f3a8a }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eaec; --quiet: #a9b2b9; --line: #444c53; --paper: #16191c; --link: #9ab7ff }
}
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
body { color: var(--ink); background: var(--paper) }
h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2rem }
p.quiet, caption, td.quiet { color: var(--quiet) } a { color: var(--link) }
table { border-collapse: collapse; width: 100% } caption { text-align: left; padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line) }
input { font: inherit; padding: .2rem .4rem; min-width: 20rem }
td.number { white-space: nowrap; font-variant-numeric: tabular-nums } td { overflow-wrap: anywhere }
"""
_SCRIPT = """
(function () {
  "use strict";
  function plain(text) { return text.normalize("NFKD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase(); }
  var rows = Array.prototype.slice.call(document.querySelectorAll("tbody tr"));
  var texts = rows.map(function (row) { return plain(row.textContent); });
  var label = document.createElement("label"), field = document.createElement("input");
  var told = document.createElement("span");
  label.textContent = "Find in this list: ";
  field.type = "search";
  told.setAttribute("role", "status");
  field.addEventListener("input", function () {
    var words = plain(field.value).split(/\\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row, at) {
      row.hidden = !words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      shown += row.hidden ? 0 : 1;
    });
    told.textContent = words.length ? " " + shown + " of " + rows.length + " documents" : "";
  });
  label.appendChild(field);
  var line = document.createElement("p"), table = document.querySelector("table");
  line.appendChild(label);
  line.appendChild(told);
  table.parentNode.insertBefore(line, table);
})();
"""
"""What finds lines of the list by their words. It makes its field itself, so that without scripts there is none."""
OURS = (_STYLE, _SCRIPT)
"""What stands on each first page alike: style and script are the program's, and tell nothing of a case."""
_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{_HASH}'"


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
class Cover:
    """What the first page says of the whole: its title, who it is for, its numbers, and when it was made by what."""

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


def index_page(cover: Cover, entries: Sequence[IndexEntry]) -> bytes:
    """The first page. It can be read without a script, has one to find lines by, and forbids any other and to load."""
    stamp = f" · {escape(cover.confidentiality)}" if cover.confidentiality else ""
    pages = sum(each.pages for each in entries)
    rows = "\n".join(map(_row, entries))
    papers = "\n".join(
        f'<li><a href="{escape(name)}">{escape(name)}</a>: {escape(words)}</li>' for name, words in cover.papers
    )
    gaps = "".join(f"<li>{_shown(each)}</li>" for each in cover.gaps)
    unused = f"<h2>Numbers that are not used</h2>\n<ul>{gaps}</ul>\n" if gaps else ""
    text = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(cover.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
{_letterhead(cover.agency)}<h1>{escape(cover.title)}</h1>
<p class="quiet">For {escape(cover.receiver)}. {escape(cover.first)} to {escape(cover.last)}{stamp}.
Made {escape(cover.made)} UTC by {escape(cover.program)}. How to check that nothing was altered: VERIFY.txt,
beside the folder of this page.</p>
<h2>Documents</h2>
<table>
<caption>{len(entries):,} documents on {pages:,} numbered pages. Times are UTC.</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Control number</th><th scope="col">Date</th>
<th scope="col">From</th><th scope="col">Subject or name</th><th scope="col">Pages</th>
<th scope="col">How it is here</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
{unused}<h2>Other files</h2>
<ul>
{papers}
</ul>
<script>{_SCRIPT}</script>
</body>
</html>
"""
    return text.encode("utf-8")


def _letterhead(agency: Agency) -> str:
    """The agency at the head of the page; nothing where nothing is said of it."""
    logo, lines = agency.logo, [each for each in (agency.name, *agency.lines) if each]
    drawn = "" if logo is None else base64.b64encode(logo.png).decode()
    alt = escape(f"Logo: {agency.name}")
    picture = (
        f'<img src="data:image/png;base64,{drawn}" alt="{alt}" style="max-height:5rem;max-width:12rem">\n'
        if drawn
        else ""
    )
    return picture + (f"<p>{'<br>'.join(map(escape, lines))}</p>\n" if lines else "")


def _row(each: IndexEntry) -> str:
    number = each.first if each.first == each.last else f"{each.first} to {each.last}"
    native = f' · <a href="{escape(each.native)}">the file itself</a>' if each.native else ""
    cells = (
        f'<td class="number"><a href="{escape(each.file)}">{escape(number)}</a></td>',
        f'<td class="number">{_shown(each.control)}</td>',
        f'<td class="number">{_shown(each.date)}</td>',
        f"<td>{_shown(each.sender)}</td>",
        f"<td>{_shown(each.title)}</td>",
        f'<td class="number">{each.pages:,}</td>',
        f'<td class="quiet">{_shown(each.how)}{native}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>"


def _shown(text: str) -> str:
    """A text from evidence: on one line, without what could turn the direction of the line."""
    plain = "".join(each if each.isprintable() else " " for each in " ".join(text.split()))
    return f"<bdi>{escape(plain)}</bdi>" if plain else ""


_REST = f"""{REQUEST} asks an authority for a time stamp (RFC 3161) of {TAGMANIFEST}. Anybody
may send it, at any time. Lay the answer beside it as {ANSWER}; it is checked so:
    openssl ts -verify -data {TAGMANIFEST} -in {ANSWER} -CAfile ROOT.pem
ROOT.pem is the root certificate of that authority, which you get from it and not from this bundle.

certificate.pdf is for the custodian to fill in and sign (Federal Rules of Evidence 902(13) and (14)).

What is in it
-------------
data/index.html      begin here, in any browser
data/exhibits/       each document as a PDF, with its page numbers below each page
data/images/         each page as a PDF of its own, for load files
data/natives/        files that are handed over as they are; a slip sheet bears their number
data/text/           the words of each document, UTF-8
data/load/           load files: Concordance DAT, Opticon OPT, EDRM XML; paths in them lead on from data/

The first page lists the files beside these, and what each is. A file that is not there was not wanted
or had nothing to tell.
"""


def verify_text(cover: Cover, fingerprint: str) -> bytes:
    """How to check the bundle, in plain words."""
    signed = (
        f"""It is signed. The key of the signature is
    {fingerprint}
Ask the person who signed, in another way than by this bundle, whether that is their key. A key that
comes with a bundle proves nothing by itself. Without Python the signature is checked so:
    openssl pkeyutl -verify -pubin -inkey signed.pem -rawin -in signed.txt -sigfile signed.sig
signed.txt holds the SHA-256 of {TAGMANIFEST}.
"""
        if fingerprint
        else f"""It is not signed. So write down the SHA-256 of {TAGMANIFEST} when you get the
bundle, or ask the sender for it: with that, nobody can replace the bundle by another one unseen.
"""
    )
    return f"""How to check that this bundle is as it was made
===============================================

{cover.title}, for {cover.receiver}
{cover.first} to {cover.last}
Made {cover.made} UTC by {cover.program}

With Python 3.9 or later, in this folder:
    python verify_bundle.py
It says which files were changed, added or taken away. It needs nothing else and no network.

With the tools of Linux or macOS, in this folder:
    sha256sum -c {MANIFEST}
    sha256sum -c {TAGMANIFEST}
These tell changed and missing files, and no added ones.

It is a BagIt bag (RFC 8493): any program for these can check it too.

{signed}
{_REST}""".encode()


def slip(number: str, lines: Sequence[str], title: str, receiver: str, agency: Agency = NOBODY) -> str:
    """The words of a slip sheet; the agency's name and address stand below, for a platform reads the number first."""
    head = [each for each in (agency.name, *agency.lines) if each]
    return "\n".join([number, "", *lines, "", "", f"{title}, for {receiver}", *([""] if head else []), *head, ""])
