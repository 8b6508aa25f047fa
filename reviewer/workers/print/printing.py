"""From HTML to PDF: one off-the-record profile, a fresh page for each print."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QMarginsF, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    qWebEngineChromiumVersion,
    qWebEngineVersion,
)

from reviewer.domain.reasons.reason import Reason, Reasons
from reviewer.isolation.protocol import PrintPage, Resource
from reviewer.workers.print.fitting import ONE_COLUMN, fits, mostly_blank, page_count
from reviewer.workers.print.letters import shapeless
from reviewer.workers.print.serving import SCHEME, Refuser, Site, register_scheme
from reviewer.workers.refusal import Refusal

MOST_PAGES = 2_000
STARTING = 120.0
"""Seconds that Chromium may take to start."""

MARGIN = 15.0
"""Millimetres on every side."""

_PAPERS = {"Letter": QPageSize.PageSizeId.Letter, "A4": QPageSize.PageSizeId.A4}

_INVISIBLE_HYPHEN = re.compile("\xad|&shy;|&#173;|&#x0*ad;", re.IGNORECASE)
"""Soft hyphens: nobody sees them on the page, yet they would stand in its text and break words for the search."""

_PLAIN_LETTERS = "<style>*{font-variant-ligatures:no-common-ligatures!important}</style>"
"""No ligatures: of DejaVu's “fi” before another i, PDF readers make “fi nfo” of “fiinfo”. At the end of the page, where
it does not come before a doctype."""

_ON = (QWebEngineSettings.WebAttribute.AutoLoadImages, QWebEngineSettings.WebAttribute.PrintElementBackgrounds)
"""All that a page may do; every other attribute is switched off."""


class Press:
    """Prints one page after the other, each within so many seconds, but for the first: Chromium starts with it."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._wanted = STARTING, seconds
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

    def print(self, request: PrintPage, blobs: Sequence[bytes]) -> tuple[bytes, Reasons]:
        """The PDF, and what is to be remarked about it; Refusal when there is none."""
        paper = _PAPERS.get(request.paper)
        if paper is None:
            raise Refusal(Reason("print.paper", paper=request.paper))
        if len(blobs) != len(request.resources):
            raise Refusal(Reason("print.images_lacking"))
        self._refuser.start_over()
        resources = list(zip(request.resources, blobs, strict=True))
        html = _INVISIBLE_HYPHEN.sub("", request.html) + _PLAIN_LETTERS
        pdf = self._print_once(html, resources, paper)
        remarks: list[Reason] = []
        if not fits(pdf) or mostly_blank(pdf):
            remarks.append(Reason("print.one_column" if not fits(pdf) else "print.mostly_blank"))
            pdf = self._print_once(html + ONE_COLUMN, resources, paper)
            if not fits(pdf):
                raise Refusal(Reason("print.too_wide"))
        count = page_count(pdf)
        if count > MOST_PAGES:
            raise Refusal(Reason("pages.would_fill", count=count, limit=MOST_PAGES))
        if refused := self._refuser.refused:
            remarks.append(Reason("print.refused", count=refused))
        if missing := shapeless(pdf):
            remarks.append(Reason("print.letters_missing", count=missing))
        return pdf, tuple(remarks)

    def _print_once(self, html: str, resources: Sequence[tuple[Resource, bytes]], paper: QPageSize.PageSizeId) -> bytes:
        page = _Sheet(self._profile, self._refuser, self._site.hold(html, resources), self._seconds)
        try:
            return page.print(paper)
        finally:
            self._site.clear()
            page.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def warm_up(self) -> None:
        """Print something, so that the first mail does not wait for Chromium to start."""
        self.print(PrintPage(html="<p>Ready", resources=()), ())
        self._seconds = self._wanted

    def close(self) -> None:
        """Shut Chromium down."""
        del self._profile


class _Sheet(QWebEnginePage):
    """One page, loaded once and printed once."""

    def __init__(self, profile: QWebEngineProfile, refuser: Refuser, address: QUrl, seconds: float) -> None:
        super().__init__(profile)
        self._address = address
        self._seconds = seconds
        self._refuser = refuser
        self._loop = QEventLoop()
        self._trouble: list[Reason] = []
        self._pdf = b""
        self.renderProcessTerminated.connect(lambda *_: self._stop(Reason("print.renderer_ended")))

    def acceptNavigationRequest(self, url: QUrl | str, kind: Any, main: bool) -> bool:  # noqa: N802, FBT001 - Qt's
        """Go to the page itself and nowhere else."""
        if QUrl(url) == self._address and main and kind == QWebEnginePage.NavigationType.NavigationTypeTyped:
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
        timer.timeout.connect(lambda: self._stop(Reason("print.too_slow", seconds=f"{self._seconds:g}")))
        timer.start(int(self._seconds * 1000))
        self.loadFinished.connect(self._loaded)
        self._wait_for(lambda: self.load(self._address))
        self.loadFinished.disconnect(self._loaded)
        self._wait_for(lambda: self.printToPdf(self._printed, _layout(paper)))
        timer.stop()
        return self._pdf

    def _wait_for(self, start: Callable[[], None]) -> None:
        """Start something and run the event loop until it ended; Refusal when it did not end well.

        Chromium may be caught in a loop then. Nothing here can end a process, so the host ends them all.
        """
        start()
        self._loop.exec()
        if self._trouble:
            raise Refusal(self._trouble[0])

    def _loaded(self, ok: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._stop(None if ok else Reason("print.not_loaded"))

    def _printed(self, pdf: Any) -> None:
        self._pdf = bytes(pdf)
        self._stop(None if self._pdf else Reason("print.nothing"))

    def _stop(self, trouble: Reason | None) -> None:
        if trouble:
            self._trouble.append(trouble)
        self._loop.quit()


def _layout(paper: QPageSize.PageSizeId) -> QPageLayout:
    margins = QMarginsF(*[MARGIN] * 4)
    return QPageLayout(QPageSize(paper), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def _words(version: Any) -> str:
    """Qt's annotations say bytes where it answers text."""
    return str(version)
