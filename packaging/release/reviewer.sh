#!/bin/sh
# Starts Evidence Reviewer with the interpreter beside this file, wherever the folder lies.
here=$(dirname -- "$(readlink -f -- "$0")")
# What a person set for another Python must not reach this one.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONINSPECT PYTHONWARNINGS PYTHONPLATLIBDIR PYTHONUSERBASE
export PYTHONDONTWRITEBYTECODE=1
system="$here/../system"
if [ -d "$system" ]; then
    . "$system/lacking.sh"
fi
exec "$here/python3.11" -P -m reviewer "$@"
