"""From HTML to PDF: one off-the-record profile, a fresh page for each print."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

import pymupdf
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QMarginsF, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    qWebEngineChromiumVersion,
    qWebEngineVersion,
)

from reviewer.isolation.protocol import PrintPage
from reviewer.workers.print.serving import PAGE, SCHEME, Refuser, Site, register_scheme
from reviewer.workers.refusal import Refusal

SECONDS = 20.0
"""How long one print may take."""

MOST_PAGES = 2_000

MARGIN = 15.0
"""Millimetres on every side."""

_PAPERS = {"Letter": QPageSize.PageSizeId.Letter, "A4": QPageSize.PageSizeId.A4}

_ON = (QWebEngineSettings.WebAttribute.AutoLoadImages, QWebEngineSettings.WebAttribute.PrintElementBackgrounds)
"""All that a page may do; every other attribute is switched off."""


class Press:
    """Prints one page after the other."""

    def __init__(self) -> None:
        register_scheme()
        self._app = QGuiApplication(["print"])
        self._profile = QWebEngineProfile()  # without a name: off the record
        profile = self._profile
        profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
        profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
        profile.setSpellCheckEnabled(False)
        settings = profile.settings()
        for attribute in QWebEngineSettings.WebAttribute:
            settings.setAttribute(attribute, attribute in _ON)
        self._site = Site(profile)
        profile.installUrlSchemeHandler(SCHEME, self._site)
        self._refuser = Refuser(self._site, profile)
        profile.setUrlRequestInterceptor(self._refuser)

    @property
    def engine(self) -> str:
        """What prints, with its version."""
        return f"QtWebEngine {_words(qWebEngineVersion())} (Chromium {_words(qWebEngineChromiumVersion())})"

    def print(self, request: PrintPage, blobs: Sequence[bytes]) -> tuple[bytes, str]:
        """The PDF, and what is to be remarked about it; Refusal when there is none."""
        paper = _PAPERS.get(request.paper)
        if paper is None:
            raise Refusal(f"“{request.paper}” is not a paper we print on")
        if len(blobs) != len(request.resources):
            raise Refusal("the page names images that did not come with it")
        self._refuser.start_over()
        self._site.hold(request.html, list(zip(request.resources, blobs, strict=True)))
        page = _Sheet(self._profile, self._refuser)
        try:
            pdf = page.print(paper)
        finally:
            self._site.clear()
            page.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        count = pymupdf.open("pdf", pdf).page_count
        if count > MOST_PAGES:
            raise Refusal(f"it would fill {count:,} pages; the limit is {MOST_PAGES:,}")
        return pdf, self._remark()

    def _remark(self) -> str:
        refused = self._refuser.refused
        return f"{refused:,} request{'s' if refused > 1 else ''} for outside content refused" if refused else ""

    def warm_up(self) -> None:
        """Print something, so that the first mail does not wait for Chromium to start."""
        self.print(PrintPage(html="<p>Ready", resources=()), ())

    def close(self) -> None:
        """Shut Chromium down."""
        del self._profile


class _Sheet(QWebEnginePage):
    """One page, loaded once and printed once."""

    def __init__(self, profile: QWebEngineProfile, refuser: Refuser) -> None:
        super().__init__(profile)
        self._refuser = refuser
        self._loop = QEventLoop()
        self._trouble: list[str] = []
        self._pdf = b""
        self.renderProcessTerminated.connect(lambda *_: self._stop("the page brought Chromium's renderer down"))

    def acceptNavigationRequest(self, url: QUrl | str, kind: Any, main: bool) -> bool:  # noqa: N802, FBT001 - Qt's
        """Go to the page itself and nowhere else."""
        if QUrl(url) == PAGE and main and kind == QWebEnginePage.NavigationType.NavigationTypeTyped:
            return True
        self._refuser.refuse(QUrl(url))
        return False

    def javaScriptConsoleMessage(self, *_: Any) -> None:  # noqa: N802 - Qt's name
        """Keep Chromium's remarks about the page, which may quote it, out of our log."""

    def createWindow(self, _kind: Any) -> Any:  # noqa: N802 - Qt's name
        """Open no windows."""
        return None

    def print(self, paper: QPageSize.PageSizeId) -> bytes:
        """Load and print, within the time limit."""
        timer = QTimer()
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._stop(f"it could not be laid out within {SECONDS:.0f} seconds"))
        timer.start(int(SECONDS * 1000))
        layout = QPageLayout(
            QPageSize(paper), QPageLayout.Orientation.Portrait, QMarginsF(*[MARGIN] * 4), QPageLayout.Unit.Millimeter
        )
        self.loadFinished.connect(self._loaded)
        self._wait_for(lambda: self.load(PAGE))
        self._wait_for(lambda: self.printToPdf(self._printed, layout))
        timer.stop()
        return self._pdf

    def _wait_for(self, start: Callable[[], None]) -> None:
        """Start something and run the event loop until it ended; Refusal when it did not end well."""
        start()
        self._loop.exec()
        if self._trouble:
            self._kill_renderer()
            raise Refusal(self._trouble[0])

    def _loaded(self, ok: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._stop("" if ok else "Chromium could not load it")

    def _printed(self, pdf: Any) -> None:
        self._pdf = bytes(pdf)
        self._stop("" if self._pdf else "Chromium printed nothing")

    def _stop(self, trouble: str) -> None:
        if trouble:
            self._trouble.append(trouble)
        self._loop.quit()

    def _kill_renderer(self) -> None:
        """End a renderer that may be caught in a loop; the next page gets a new one."""
        renderer = self.renderProcessPid()
        if renderer > 0:
            os.kill(renderer, signal.SIGTERM)


def _words(version: Any) -> str:
    """Qt's annotations say bytes where it answers text."""
    return str(version)
