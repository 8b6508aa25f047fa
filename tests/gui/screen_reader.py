"""What a screen reader finds and hears of the window, by AT-SPI, within a ``dbus-run-session`` of its own.

``python -m tests.gui.screen_reader CASE KEY`` opens the case in the window and prints what it found as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = "org.a11y.atspi.Registry"
LABELLED_BY = 2
SECONDS = 40.0

Node = dict[str, Any]
Reference = tuple[str, str]


class Bus:
    """The bus of screen readers."""

    def __init__(self) -> None:
        session = open_dbus_connection("SESSION")
        asked = new_method_call(DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus"), "GetAddress")
        self.connection: DBusConnection = open_dbus_connection(session.send_and_get_reply(asked).body[0])
        session.close()
        self.call((REGISTRY, "/org/a11y/atspi/registry"), REGISTRY, "RegisterEvent", "sass", ("object:", [], ""))

    def call(self, on: Reference, face: str, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> Any:
        """Ask an object something."""
        message = new_method_call(DBusAddress(on[1], on[0], face), method, signature or None, body)
        return self.connection.send_and_get_reply(message, timeout=SECONDS).body

    def children(self, of: Reference) -> list[Reference]:
        """What is in an object."""
        return [(name, path) for name, path in self.call(of, ACCESSIBLE, "GetChildren")[0]]

    def name(self, of: Reference) -> str:
        """What an object is called."""
        got = self.call(of, "org.freedesktop.DBus.Properties", "Get", "ss", (ACCESSIBLE, "Name"))
        return str(got[0][1])

    def tree(self, of: Reference) -> list[Node]:
        """An object and everything in it."""
        relations = dict(self.call(of, ACCESSIBLE, "GetRelationSet")[0])
        labels = [self.name((name, path)) for name, path in relations.get(LABELLED_BY, [])]
        here = {"role": self.call(of, ACCESSIBLE, "GetRoleName")[0], "name": self.name(of), "labels": labels}
        # What a list, a table or a tree holds may be without end, and is not what is looked at here.
        inside = [] if here["role"] in {"table", "tree table", "list", "tree"} else self.children(of)
        return [here, *(node for child in inside for node in self.tree(child))]

    def heard(self, after: Callable[[], object], until: float) -> list[str]:
        """What is announced after something is done, up to the first."""
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
        self.connection.send_and_get_reply(message_bus.AddMatch(rule))
        with self.connection.filter(rule) as queue:
            after()
            while time.monotonic() < until:
                try:
                    return [str(self.connection.recv_until_filtered(queue, timeout=1.0).body[3][1])]
                except TimeoutError:
                    continue
        return []


def listen(case: str, key: str) -> None:
    """Open the window, listen to it, and print what there was."""
    bus = Bus()
    end = time.monotonic() + SECONDS
    command = [sys.executable, "-m", "tests.gui.window_read_out", case, key]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdin is not None
        assert window.stdout is not None
        window.stdout.readline()  # the case is open
        root = (REGISTRY, "/org/a11y/atspi/accessible/root")
        while not (programs := bus.children(root)) and time.monotonic() < end:
            time.sleep(0.1)
        nodes = [node for program in programs for node in bus.tree(program)]
        press = partial(print, "press", file=window.stdin, flush=True)
        heard = bus.heard(press, time.monotonic() + SECONDS)  # however long the tree took to be read
        window.stdin.close()
    sys.stdout.write(json.dumps({"nodes": nodes, "heard": heard}))


if __name__ == "__main__":
    listen(*sys.argv[-2:])
