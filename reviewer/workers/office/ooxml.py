"""What all Office Open XML packages share: the main part, the facts, embedded files, pictures, charts and diagrams."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reviewer.domain.evidence.reading import CONTROLS, MACROS, OUTSIDE, SIGNED
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Block, Box, Embedded, Found, Picture, line
from reviewer.workers.office.embedded import unwrap
from reviewer.workers.office.package import Package, Relation
from reviewer.workers.office.xml import Element, attr, name, qualified, within, words
from reviewer.workers.refusal import Refusal

_FACTS = {
    "dc:title": "title",
    "dc:subject": "subject",
    "dc:creator": "author",
    "dc:description": "description",
    ":keywords": "keywords",
    ":category": "category",
    ":lastModifiedBy": "last author",
    "dcterms:created": "created",
    "dcterms:modified": "modified",
    ":lastPrinted": "last printed",
    ":revision": "revision",
    ":Company": "company",
    ":Manager": "manager",
    ":Application": "application",
    ":AppVersion": "application version",
    ":Template": "template",
    ":TotalTime": "minutes edited",
    ":HyperlinkBase": "hyperlink base",
}
_PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "webp": "image/webp",
}
_MOST_PICTURES = 200
_MOST_PICTURE_BYTES = 48 * 2**20
_MOST_EMBEDDED = 2000
_MOST_OUTSIDE = 50


@dataclass(slots=True)
class Parts:
    """A package being read, with what it may still give of pictures."""

    package: Package
    found: Found
    pictures: int = 0
    picture_bytes: int = 0

    def tree(self, part: str) -> Element | None:
        """The XML root of a part; None, and a remark, when it is there but cannot be read."""
        if not self.package.has(part):
            return None
        try:
            return self.package.tree(part)
        except Refusal as refusal:
            self.found.remark(refusal.reason)
            return None

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by id."""
        return {each.id: each for each in self.package.relations(part)}

    def picture(self, relation: Relation | None, label: str) -> Block | None:
        """The picture that a relation leads to; words in its place when it cannot be shown."""
        if relation is None or relation.outside:
            where = f": {relation.target}" if relation else ""
            return (
                line(f"[Picture that is not in the document, and was not fetched{where}] {label}") if relation else None
            )
        media_type = _PICTURES.get(relation.target.rpartition(".")[2].lower(), "")
        try:
            data = self.package.part(relation.target) if media_type else b""
        except Refusal as refusal:
            self.found.remark(refusal.reason)
            return line(f"[Picture that cannot be read] {label}")
        self.pictures += 1
        self.picture_bytes += len(data)
        if not data or self.pictures > _MOST_PICTURES or self.picture_bytes > _MOST_PICTURE_BYTES:
            kind = relation.target.rpartition(".")[2].upper()[:8]
            return line(f"[{kind} picture, not shown] {label}")
        return Picture(data, media_type, label)


def main_part(package: Package) -> str:
    """The part that a package is about; Refusal if there is none."""
    for relation in package.relations(""):
        if relation.role == "officeDocument" and package.has(relation.target):
            return relation.target
    if package.damaged:
        raise Refusal(Reason("office.text_beyond_end"))
    for guess in ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"):
        if package.has(guess):
            return guess
    raise Refusal(Reason("office.text_missing"))


def facts(parts: Parts) -> None:
    """Note title, people, times, programs, macros, and what the document would fetch from outside."""
    package, found = parts.package, parts.found
    _properties(parts)
    low = [each.lower() for each in package.names]
    if any(each.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in each for each in low):
        found.say(MACROS, Reason("office.macros"))
    if any("/activex/" in each for each in low):
        found.say(CONTROLS, Reason("office.active_parts"))
    if any(each.startswith("_xmlsignatures/") for each in low):
        found.say(SIGNED, Reason("office.signed"))
    found.say(OUTSIDE, *islice(_outside(package), _MOST_OUTSIDE))


def _properties(parts: Parts) -> None:
    noted = parts.found.facts
    for relation in parts.package.relations(""):
        if relation.role in {"core-properties", "extended-properties"}:
            root = parts.tree(relation.target)
            for each in root.iter() if root is not None else ():
                label = _FACTS.get(name(each)) or _FACTS.get(f":{name(each).partition(':')[2]}")
                if label and (each.text or "").strip():
                    noted.setdefault(label, " ".join(each.text.split())[:1000])
        if relation.role == "custom-properties":
            root = parts.tree(relation.target)
            for each in within(root, ":property") if root is not None else ():
                noted[f"property {attr(each, 'name')[:100]}"] = words(each).strip()[:1000]


