"""Where a report goes with its exhibits: a folder, in which each PDF may be encrypted, and then nothing else lies."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from reviewer.domain.exports.report_options import ReportForm, ReportOptions
from reviewer.domain.ids import ItemId
from reviewer.errors import ExportError, UsageError
from reviewer.isolation.encrypter import Encrypter
from reviewer.isolation.exhibit_messages import Encrypt
from reviewer.isolation.workers import WorkerError, Workers
from reviewer.usecases.exports.gate import EncryptedZip, ExportFolder, Gate
from reviewer.usecases.exports.redaction.redacting import attack_named

_SECONDS = 300.0
"""For one file."""
_GROUPS = 5
"""Of signs in a passphrase, 29 with what parts them: poppler's tools take the first 32 alone, as older readers do."""
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
_OTHERWISE = "Write the report without encryption, or a bundle as an encrypted archive."


def check_forms(options: ReportOptions) -> None:
    """UsageError where something is to be encrypted that is no PDF."""
    if options.encrypted and options.forms != (ReportForm.PDF,):
        raise UsageError(
            "of a report, the PDF alone can be encrypted",
            "Leave out the other forms. A bundle can be encrypted with all that is in it.",
        )


class ReportFolder:
    """Searches each file for what is redacted before it is written; a context manager.

    With ``encrypted`` each PDF is encrypted by ``passphrase`` before it comes near the disk, and whatever is no PDF is
    attached to one.
    """

    def __init__(self, gate: Gate, workers: Workers, out: Path, *, encrypted: bool) -> None:
        self._gate, self._workers = gate, workers
        self.folder = ExportFolder(out)
        self.passphrase = EncryptedZip.new_passphrase(_GROUPS) if encrypted else ""
        self._encrypter = Encrypter()
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self._held.enter_context(self.folder)
        self._held.callback(self._encrypter.close)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._held.__exit__(kind, error, where)

    def write(self, name: str, data: bytes, item: ItemId | None = None, beside: Mapping[str, bytes] = _NOTHING) -> str:
        """Write the pages of an item, or a paper, and files ``beside`` it, which are attached to what is encrypted.

        The SHA-256 of the file of that name as it lies there, in hexadecimal. ExportError where words that are
        redacted are in it, or where it cannot be encrypted.
        """
        attack_named(self._gate, self._workers, name, data, *(() if item is None else (item,)))
        for other, held in beside.items():
            attack_named(self._gate, self._workers, other, held)
        written = self._encrypted(name, data, beside) if self.passphrase else data
        self.folder.write(name, written)
        for other, held in (_NOTHING if self.passphrase else beside).items():
            self.folder.write(other, held)
        return hashlib.sha256(written).hexdigest()

    def _encrypted(self, name: str, data: bytes, attached: Mapping[str, bytes]) -> bytes:
        request = Encrypt(self.passphrase, tuple(attached))
        try:
            return self._encrypter.ask(request, [data, *attached.values()], _SECONDS).blobs[0]
        except WorkerError as error:
            raise ExportError(
                f"{name} could not be encrypted: {error}", f"Nothing was written. {_OTHERWISE}"
            ) from error
