"""What older Office files keep beside their text: facts, macros, and the files inside them."""

from __future__ import annotations

import zlib

import olefile

from reviewer.domain.evidence.reading import MACROS, SIGNED
from reviewer.domain.reasons.reason import Reason
from reviewer.workers.office.content import Embedded, Found
from reviewer.workers.office.embedded import from_storage
from reviewer.workers.office.ole import listed, ole_facts, stream
from reviewer.workers.outlook.compound import rebuild

_MOST_EMBEDDED = 2000
_MOST_OBJECT = 64 * 2**20
_DOCUMENTS = {
    "worddocument": ("application/msword", ".doc"),
    "workbook": ("application/vnd.ms-excel", ".xls"),
    "book": ("application/vnd.ms-excel", ".xls"),
    "powerpoint document": ("application/vnd.ms-powerpoint", ".ppt"),
    "__properties_version1.0": ("application/vnd.ms-outlook", ".msg"),
    "visiodocument": ("application/vnd.visio", ".vsd"),
}


def ole_extras(ole: olefile.OleFileIO, found: Found) -> None:
    """Note facts and macros, and take out embedded objects."""
    found.facts.update(ole_facts(ole))
    paths = listed(ole)
    low = [path.lower() for path in paths]
    if any("/vba/" in f"/{path}" or path.endswith("_vba_project") for path in low):
        found.say(MACROS, Reason("office.macros"))
    if any("_xmlsignatures" in path or path == "_signatures" for path in low):
        found.say(SIGNED, Reason("office.signed"))
    for folder in _object_folders(paths):
        if len(found.embedded) >= _MOST_EMBEDDED:
            found.remark(Reason("office.files_many", limit=_MOST_EMBEDDED))
            return
        taken = storage_file(ole, paths, folder)
        if taken is not None:
            found.embedded.append(taken)


def _object_folders(paths: list[str]) -> list[str]:
    """The storages of embedded objects: MBD… in a workbook, ObjectPool/… in a text."""
    found: dict[str, None] = {}
    for path in paths:
        parts = path.split("/")
        if len(parts) > 2 and parts[0] == "ObjectPool":
            found["/".join(parts[:2])] = None
        elif len(parts) > 1 and parts[0].startswith(("MBD", "LNK")):
            found[parts[0]] = None
    return list(found)


def storage_file(ole: olefile.OleFileIO, paths: list[str], folder: str) -> Embedded | None:
    """The file that a storage holds: what it wraps, or the storage itself as a file of its own; None for a link."""
    label = folder.rpartition("/")[2] or "object"
    wrapped = from_storage(ole, folder, Embedded(label, "application/octet-stream", b""))
    if wrapped is not None:
        return wrapped
    prefix = f"{folder}/" if folder else ""
    inner = [path for path in paths if path.startswith(prefix)]
    names = {path[len(prefix) :].lower() for path in inner}
    kind = next((told for name, told in _DOCUMENTS.items() if name in names), None)
    package = next((name for name in names if name == "package"), None)
    if kind is None or package is not None:
        return None
    contents = [(tuple(path[len(prefix) :].split("/")), stream(ole, path)) for path in inner]
    return Embedded(f"{label}{kind[1]}", kind[0], rebuild(bytes(16), contents))


def inflate(data: bytes) -> bytes | None:
    """What zlib unpacks, up to a limit; None if it is not packed that way."""
    engine = zlib.decompressobj()
    try:
        return engine.decompress(data, _MOST_OBJECT)
    except zlib.error:
        return None
