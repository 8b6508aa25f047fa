"""The time stamp of a finished bundle: the answer of an authority laid beside it, and checked. No case is needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cryptography.x509 import Certificate

from reviewer.errors import InputError, StorageError
from reviewer.export import timestamps, verify_bundle
from reviewer.export.timestamps import Stamped
from reviewer.usecases.exports.gate import NewFile

__all__ = ["ANSWER", "Stamped", "attach", "roots", "stamped"]

ANSWER = verify_bundle.ANSWER


def attach(folder: Path, answer: Path, root: Path | None = None) -> Stamped:
    """Lay the answer of an authority beside the bundle, once it is known to be for it, and of a root if one is given.

    InputError, StorageError. One that is there already is not written over.
    """
    data, manifest = _read(answer), _read(folder / verify_bundle.TAGMANIFEST)
    found = timestamps.answered(data, manifest, roots(root))
    with NewFile(folder / ANSWER) as file:
        file.write(data)
        file.finish()
    return found


def stamped(folder: Path, known: Sequence[Certificate] = ()) -> Stamped | None:
    """What the time stamp of a bundle says; None where there is none. InputError when it does not hold."""
    if not (folder / ANSWER).is_file():
        return None
    return timestamps.answered(_read(folder / ANSWER), _read(folder / verify_bundle.TAGMANIFEST), known)


def roots(root: Path | None) -> list[Certificate]:
    """The root certificates in a file; none without one. InputError when it has none."""
    return [] if root is None else timestamps.certificates(_read(root))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}", "Look at the name.") from error
    except OSError as error:
        raise StorageError.of(f"{path} cannot be read", error) from error
