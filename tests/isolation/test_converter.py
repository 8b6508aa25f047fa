"""LibreOffice makes pages of Office documents, one at a time, and leaves no file, no process and no connection."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pymupdf
import pytest

from reviewer.isolation.converter import MEMORY, Converter, in_memory, sweep
from reviewer.isolation.protocol import Convert, Printed
from reviewer.isolation.provider import program
from reviewer.isolation.workers import WorkerError, Workers
from tests.workers.office.documents import docx, odf, paragraph, pptx, shape, xlsx
from tests.workers.office.libreoffice import NEEDS_CALC, NEEDS_IMPRESS

_NOTE = rb"{\rtf1\ansi One free device for each officer}"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _slow() -> bytes:
    """A document that takes longer than anybody waits; 11 MB, so made when it is needed."""
    return rb"{\rtf1\ansi " + rb"{\b A word}{\i of many}\par " * 400_000 + rb"}"


"""A document over which LibreOffice sits for a good while."""

_LINKED = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" xmlns:ooo="http://openoffice.org/2004/office"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries>
<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="M"><ooo:source-code>Sub Go
ThisComponent.Text.setString("THE MACRO RAN")
End Sub</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script>
<office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load"
 xlink:href="vnd.sun.star.script:Standard.M.Go?language=Basic&amp;location=document" xlink:type="simple"/>
</office:event-listeners></office:scripts>
<office:body><office:text><text:p>Before</text:p>
<text:section text:name="S"><text:section-source xlink:href="file:///etc/passwd" xlink:type="simple"/>
<text:p>kept words</text:p></text:section>
<text:p><draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="paragraph">
<draw:image xlink:href="file://PICTURE" xlink:type="simple"/></draw:frame></text:p>
</office:text></office:body></office:document>"""


@contextmanager
def _folder_in_memory(name: str) -> Iterator[Path]:
    if not in_memory(MEMORY):
        pytest.skip("no folder in memory on this machine")
    made = MEMORY / f"reviewer-test-{os.getpid()}-{threading.get_ident()}-{name}"
    made.mkdir(mode=0o700)
    try:
        yield made
    finally:
        shutil.rmtree(made)


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory for this test alone."""
    with _folder_in_memory("one") as made:
        yield made


@pytest.fixture(scope="module")
def kept_converter() -> Iterator[Converter]:
    """A converter for all tests that do nothing but convert."""
    with _folder_in_memory("kept") as folder:
        made = Converter(memory=folder)
        _skip_if_missing(made)
        yield made
        made.close()


@pytest.fixture
def converter(memory: Path) -> Iterator[Converter]:
    """A converter; the test is skipped where LibreOffice cannot be used."""
    made = Converter(memory=memory)
    _skip_if_missing(made)
    yield made
    made.close()


def _skip_if_missing(converter: Converter) -> None:
    try:
        converter.ready()
    except WorkerError as error:
        pytest.skip(str(error))


def _words(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return "\n".join(page.get_text() for page in document)


def _python(text: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(text)]


def _until(condition: Callable[[], bool]) -> None:
    over = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < over, "it never came to pass"
        time.sleep(0.02)


def _left_running(memory: Path) -> list[psutil.Process]:
    """Processes that have to do with a converter of this folder and are not dead."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(str(memory) in word for word in process.info["cmdline"] or ())
    ]


@pytest.mark.parametrize(
    "document",
    [
        docx(paragraph("One free device for each officer")),
        pytest.param(
            xlsx([("S", "visible", '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>')],
                 ["One free device for each officer"]),
            marks=NEEDS_CALC,
        ),
        odf("text", "<text:p>One free device for each officer</text:p>", parts={"META-INF/manifest.xml": _MANIFEST}),
        _NOTE,
    ],
    ids=["docx", "xlsx", "odt", "rtf"],
)  # fmt: skip
def test_the_words_of_a_document_stand_on_its_pages(kept_converter: Converter, document: bytes) -> None:
    made = kept_converter.ask(Convert(), [document], 120)
    assert isinstance(made.message, Printed)
    assert made.message.engine.startswith("LibreOffice ")
    assert "One free device for each officer" in _words(made.blobs[0])


@NEEDS_IMPRESS
def test_a_presentation_has_a_page_for_each_slide(kept_converter: Converter) -> None:
    place = '<a:xfrm><a:off x="900000" y="900000"/><a:ext cx="6000000" cy="900000"/></a:xfrm>'
    made = kept_converter.ask(
        Convert(), [pptx([("", shape("Before", place=place)), ("", shape("After", place=place))])], 120
    )
    with pymupdf.open(stream=made.blobs[0]) as document:
        assert len(document) == 2


