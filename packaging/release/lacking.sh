# Read by bin/reviewer: lets the program have those of the libraries beside this file that the computer itself lacks.
# Each lies in a folder of its own. The computer's own come first, since its drivers belong to them.
known=$( { /sbin/ldconfig -p || ldconfig -p; } 2>/dev/null)
while read -r name folder; do
    case "$known" in
        *"	$name (libc6,x86-64"*) ;;  # not those of another machine, as a computer has for older programs
        *) LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$system/lib/$folder" ;;
    esac
done < "$system/libraries.txt"
[ -z "$LD_LIBRARY_PATH" ] || export LD_LIBRARY_PATH
[ -e /usr/share/X11/xkb ] || export XKB_CONFIG_ROOT="${XKB_CONFIG_ROOT:-$system/xkb}"
if [ ! -e /etc/fonts/fonts.conf ]; then
    export FONTCONFIG_FILE="${FONTCONFIG_FILE:-$system/fonts.conf}"
fi
