"""Where LibreOffice is, what surrounds it, and the settings of the profile it gets for one document."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from xml.sax.saxutils import escape

from reviewer.workers.print.surroundings import font_settings

_PLACES = ("/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/usr/local/lib/libreoffice")
_OWN_PACKAGES = "libreoffice*"  # under /opt, as installed from libreoffice.org

_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Misc", "CrashReport", "false"),
    ("Writer/Content/Update", "Link", "0"),  # 0 never, 1 on request, 2 always
    ("Writer/Content/Update", "Field", "false"),
    ("Calc/Content/Update", "Link", "1"),  # 0 always, 1 never, 2 on request
    ("Calc/Formula/Load", "OOXMLRecalcMode", "1"),  # 0 always, 1 never, 2 on request
    ("Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
)
"""Under org.openoffice.Office: no macros, nothing of elsewhere loaded, nothing computed anew, nothing saved aside."""


def find_program() -> Path | None:
    """The ``program`` folder of the LibreOffice that this machine has, the newest where it has several."""
    started = shutil.which("soffice", path="/usr/bin:/usr/local/bin")
    named = [Path(started).resolve().parent] if started else []
    own = sorted(Path("/opt").glob(_OWN_PACKAGES), reverse=True) if Path("/opt").is_dir() else []
    roots = [*(Path(place) for place in _PLACES), *own]
    found = [*named, *(root / "program" for root in roots)]
    return next((program for program in found if (program / "versionrc").is_file()), None)


def settle(folder: Path) -> None:
    """Replace the environment of this process by a bare one; fonts are ours and the system's."""
    os.environ.clear()
    (folder / "fontconfig").mkdir()
    fonts = folder / "fonts.conf"
    fonts.write_text(font_settings(folder), encoding="utf-8")
    os.environ.update(
        LANG="C.UTF-8",
        TZ="UTC",
        PATH="",
        FONTCONFIG_FILE=str(fonts),
        GSETTINGS_BACKEND="memory",
        DBUS_SESSION_BUS_ADDRESS="disabled:",
        DBUS_SYSTEM_BUS_ADDRESS="disabled:",
        SAL_USE_VCLPLUGIN="svp",
        SAL_DISABLE_OPENCL="1",
    )


def furnish(room: Path) -> Path:
    """Make one document's room: home, temporary folder and a fresh profile within it; returns the profile."""
    for name in ("home", "tmp", "profile/user"):
        (room / name).mkdir(parents=True)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        os.environ[name] = str(room / "home")
    for name in ("TMPDIR", "TMP", "TEMP"):
        os.environ[name] = str(room / "tmp")
    (room / "profile" / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    return room / "profile"


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{escape(path)}"><prop oor:name="{escape(name)}" oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n"
    )
