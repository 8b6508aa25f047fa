"""Lures in raw, unsanitised HTML sent straight to the print worker: none reaches the network or a file.

The sanitiser before it is tested elsewhere; here it is taken to have failed.
"""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

from reviewer.domain.reasons.catalogue import sentences
from reviewer.isolation.protocol import Printed, PrintPage, Resource
from tests.endurance import a_few
from tests.workers.test_print import Worker, png

CANARY = "PurpleHeronInTheReeds"

LURES = {
    "image": '<img src="{http}/a.png">',
    "image without scheme": '<img src="//{host}/a.png">',
    "image set": '<img srcset="{http}/a.png 1x, {http}/b.png 2x">',
    "picture": '<picture><source srcset="{http}/a.webp"><img src="x.png"></picture>',
    "lazy image": '<img loading="lazy" src="{http}/a.png">',
    "image of another case": '<IMG SRC=" {http}/a.png ">',
    "low source": '<img lowsrc="{http}/a.png" dynsrc="{http}/b.png">',
    "image as input": '<input type="image" src="{http}/a.png">',
    "image from a file": '<img src="{file}/canary.png">',
    "image from a share": '<img src="file://{host}/share/a.png">',
    "image by a base": '<base href="{http}/"><img src="a.png">',
    "image from a file by a base": '<base href="{file}/"><img src="canary.png">',
    "table background": '<table background="{http}/a.png"><tr><td background="{http}/b.png">x</table>',
    "body background": '<body background="{http}/a.png">x',
    "frame": '<iframe src="{http}/a.html"></iframe>',
    "frame on a file": '<iframe src="{file}/canary.html"></iframe>',
    "frame on text": '<iframe src="{file}/canary.txt"></iframe>',
    "frame within a frame": "<iframe srcdoc=\"<iframe src='{file}/canary.html'></iframe>\"></iframe>",
    "frame with an image": "<iframe srcdoc=\"<img src='{http}/a.png'>\"></iframe>",
    "frame of data": '<iframe src="data:text/html,<img src={http}/a.png>"></iframe>',
    "frameset": '<frameset><frame src="{http}/a.html"><frame src="{file}/canary.html"></frameset>',
    "object": '<object data="{http}/a.svg"></object>',
    "object on a file": '<object data="{file}/canary.html" type="text/html"></object>',
    "object of data": '<object data="data:text/html,<img src={http}/a.png>"></object>',
    "embed": '<embed src="{http}/a.pdf" type="application/pdf">',
    "embed on a file": '<embed src="{file}/canary.html" type="text/html">',
    "applet": '<applet code="A" codebase="{http}/"></applet>',
    "style sheet": '<link rel="stylesheet" href="{http}/a.css">',
    "style sheet from a file": '<link rel="stylesheet" href="{file}/canary.css">',
    "other links": "".join(
        f'<link rel="{rel}" as="image" href="{{http}}/{rel}">'
        for rel in ("icon", "preload", "prefetch", "modulepreload", "manifest", "next", "alternate", "pingback")
    ),
    "dns prefetch": '<link rel="dns-prefetch" href="//canary.invalid"><link rel="preconnect" href="{http}">',
    "prerender": '<link rel="prerender" href="{http}/a.html">',
    "import": '<style>@import url("{http}/a.css");</style>',
    "import from a file": '<style>@import "{file}/canary.css";</style>',
    "import by an import": "<style>@import url(\"data:text/css,@import '{http}/b.css';\");</style>",
    "style background": '<p style="background:url({http}/a.png)">x',
    "escaped background": r'<p style="background:\75 rl({http}/a.png)">x',
    "background from a file": '<p style="background:url({file}/canary.png)">x',
    "list image": '<ul style="list-style-image:url({http}/a.png)"><li>x</ul>',
    "generated content": "<style>p::before{{content:url({http}/a.png)}}</style><p>x",
    "generated content from a file": "<style>p::before{{content:url({file}/canary.png)}}</style><p>x",
    "border image": '<p style="border:9px solid;border-image:url({http}/a.png) 9">x',
    "cursor": '<p style="cursor:url({http}/a.cur),auto">x',
    "mask": '<p style="mask-image:url({http}/a.svg#m);clip-path:url({http}/b.svg#c);filter:url({http}/c.svg#f)">x',
    "shape": '<p style="float:left;shape-outside:url({http}/a.png)">x',
    "image-set": '<p style="background:image-set(url({http}/a.png) 1x)">x',
    "cross-fade": '<p style="background:-webkit-cross-fade(url({http}/a.png),url({http}/b.png),50%)">x',
    "font": "<style>@font-face{{font-family:f;src:url({http}/a.woff2)}}</style><p style='font-family:f'>x",
    "font from a file": "<style>@font-face{{font-family:f;src:url({file}/canary.ttf)}}p{{font-family:f}}</style><p>x",
    "print only": "<style>@media print{{p{{background:url({http}/a.png)}}}}</style><p>x",
    "page box": "<style>@page{{background:url({http}/a.png);@top-left{{content:url({http}/b.png)}}}}</style><p>x",
    "selector leak": '<style>p[class^="a"]{{background:url({http}/a.png)}}</style><p class="abc">x',
    "custom property": "<style>p{{--u:url({http}/a.png);background:var(--u)}}</style><p>x",
    "binding": '<p style="behavior:url({http}/a.htc);-moz-binding:url({http}/a.xml#b)">x',
    "svg image": '<svg width="9" height="9"><image href="{http}/a.png" width="9" height="9"/></svg>',
    "svg image, old name": '<svg width="9" height="9"><image xlink:href="{http}/a.png" width="9" height="9"/></svg>',
    "svg image from a file": '<svg width="9" height="9"><image href="{file}/canary.png" width="9" height="9"/></svg>',
    "svg use": '<svg><use href="{http}/a.svg#x"/></svg>',
    "svg use of a file": '<svg><use href="{file}/canary.svg#x"/></svg>',
    "svg filter": '<svg><filter id="f"><feImage href="{http}/a.png"/></filter><rect filter="url(#f)" width="9"/></svg>',
    "svg foreign object": '<svg><foreignObject><img src="{http}/a.png"/></foreignObject></svg>',
    "svg style": "<svg><style>@import url({http}/a.css);</style></svg>",
    "svg paint": '<svg><rect width="9" height="9" fill="url({http}/a.svg#p)"/></svg>',
    "svg script": '<svg><script href="{http}/a.js"></script></svg>',
    "svg as data": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{http}'/>\">",
    "video": '<video src="{http}/a.mp4" poster="{http}/a.png" autoplay></video>',
    "audio": '<audio src="{http}/a.mp3" autoplay preload="auto"></audio>',
    "track": '<video><source src="{http}/a.mp4"><track default src="{http}/a.vtt"></video>',
    "background sound": '<bgsound src="{http}/a.wav">',
    "script": '<script src="{http}/a.js"></script>',
    "script that fetches": '<script>fetch("{http}/a");new Image().src="{http}/b"</script>',
    "script with a socket": '<script>new WebSocket("ws://{host}/")</script>',
    "script with a peer": '<script>new RTCPeerConnection({{iceServers:[{{urls:"stun:{host}"}}]}}).close()</script>',
    "module": '<script type="module">import "{http}/a.mjs"</script>',
    "speculation": '<script type="speculationrules">{{"prefetch":[{{"source":"list","urls":["{http}/a"]}}]}}</script>',
    "import map": '<script type="importmap">{{"imports":{{"a":"{http}/a.js"}}}}</script>',
    "event": '<img src="x" onerror="location=\'{http}/a\'"><body onload="location=\'{http}/b\'">',
    "refresh": '<meta http-equiv="refresh" content="0;url={http}/a.html">',
    "refresh to a file": '<meta http-equiv="refresh" content="0;url={file}/canary.html">',
    "refresh to data": '<meta http-equiv="refresh" content="0;url=data:text/html,<img src={http}/a.png>">',
    "report": '<meta http-equiv="Content-Security-Policy" content="img-src *;report-uri {http}"><img src="{http}/a">',
    "form": '<form action="{http}/a"><input autofocus name="q"><button>go</button></form>',
    "ping": '<a ping="{http}/a" href="{http}/b">x</a>',
    "math": '<math href="{http}/a"><mtext><img src="{http}/a.png"></mtext></math>',
    "portal": '<portal src="{http}/a.html"></portal><fencedframe src="{http}/b.html"></fencedframe>',
    "manifest": '<html manifest="{http}/a.appcache"><p>x',
    "stylesheet by instruction": '<?xml-stylesheet href="{http}/a.css"?><p>x',
    "view of the source": '<iframe src="view-source:{file}/canary.html"></iframe>',
    "chromium's own pages": '<iframe src="chrome://version"></iframe><img src="chrome://theme/a">',
    "qt's own resources": '<img src="qrc:/qt-project.org/a.png"><iframe src="qrc:/a.html"></iframe>',
    "blob and file system": '<img src="blob:{http}/a"><iframe src="filesystem:{file}/temporary/a"></iframe>',
    "ftp": '<img src="ftp://{host}/a.png"><iframe src="ftp://{host}/"></iframe>',
    "share by name": r'<img src="\\{host}\share\a.png">',
    "path": '<img src="{path}/canary.png"><iframe src="{path}/canary.html"></iframe>',
    "up and away": '<img src="../../../../../../../../{path}/canary.png">',
    "nested in a comment": '<!--[if mso]><img src="{http}/a.png"><![endif]--><!--[if !mso]><!--><img src="{http}/b">',
    "vector markup": '<v:image src="{http}/a.png"/><v:fill src="{http}/b.png"/>',
    "noscript": '<noscript><img src="{http}/a.png"><link rel="stylesheet" href="{file}/canary.css"></noscript>',
    "template": '<template shadowrootmode="open"><img src="{http}/a.png"></template><div>x</div>',
    "host of shadow": '<div><template shadowrootmode="open"><style>@import url({http}/a.css)</style></template></div>',
}


