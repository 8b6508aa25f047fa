"""The one page that a print may load, served from memory under a scheme of our own; every other request is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from reviewer.isolation.protocol import Resource

SCHEME = b"mail"

_POLICY = (  # "sandbox": no refresh and no play by itself
    "script-src 'none'; object-src 'none'; frame-src 'none'; connect-src 'none'; worker-src 'none'; "
    "manifest-src 'none'; form-action 'none'; base-uri 'none'; sandbox"
)
"""What not even a request may be made for. Images, styles, fonts and media are left to :class:`Refuser`; it counts."""

_HEADERS: Any = {  # Qt takes a list of values for each name; its annotations know of one value only
    QByteArray(b"Content-Security-Policy"): [QByteArray(_POLICY.encode())],
    QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
}


def register_scheme() -> None:
    """Tell Chromium of our scheme; before the application is made."""
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme | QWebEngineUrlScheme.Flag.NoAccessAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


class Site(QWebEngineUrlSchemeHandler):
    """Serves the page and its images, and nothing by any other name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._files: dict[str, tuple[bytes, bytes]] = {}
        self._pages = 0

    def hold(self, html: str, resources: Sequence[tuple[Resource, bytes]]) -> QUrl:
        """Serve this page from now on, and nothing else; answers with its address.

        Every page is on a host of its own, so that Chromium, which remembers pictures by their address, never
        shows one mail's picture in another. A resource that is no image, or whose name leads elsewhere, is left out.
        """
        self._pages += 1
        page = QUrl(f"{SCHEME.decode()}://page{self._pages}/index.html")
        self._files = {}
        for resource, data in resources:
            url = page.resolved(QUrl(resource.name))
            if resource.media_type.startswith("image/") and url.host() == page.host():
                self._files[_key(url)] = (resource.media_type.encode("ascii", "replace"), data)
        # The byte order mark outranks any charset that the page claims for itself.
        self._files[_key(page)] = (b"text/html; charset=utf-8", b"\xef\xbb\xbf" + html.encode("utf-8", "replace"))
        return page

    def clear(self) -> None:
        """Forget the page."""
        self._files = {}

    def serves(self, url: QUrl) -> bool:
        """Whether a request for this address would be answered."""
        return _key(url) in self._files

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:  # noqa: N802 - Qt's name
        """Answer one request."""
        found = self._files.get(_key(job.requestUrl()))
        if found is None or job.requestMethod() != QByteArray(b"GET"):
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        media_type, data = found
        job.setAdditionalResponseHeaders(_HEADERS)
        body = QBuffer(job)
        body.setData(data)
        job.reply(QByteArray(media_type), body)


class Refuser(QWebEngineUrlRequestInterceptor):
    """Blocks and counts every request for anything that the site does not serve."""

    def __init__(self, site: Site, parent: QObject) -> None:
        super().__init__(parent)
        self._site = site
        self._refused: set[str] = set()

    def start_over(self) -> None:
        """Count from nothing again."""
        self._refused = set()

    def refuse(self, url: QUrl) -> None:
        """Count an address that was asked for in vain."""
        self._refused.add(_key(url))

    @property
    def refused(self) -> int:
        """How many different addresses were asked for in vain."""
        return len(self._refused)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802 - Qt's name
        """Let the page and its images pass."""
        url = info.requestUrl()
        if not self._site.serves(url):
            self.refuse(url)
            info.block(True)


def _key(url: QUrl) -> str:
    return bytes(url.toEncoded().data()).decode("ascii").partition("#")[0]
