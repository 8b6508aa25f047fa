"""The encrypter: a program that encrypts PDFs which leave, and the only one beside the app to know their passphrase."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.domain.reasons.reason import Reason
from reviewer.isolation.frames import FrameBounds
from reviewer.isolation.provider import program
from reviewer.isolation.provider_pipe import PipeWorker
from reviewer.isolation.single_worker import SingleWorker


class Encrypter(SingleWorker):
    """Starts the program when it is needed; missing where it cannot be started."""

    role = "encrypt"
    what = "the encrypter"
    absent = Reason("worker.no_encrypter")
    advice = "Write the report without encryption, or a bundle as an encrypted archive."

    def __init__(self, command: Sequence[str] = (), bounds: FrameBounds | None = None) -> None:
        super().__init__(bounds)
        self._command = list(command) or program("reviewer.workers.encrypting")

    def _launch(self) -> PipeWorker:
        return PipeWorker(self._command)