def test_a_macro_does_not_run_and_no_link_is_followed(kept_converter: Converter, tmp_path: Path) -> None:
    pictures = list(Path("/usr/share").glob("pixmaps/*.png")) + list(Path("/usr/lib/libreoffice/program").glob("*.png"))
    text = _LINKED.replace("PICTURE", str(pictures[0] if pictures else tmp_path / "none.png"))
    made = kept_converter.ask(Convert(), [text.encode()], 120)
    said = _words(made.blobs[0])
    assert "Before" in said
    assert "kept words" in said
    assert "MACRO" not in said
    assert "root:" not in said
    with pymupdf.open(stream=made.blobs[0]) as document:
        assert not document[0].get_images()


def test_what_cannot_be_converted_is_refused_with_the_reason_and_the_next_document_is_fine(
    converter: Converter,
) -> None:
    for document in (b"", b"no document at all", b"PK\x03\x04" + bytes(500), docx(paragraph("x"))[:400]):
        with pytest.raises(WorkerError) as caught:
            converter.ask(Convert(), [document], 120)
        assert caught.value.cause == "refused"
    assert "One free device" in _words(converter.ask(Convert(), [_NOTE], 120).blobs[0])


def test_between_two_documents_nothing_of_the_first_is_in_memory_or_on_a_disk(
    memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(tmp_path))
    converter = Converter(memory=memory)
    _skip_if_missing(converter)
    try:
        converter.ask(Convert(), [_NOTE], 120)
        for path in filter(Path.is_file, memory.rglob("*")):
            assert b"free device" not in path.read_bytes()
        assert not list(memory.rglob("document.*"))
        assert not list(tmp_path.iterdir())
    finally:
        converter.close()
    assert not list(memory.iterdir())
    assert not _left_running(memory)


def test_a_document_that_takes_too_long_is_given_up_and_the_converter_goes_on(memory: Path) -> None:
    short = """
        import sys
        from pathlib import Path
        from reviewer.workers.libre.__main__ import main
        sys.exit(main(Path(sys.argv[1]), 1.0))
        """
    converter = Converter(_python(short), memory=memory)
    _skip_if_missing(converter)
    try:
        with pytest.raises(WorkerError, match=r"longer than 1 seconds|processor time") as caught:
            converter.ask(Convert(), [_slow()], 120)
        assert caught.value.cause == "refused"
        assert not list(memory.rglob("document.*"))
        assert not [each for each in _left_running(memory) if each.ppid() != os.getpid()]
    finally:
        converter.close()


def test_when_the_apps_own_time_is_over_everything_ends_and_the_folder_is_gone(
    converter: Converter, memory: Path
) -> None:
    with pytest.raises(WorkerError) as caught:
        converter.ask(Convert(), [_slow()], 0.7)
    assert caught.value.cause == "timeout"
    assert not list(memory.iterdir())
    _until(lambda: not _left_running(memory))
    assert converter.ask(Convert(), [_NOTE], 120).blobs


def test_a_killed_app_leaves_no_process_and_what_it_left_in_memory_goes_at_the_next_start(
    converter: Converter, memory: Path, tmp_path: Path
) -> None:
    converter.close()
    document = tmp_path / "slow.rtf"
    document.write_bytes(_slow())
    app = subprocess.Popen(
        _python(f"""
            from pathlib import Path
            from reviewer.isolation.converter import Converter
            from reviewer.isolation.protocol import Convert
            converter = Converter(memory=Path({str(memory)!r}))
            converter.ask(Convert(), [Path({str(document)!r}).read_bytes()], 120)
            """)
    )
    try:
        _until(lambda: bool(list(memory.rglob("document.rtf"))))
    finally:
        app.kill()
        app.wait()
    _until(lambda: not _left_running(memory))
    sweep(memory)
    assert not list(memory.iterdir())


def test_the_folder_of_an_app_that_runs_is_left_alone(converter: Converter, memory: Path) -> None:
    before = list(memory.iterdir())
    assert before
    sweep(memory)
    assert list(memory.iterdir()) == before
    assert converter.ask(Convert(), [_NOTE], 120).blobs


def test_without_a_folder_in_memory_libreoffice_is_not_used_and_that_is_said(tmp_path: Path) -> None:
    if in_memory(tmp_path):
        pytest.skip("temporary folders are in memory here")
    converter = Converter(memory=tmp_path)
    with pytest.raises(WorkerError, match="no folder in memory") as caught:
        converter.ask(Convert(), [_NOTE], 120)
    assert caught.value.cause == "missing"
    assert not list(tmp_path.iterdir())


def test_where_there_is_no_libreoffice_that_is_said_and_not_tried_again(tmp_path: Path) -> None:
    started = tmp_path / "started"
    none = f"""
        import sys
        from pathlib import Path
        from reviewer.isolation.frames import encode
        from reviewer.isolation.protocol import Ready
        with Path({str(started)!r}).open("a") as log:
            log.write("x")
        sys.stdout.buffer.write(b"".join(encode(Ready("none", (), "LibreOffice is not installed"))))
        """
    if not in_memory(MEMORY):
        pytest.skip("no folder in memory on this machine")
    with Workers(1, convert_command=_python(none)) as workers:
        for _ in range(3):
            with pytest.raises(WorkerError, match="LibreOffice is not installed") as caught:
                workers.convert(Convert(), [_NOTE])
            assert caught.value.cause == "missing"
    assert started.read_text() == "x"


