"""A certificate for the custodian to sign, after FRE 902(13) and 902(14): what was hashed, how, by which program.

It lies beside the contents, since it names the hash of their manifest. Who signs it, and what that person knows, is
left blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer import __version__
from reviewer.desktop.resources import resource
from reviewer.domain import clock
from reviewer.domain.exports.leaving import Way
from reviewer.export.bag import MANIFEST
from reviewer.export.typeset import PAPERS, letterhead, set_values
from reviewer.usecases.exports import agency
from reviewer.usecases.exports.bundle_documents import Document, Making, is_withheld

FILE = "certificate.pdf"
_BLANKS = (
    "Matter",
    "Name",
    "Position and employer",
    "Training and experience by which I am qualified",
    "Executed on (date)",
    "At (place)",
    "Signature",
)

_SAYS = """
I am the custodian of these records, or a person qualified to make this certification.

The originals were copied into an encrypted case file by the program named above or an earlier version of it. When each
was taken in, its SHA-256 (FIPS 180-4) was computed by the program and kept with it. Who took in what and when is told
in the account of the evidence, where that is part of the bundle.

Of {documents} documents, {whole} go whole, {redacted} go redacted, and for {withheld} that are withheld there is a slip
sheet{others}. The load files give the SHA-256 of the original of each that goes whole.

The pages of the exhibits were made from the originals by the program: a number was added below each page{highlights}.
Redacted pages were rebuilt from pixels.

The SHA-256 of each file of the contents is listed in {manifest}. It was computed when the file was written; the file
was then read again and its SHA-256 computed anew, and the two were the same.

In the regular course of use the program and this process give an accurate result: files whose SHA-256 is the same are,
for all practical purposes, the same. VERIFY.txt says how anybody can compute them again.

I declare under penalty of perjury under the laws of the United States of America that the foregoing is true and correct
(28 U.S.C. 1746).
"""
"""What is certified, as far as the program can know it; the rest is for whoever signs."""

_OTHERS = "; for {others} more a slip sheet says why they are not here"
_HIGHLIGHTS = ", and passages were highlighted where reviewers had marked them"


def make(making: Making, documents: Sequence[Document], fingerprint: str) -> bytes:
    """The certificate as PDF bytes, all of the contents being written; ExportError when it holds what is redacted."""
    gate, production = making.gate, making.production
    made = clock.now()
    numbers = f"{production.bates_first} to {production.bates_last}"
    facts = [
        ("Production", gate.masked(f"{production.title}, for {production.receiver}")),
        ("Page numbers", f"{numbers}; {len(documents):,} documents"),
        ("Program", f"Evidence Reviewer {__version__}"),
        ("Made", f"{made.replace('T', ' ').removesuffix('Z')} UTC"),
        (f"SHA-256 of {MANIFEST}", making.bag.manifest_sha256),
        ("Files that it lists", f"{len(making.bag.payload):,}, {making.bag.size:,} bytes"),
        *([("Key of the signature", fingerprint)] if fingerprint else []),
    ]
    values = {
        "title": gate.masked(production.title),
        "agency": letterhead(agency.shown(gate)),
        "paper": PAPERS[making.paper],
        "made": made,
        "program": f"Evidence Reviewer {__version__}",
        "facts": facts,
        "says": _says(documents, marked=making.marked),
        "blanks": _BLANKS,
    }
    pdf = set_values("certificate.typ", values, resource("report"), resource("fonts"), made)
    making.redactor.attack(FILE, pdf, gate.sought())
    return pdf


def _says(documents: Sequence[Document], *, marked: bool) -> list[str]:
    whole = sum(each.part.way is Way.GOES for each in documents)
    redacted = sum(each.part.way is Way.REDACTED for each in documents)
    withheld = sum(map(is_withheld, (each.part for each in documents)))
    others = len(documents) - whole - redacted - withheld  # what holds others, and what could not be had
    counts = {"documents": len(documents), "whole": whole, "redacted": redacted, "withheld": withheld}
    filled = _SAYS.format(
        manifest=MANIFEST,
        others=_OTHERS.format(others=f"{others:,}") if others else "",
        highlights=_HIGHLIGHTS if marked else "",
        **{name: f"{count:,}" for name, count in counts.items()},
    )
    return [" ".join(each.split()) for each in filled.strip().split("\n\n")]