def _outside(package: Package) -> Iterator[Reason]:
    seen = set()
    for part in package.names:
        if part.endswith(".rels"):
            folder, base = posixpath.split(part)
            source = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
            for relation in package.relations(source):
                if relation.outside and relation.role != "hyperlink" and relation.target not in seen:
                    seen.add(relation.target)
                    yield Reason("office.would_fetch", target=relation.target[:300], role=relation.role)


_EMBEDDED_ROLES = {"oleObject", "package", "aFChunk", "subDocument", "control", "audio", "video", "media"}


def embedded_files(parts: Parts) -> None:
    """Add every file inside the package that is a document of its own, once for each part."""
    package = parts.package
    types = package.media_types()
    roles: dict[str, str] = {}
    for part in package.names:
        if part.lower().endswith(".rels"):
            folder, base = posixpath.split(part)
            source = posixpath.join(posixpath.dirname(folder), base[: -len(".rels")])
            for relation in package.relations(source):
                if not relation.outside and relation.role in _EMBEDDED_ROLES:
                    roles.setdefault(relation.target.lower(), relation.role)
    for part in package.names:
        low = part.lower()
        if low not in roles and "/embeddings/" not in f"/{low}":
            continue
        if roles.get(low) == "control" or low.endswith((".rels", "/")):
            continue
        if len(parts.found.embedded) >= _MOST_EMBEDDED:
            parts.found.remark(Reason("office.files_many", limit=_MOST_EMBEDDED))
            return
        try:
            data = package.part(part)
        except Refusal as refusal:
            parts.found.remark(refusal.reason)
            continue
        media_type = types.get(f"/{low}") or types.get(low.rpartition(".")[2], "application/octet-stream")
        parts.found.embedded.extend(unwrap(Embedded(posixpath.basename(part), media_type, data)))


def leftovers(parts: Parts, seen: set[str]) -> None:
    """Charts and diagrams of the package that nothing seen refers to, so that their words are not lost."""
    for part in parts.package.names:
        low = part.lower()
        if part in seen or not low.endswith(".xml"):
            continue
        if "/charts/chart" in low or "/diagrams/data" in low:
            title = "Chart" if "/charts/" in low else "Diagram"
            blocks = drawn_part(parts, part)
            if blocks:
                parts.found.blocks.append(Box(title, tuple(blocks)))


def drawn_part(parts: Parts, part: str) -> list[Block]:
    """The words and values of a chart or diagram part, in the order written."""
    root = parts.tree(part)
    if root is None:
        return []
    found: list[Block] = []
    if any(True for _ in within(root, "a:p")):
        for paragraph in within(root, "a:p"):
            text = "".join(each.text or "" for each in within(paragraph, "a:t"))
            if text.strip():
                found.append(line(text))
    for group in within(root, "c:strCache", "c:numCache", "c:strLit", "c:numLit"):
        values = [each.text or "" for each in within(group, "c:v")]
        if any(value.strip() for value in values):
            found.append(line("; ".join(values[:5000])))
    return found


def drawing_blocks(parts: Parts, element: Element, relations: dict[str, Relation], seen: set[str]) -> list[Block]:
    """The pictures, charts and diagrams that a piece of drawing refers to."""
    found: list[Block] = []
    label = ""
    for each in element.iter():
        what = name(each)
        if what in {"wp:docPr", "pic:cNvPr", "p:cNvPr", "xdr:cNvPr"}:
            label = " ".join(filter(None, (attr(each, "title"), attr(each, "descr")))) or label
        elif what in {"a:blip", "v:imagedata"}:
            key = qualified(each, "r:embed") or qualified(each, "r:link") or qualified(each, "r:id")
            shown = parts.picture(relations.get(key), label or attr(each, "title"))
            label = ""
            if shown is not None:
                found.append(shown)
        elif what in {"c:chart", "dgm:relIds"} or what.endswith(":chart"):
            relation = relations.get(qualified(each, "r:id") or qualified(each, "r:dm"))
            if relation is not None and not relation.outside:
                seen.add(relation.target)
                blocks = drawn_part(parts, relation.target)
                if blocks:
                    found.append(Box("Chart" if "chart" in what else "Diagram", tuple(blocks)))
    if label:
        found.append(line(f"[Described as: {label}]"))
    return found