def whole_calls(traced: str) -> Iterator[str]:
    """The lines of a trace, each call that another process interrupted put together with how it ended."""
    begun: dict[str, str] = {}
    for line in traced.splitlines():
        process, _, said = line.partition(" ")
        resumed = re.match(r"\s*<\.\.\. \w+ resumed>", said)
        if said.endswith("<unfinished ...>"):
            begun[process] = line.removesuffix("<unfinished ...>")
        elif resumed:
            yield begun.pop(process, process) + said[resumed.end() :]
        else:
            yield line
    yield from begun.values()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_system_sees_no_network_no_other_program_and_no_file_written_outside_memory(
    memory: Path, tmp_path: Path, converter: Converter
) -> None:
    converter.close()
    log = tmp_path / "calls"
    calls = "trace=socket,connect,execve,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink"
    traced = Converter(["strace", "-f", "-o", str(log), "-e", calls, *program("reviewer.workers.libre")], memory=memory)
    try:
        assert traced.ask(Convert(), [docx(paragraph("One free device"))], 300).blobs
        assert traced.ask(Convert(), [_LINKED.encode()], 300).blobs
    finally:
        traced.close()
    done = [line for line in whole_calls(log.read_text(errors="replace")) if "= -1 E" not in line]
    assert not [line for line in done if "AF_INET" in line or "AF_NETLINK" in line]
    assert sum("execve(" in line for line in done) == 1
    changes = [
        line
        for line in done
        if re.search(r"(?:mkdir|rename|link)\w*\(|creat\(|O_WRONLY|O_RDWR|O_CREAT", line)
        and not re.search(rf'"{memory}/|"/dev/(?:null|tty)"', line)
    ]
    assert not changes


_TRIED = {
    "talk to the network": "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    "talk to another program of this machine": "import socket; socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)",
    "start a process": "os.fork()",
    "become another program": "os.execv('/bin/true', ['true'])",
    "leave the group that is killed": "os.setsid()",
    "signal the app": "os.kill(os.getppid(), 0)",
    "read a home folder": "os.listdir(os.path.expanduser('~'))",
    "read another document's folder": "open(other)",
    "write beside its own folder": "open(other, 'w')",
    "write to a disk": "open('/var/tmp/written-by-a-document', 'w')",
}


@pytest.mark.skipif(sys.platform != "linux", reason="these walls are Linux's")
@pytest.mark.parametrize("attempt", _TRIED, ids=[each.replace(" ", "-") for each in _TRIED])
def test_a_document_that_takes_libreoffice_over_cannot(attempt: str, memory: Path) -> None:
    other = memory / "other"
    other.write_text("another document")
    program = f"""
        import os, threading
        from pathlib import Path
        from reviewer.workers.libre.walls import confine, shut_in
        from reviewer.workers.filters import no_sockets
        from reviewer.workers.sandbox import filter_calls
        if not filter_calls(no_sockets(), "no sockets"):
            raise SystemExit(5)
        folder, room, other = Path({str(memory)!r}), Path({str(memory / "room")!r}), {str(other)!r}
        room.mkdir()
        if not confine(Path("/usr/lib"), folder):
            raise SystemExit(5)
        shut_in(Path("/usr/lib"), folder, room, 60)
        (room / "pages.pdf").write_text("pages")
        thread = threading.Thread(target=lambda: None)
        thread.start()
        thread.join()
        try:
            {_TRIED[attempt]}
        except PermissionError:
            raise SystemExit(3)
        """
    ended = subprocess.run(_python(program), check=False, capture_output=True)
    if ended.returncode == 5:
        pytest.skip("no such walls on this machine")
    assert ended.returncode == 3, ended.stderr.decode()
    assert (memory / "room" / "pages.pdf").read_text() == "pages"
    assert other.read_text() == "another document"


@pytest.mark.corpora
def test_real_documents_have_pages_or_a_reason_and_leave_nothing(
    converter: Converter, memory: Path, corpora: Path
) -> None:
    endings: dict[str, list[Path]] = {}
    for path in sorted((corpora / "office").rglob("*.*")):
        endings.setdefault(path.suffix.lower(), []).append(path)
    made, causes = 0, set()
    for path in (each for several in endings.values() for each in several[::6]):
        try:
            pdf = converter.ask(Convert(), [path.read_bytes()], 120).blobs[0]
        except WorkerError as error:
            causes.add(error.cause)
            continue
        with pymupdf.open(stream=pdf) as document:
            assert len(document) >= 1, path.name
        made += 1
        assert not list(memory.rglob("document.*"))
    assert causes <= {"refused"}
    assert made > 20
    converter.close()
    assert not list(memory.iterdir())
    assert not _left_running(memory)
