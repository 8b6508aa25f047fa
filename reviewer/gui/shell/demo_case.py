"""On the start page: build the demo case in a folder that one chooses, and open it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.errors import CancelledError, KnownError
from reviewer.gui import text
from reviewer.gui.operations import Background, Courier, PostedProgress
from reviewer.gui.scheduling import stand_back
from reviewer.gui.widgets.parts import button, column, label, row
from reviewer.gui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from reviewer.usecases.demo.build import Built


class DemoPart(QWidget):
    """A button, how far it is, and what came of it. ``built`` carries the case file and its passphrase."""

    built = Signal(object, str)

    def __init__(self, courier: Courier) -> None:
        super().__init__()
        self._courier = courier
        self.begin = button(self.tr("Build the demo case…"), self._choose)
        self.working = ProgressLine()
        self.stop = self.working.stop
        self.problem = label("", "problem", wrap=True)
        words = self.tr("To look around first: a case of invented people, in about a minute.")
        self.setLayout(column(label(words, "muted", wrap=True), row(self.begin, 1), self.working, self.problem, gap=1))
        self.problem.hide()

    @property
    def running(self) -> bool:
        """Whether it is being built."""
        return self.working.running

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Make the demo's folder in"))
        if name:
            self.build(Path(name) / "demo")

    def build(self, folder: Path) -> None:
        """Build it in a folder that is not there yet; a number is added where it is."""
        free, number = folder, 2
        while free.exists():
            free, number = folder.with_name(f"{folder.name} ({number})"), number + 1
        progress = PostedProgress(self._courier, self.working.step)
        self.problem.hide()
        self.begin.setEnabled(False)
        self.working.begin(progress, self.tr("Writing the evidence"))
        pool = ThreadPoolExecutor(1, "aside-demo", stand_back)

        def make() -> Built:
            from reviewer.usecases.demo import build  # noqa: PLC0415 - nobody else needs its modules

            return build.build(free, reviewer=build.REVIEWER, progress=progress)

        def end(then: Callable[[], None]) -> None:
            self.working.end()
            self.begin.setEnabled(True)
            then()

        asked = Background(self, self._courier, lambda: pool.submit(make))
        asked.success(lambda built: end(lambda: self._built(built)))
        asked.failure(lambda error: end(lambda: self._refuse(error)))
        asked.run()
        pool.shutdown(wait=False)

    def _built(self, made: Built) -> None:
        from reviewer.usecases.demo.build import PASSPHRASE  # noqa: PLC0415 - as above

        self.built.emit(made.place.case, PASSPHRASE)

    def _refuse(self, error: KnownError) -> None:
        stopped = self.tr("Stopped. What was written until then is in the folder, and can be deleted.")
        self.problem.setText(stopped if isinstance(error, CancelledError) else text.refusal(error))
        self.problem.show()

    def cancel(self) -> None:
        """Ask it to stop."""
        self.working.cancel()