@dataclass
class Traps:
    """A server that nobody may call and files that nobody may open."""

    folder: Path
    server: socket.socket
    watch: int

    def fill(self, lure: str) -> str:
        """The lure with the addresses of the traps in it."""
        host = f"127.0.0.1:{self.server.getsockname()[1]}"
        return lure.format(http=f"http://{host}", host=host, file=self.folder.as_uri(), path=self.folder)

    def called(self) -> bool:
        """Whether anybody connected to the server since the last time."""
        try:
            connection, _ = self.server.accept()
        except BlockingIOError:
            return False
        connection.close()
        return True

    def opened(self) -> list[str]:
        """The files that were opened since the last time."""
        try:
            events = os.read(self.watch, 65536)
        except BlockingIOError:
            return []
        names, place = [], 0
        while place < len(events):
            *_, length = struct.unpack_from("iIII", events, place)
            names.append(events[place + 16 : place + 16 + length].rstrip(b"\0").decode())
            place += 16 + length
        return names


@pytest.fixture(scope="module")
def traps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traps]:
    if sys.platform != "linux":
        pytest.skip("watches files by inotify")
    folder = tmp_path_factory.mktemp("traps")
    (folder / "canary.txt").write_text(CANARY)
    (folder / "canary.html").write_text(f"<p>{CANARY}</p>")
    (folder / "canary.css").write_text(f"body::before{{content:'{CANARY}'}}")
    (folder / "canary.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><text id="x">{CANARY}</text></svg>')
    (folder / "canary.png").write_bytes(png(37, 41, (1, 2, 3)))
    (folder / "canary.ttf").write_bytes(b"\0\1\0\0")
    folder.chmod(0o755)
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert watch >= 0
    assert libc.inotify_add_watch(watch, os.fsencode(folder), 0x20) >= 0  # IN_OPEN
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield Traps(folder, server, watch)
    os.close(watch)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as made:
        if made.ready.role == "none":
            pytest.skip(made.ready.engine)
        yield made


def test_the_traps_do_snap(traps: Traps) -> None:
    assert not traps.called()
    assert traps.opened() == []
    socket.create_connection(traps.server.getsockname()[:2]).close()
    (traps.folder / "canary.txt").read_text()
    assert traps.called()
    assert traps.opened() == ["canary.txt"]


@pytest.mark.parametrize("name", a_few(list(LURES)[::4], [name for at, name in enumerate(LURES) if at % 4]))
def test_a_lure_opens_neither_the_network_nor_a_file(worker: Worker, traps: Traps, name: str) -> None:
    html = "<p>Bait</p>" + traps.fill(LURES[name])
    answer = worker.ask(PrintPage(html))
    assert isinstance(answer.message, Printed), answer.message
    pdf = pymupdf.open("pdf", answer.blobs[0])
    assert CANARY not in "".join(page.get_text() for page in pdf)
    assert (37, 41) not in [(image[2], image[3]) for page in pdf for image in page.get_images()]
    assert CANARY.encode() not in answer.blobs[0]
    assert not traps.called()
    assert traps.opened() == []


def test_lures_in_an_inline_picture_are_as_harmless(worker: Worker, traps: Traps) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><image href="{http}/a.png" width="9"/>'
        '<image href="{file}/canary.png" width="37" height="41"/><style>@import url({http}/a.css);</style>'
        '<script href="{http}/a.js"/><text x="9" y="50">shown</text></svg>'
    )
    page = PrintPage('<img src="a.svg">', (Resource("a.svg", "image/svg+xml"),))
    answer = worker.ask(page, [traps.fill(svg).encode()])
    assert isinstance(answer.message, Printed)
    assert not traps.called()
    assert traps.opened() == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("page.html", "text/html"), ("a.css", "text/css"), ("a.js", "text/javascript"), ("index.html", "image/png")],
)
def test_what_is_no_picture_is_not_served(worker: Worker, name: str, kind: str) -> None:
    html = (
        f'<p>Bait</p><link rel="stylesheet" href="{name}"><iframe src="{name}"></iframe><script src="{name}"></script>'
    )
    content = f"body::before{{content:'{CANARY}'}}/*<p>{CANARY}*/"
    answer = worker.ask(PrintPage(html, (Resource(name, kind),)), [content.encode()])
    assert isinstance(answer.message, Printed)
    assert pymupdf.open("pdf", answer.blobs[0])[0].get_text().split() == ["Bait"]


def test_lures_are_counted_and_said(worker: Worker, traps: Traps) -> None:
    html = "".join(traps.fill(f'<img src="{{http}}/{number}.png">') for number in range(12))
    answer = worker.ask(PrintPage(html)).message
    assert isinstance(answer, Printed)
    assert sentences(answer.remarks) == "12 remote requests refused"
