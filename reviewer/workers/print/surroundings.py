"""What Chromium gets to see of this machine: a private folder, a bare environment, switches, fonts.

All of this must stand before Qt is imported.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
"""Variables that the interpreter or the operating system cannot do without; all others go."""

_PREFIX = "reviewer-print-"

_SWITCHES = (
    "--disable-gpu",
    "--disable-dev-shm-usage",  # shared memory in our own folder, not among that of other programs
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-databases",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-file-system",
    "--disable-logging",
    "--disable-notifications",
    "--disable-remote-fonts",
    "--disable-remote-playback-api",
    "--disable-speech-api",
    "--disable-sync",
    "--disable-webgl",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Two dead ends, should a request ever get as far as the network: no name resolves, the only way out leads nowhere.
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--proxy-server=socks5://0.0.0.0:9",
    "--proxy-bypass-list=<-loopback>",
    "--lang=en-US",
    "--no-first-run",
    "--no-pings",
    # A mail's pixels are laid out the same on every machine.
    "--font-render-hinting=none",
    "--force-device-scale-factor=1",
)

_CLONE_NEWUSER, _CLONE_NEWPID, _CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000

NO_SANDBOX_ROOT = "Chromium's own sandbox off: it cannot run as root"
NO_SANDBOX_KERNEL = "Chromium's own sandbox off: the kernel refuses user namespaces"
SANDBOX_ON = "Chromium's own sandbox on"


def fonts_folder() -> Path:
    """Where the fonts are that come with the program."""
    return Path(__file__).resolve().parents[2] / "resources" / "fonts"


def private_folder() -> Path:
    """A new folder for us alone, in memory where the system has such a place; what killed workers left goes."""
    places = [os.environ.get("XDG_RUNTIME_DIR", ""), "/dev/shm"] if sys.platform == "linux" else []  # noqa: S108
    roomy = [place for place in places if place and os.access(place, os.W_OK | os.X_OK)]
    parent = Path(roomy[0] if roomy else tempfile.gettempdir())
    for old in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(FileNotFoundError):  # another worker that starts now may be faster
            if _abandoned(old):
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))


def _abandoned(folder: Path) -> bool:
    """Whether a folder is one of ours whose process is gone (its name says which process that was)."""
    owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
    if sys.platform == "win32" or not owner.isdigit() or folder.stat().st_uid != os.geteuid():
        return False
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def helpers() -> list[Path]:
    """The programs that Chromium starts: those of its processes that hold the evidence. After :func:`settle`."""
    try:
        from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - Qt must find the environment settled
    except ImportError:
        return []
    return [Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.LibraryExecutablesPath), "QtWebEngineProcess")]


def lacks() -> str:
    """What Chromium would need of this system and has not, else nothing.

    Without /dev/shm its shared memory, and so the mail, would lie in files of the temporary folder.
    """
    if sys.platform == "linux" and not os.access("/dev/shm", os.W_OK | os.X_OK):  # noqa: S108
        return "there is no shared memory to write to (/dev/shm)"
    return ""


def settle(folder: Path) -> str:
    """Replace the environment of this process by a bare one within ``folder``; says how Chromium's sandbox stands."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept)
    for name in ("HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(folder)
    for name in ("CONFIG_HOME", "CACHE_HOME", "DATA_HOME", "STATE_HOME", "CONFIG_DIRS", "DATA_DIRS"):
        os.environ[f"XDG_{name}"] = str(folder / name.lower())
    tempfile.tempdir = None
    if sys.platform == "linux":
        settings = folder / "fonts.conf"
        settings.write_text(font_settings(folder), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(settings)
    state = _sandbox_state()
    if state != SANDBOX_ON:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
    os.environ.update(
        LANG="C.UTF-8",
        TZ="UTC",
        QT_QPA_PLATFORM="offscreen",
        QT_LOGGING_RULES="*.debug=false;*.info=false",
        DBUS_SESSION_BUS_ADDRESS="disabled:",
        DBUS_SYSTEM_BUS_ADDRESS="disabled:",
        QTWEBENGINE_CHROMIUM_FLAGS=" ".join(_SWITCHES),
    )
    return state


def _sandbox_state() -> str:
    if sys.platform != "linux":
        return SANDBOX_ON
    if os.geteuid() == 0:
        return NO_SANDBOX_ROOT
    return SANDBOX_ON if _namespaces_allowed() else NO_SANDBOX_KERNEL


def _namespaces_allowed() -> bool:
    """Whether an ordinary process may make the namespaces that Chromium's sandbox is built of.

    Some kernels grant the user namespace and then refuse what is asked for inside it; so both steps are tried.
    """
    child = os.fork()
    if child == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        refused = libc.unshare(_CLONE_NEWUSER) or libc.unshare(_CLONE_NEWPID | _CLONE_NEWNET)
        os._exit(1 if refused else 0)
    return os.waitpid(child, 0)[1] == 0


def font_settings(folder: Path) -> str:
    """Settings for fontconfig: ours and the system's fonts, ours standing in for the faces that mail asks for."""
    ours = {
        "Liberation Sans": ("sans-serif", "system-ui", "Arial", "Helvetica"),
        "Liberation Serif": ("serif", "Times", "Times New Roman"),
        "Liberation Mono": ("monospace", "Courier", "Courier New"),
    }
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{stand_in}</family>'
        "<family>DejaVu Sans</family></prefer></alias>\n"
        for stand_in, names in ours.items()
        for name in names
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(fonts_folder()))}</dir>\n"
        "<dir>/usr/share/fonts</dir>\n<dir>/usr/local/share/fonts</dir>\n"
        # What the system's cache lacks is written to ours, anew at every start.
        f"<cachedir>{escape(str(folder / 'fontconfig'))}</cachedir>\n<cachedir>/var/cache/fontconfig</cachedir>\n"
        f"{aliases}"
        "</fontconfig>\n"
    )
