"""The custody of the evidence as a graph for programs of forensics: CASE 1.4 with UCO, as JSON-LD.

It tells who took in what, when and by which version of the program; which original became which exhibit; and the
hashes of both. Source: Cyber-investigation Analysis Standard Expression (CASE), Unified Cyber Ontology (UCO).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain.ids import named_uuid
from reviewer.export.json_text import json_text

CONTEXT = {
    "kb": "urn:uuid:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The whole context: nothing is fetched to read the graph."""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file: its id, name, size in bytes (None where that is not told) and SHA-256 in hexadecimal."""

    id: str
    name: str
    size: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Exhibited:
    """A document by its numbers, what it is, its file in the bundle, and the original where that may be told."""

    id: str
    number: str
    says: str
    file: HeldFile
    original: HeldFile | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An action: what, by whom, with which version of the program, from when until when (UTC; empty if unknown)."""

    id: str
    name: str
    says: str
    performer: str
    program: str
    start: str
    end: str = ""
    objects: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Custody:
    """All that is told; ``ids`` are those of people and programs by name."""

    id: str
    title: str
    says: str
    ids: Mapping[str, str]
    done: Sequence[Done]
    exhibits: Sequence[Exhibited] = field(default=())


def graph(custody: Custody) -> bytes:
    """The graph as JSON-LD."""
    nodes = [*_people(custody), *(_action(custody, each) for each in custody.done)]
    for each in custody.exhibits:
        nodes += [_file(each.file), *([_file(each.original)] if each.original else []), _provenance(each)]
    root = {
        "@id": _kb(custody.id),
        "@type": "case-investigation:Investigation",
        "uco-core:name": custody.title,
        "uco-core:description": custody.says,
        "uco-core:object": [{"@id": each["@id"]} for each in nodes],
    }
    told = {"@context": CONTEXT, "@graph": [root, *nodes]}
    return json_text(told)


def _kb(guid: str) -> str:
    return f"kb:{guid}"


def _people(custody: Custody) -> list[dict[str, Any]]:
    people = dict.fromkeys(each.performer for each in custody.done)
    programs = dict.fromkeys(each.program for each in custody.done)
    return [
        *({"@id": _kb(custody.ids[name]), "@type": "uco-identity:Person", "uco-core:name": name} for name in people),
        *(
            {
                "@id": _kb(custody.ids[name]),
                "@type": "uco-tool:ConfiguredTool",
                "uco-core:name": name.rpartition(" ")[0],
                "uco-tool:version": name.rpartition(" ")[2],
            }
            for name in programs
        ),
    ]


def _action(custody: Custody, each: Done) -> dict[str, Any]:
    moments = {"uco-action:startTime": each.start, "uco-action:endTime": each.end}
    links = {"uco-action:object": each.objects, "uco-action:result": each.results}
    return {
        "@id": _kb(each.id),
        "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": each.name,
        **({"uco-core:description": each.says} if each.says else {}),
        **{name: {"@type": "xsd:dateTime", "@value": at} for name, at in moments.items() if at},
        "uco-action:performer": {"@id": _kb(custody.ids[each.performer])},
        "uco-action:instrument": {"@id": _kb(custody.ids[each.program])},
        **{name: [{"@id": _kb(guid)} for guid in found] for name, found in links.items() if found},
    }


def _within(each: HeldFile, part: str) -> str:
    return named_uuid(each.id, part)


def _file(each: HeldFile) -> dict[str, Any]:
    size = {} if each.size is None else {"uco-observable:sizeInBytes": each.size}
    name = {"uco-observable:fileName": each.name} if each.name else {}
    return {
        "@id": _kb(each.id),
        "@type": "uco-observable:File",
        "uco-core:hasFacet": [
            {"@id": _kb(_within(each, "name")), "@type": "uco-observable:FileFacet", **name, **size},
            {
                "@id": _kb(_within(each, "data")),
                "@type": "uco-observable:ContentDataFacet",
                "uco-observable:hash": {
                    "@id": _kb(_within(each, "sha256")),
                    "@type": "uco-types:Hash",
                    "uco-types:hashMethod": "SHA256",
                    "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": each.sha256},
                },
            },
        ],
    }


def _provenance(each: Exhibited) -> dict[str, Any]:
    of = [each.file, *([each.original] if each.original else [])]
    return {
        "@id": _kb(each.id),
        "@type": "case-investigation:ProvenanceRecord",
        "uco-core:description": each.says,
        "case-investigation:exhibitNumber": each.number,
        "uco-core:object": [{"@id": _kb(file.id)} for file in of],
    }
