#!/bin/sh
# Installs Evidence Reviewer on a Mac, without a network: finds a Python from python.org and hands over to install_offline.py.
# Double-click it in the Finder; where a double click is refused, in the Terminal: sh install.command
here=$(cd -- "$(dirname -- "$0")" && pwd) || exit 1
for number in 3.13 3.12 3.11 3.14; do
    for python in "/Library/Frameworks/Python.framework/Versions/$number/bin/python$number" "$(command -v "python$number" || true)"; do
        if [ -n "$python" ] && [ -x "$python" ]; then
            exec "$python" "$here/install_offline.py" "$@"
        fi
    done
done
echo "There is no Python 3.11 to 3.14 on this Mac." >&2
echo "Install Python 3.13 from python.org, and start this again. Nothing was installed." >&2
exit 1
