#!/bin/bash
# Tries a package where nothing else is: in a bare Debian without a network, as an ordinary user.
#
#   packaging/prove.sh deb    dist/evidence-reviewer_VERSION_amd64.deb           [EVIDENCE]    Debian 13: version before, upgrade, job, window, purge
#   packaging/prove.sh folder dist/evidence-reviewer-VERSION-linux-x86_64.tar.zst [EVIDENCE]   Debian 12: unpack, job, window
#
# The version before is this package with the program as it was before the newest case format came in (by git), numbered 0.0.1.
# The ways out of the readers (tests/isolation/probes) are tried there as on this machine: it stops where more get out.
# EVIDENCE is a folder of e-mails and documents to take in; without it the program's demo is built. Needs root, debootstrap, Xvfb
# and xwininfo. Only making the bare root and fetching what the package depends on use a network: the job runs behind
# `unshare --net` and `pivot_root` (a chroot would forbid user namespaces, and Chromium's own sandbox with them).
# It gives up after an hour; PROVE_SECONDS says another time.
# PROVE_RELEASE names another release of Debian, such as bookworm for the package. For Ubuntu, also PROVE_MIRROR its mirror and
# PROVE_COMPONENTS="main universe"; debootstrap then wants Ubuntu's keys (ubuntu-keyring).
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
how=${1:?deb or folder}; package=$(readlink -f "${2:?the package}"); evidence=${3:+$(readlink -f "$3")}
case $how in deb) release=trixie ;; folder) release=bookworm ;; *) echo "deb or folder, not $how" >&2; exit 2 ;; esac
release=${PROVE_RELEASE:-$release}; components=${PROVE_COMPONENTS:-main}
roots=${PROVE_ROOTS:-$here/../build/roots}; mkdir -p "$roots"; roots=$(readlink -f "$roots"); base=$roots/$release; root=$roots/$how-$release.run
mirror=${PROVE_MIRROR:-$(awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/debian.sources)}
if [ ! -e "$base" ]; then  # under its name once it is whole: one that was interrupted is made anew
    rm -rf --one-file-system "$base.part"
    debootstrap --variant=minbase --components="${components// /,}" "$release" "$base.part" "$mirror" > "$roots/$release.log"; mv "$base.part" "$base"
fi
rm -rf --one-file-system "$root"; cp -a "$base" "$root"
mkdir -p "$root/old" "$root/evidence" "$root/srv/proof" "$root/srv/new"
if [ "$how" = deb ]; then
    # Under its own name: a signature holds for that alone.
    cp "$package" "$root/srv/proof/"; ln -s "$(basename "$package")" "$root/srv/proof/package.deb"
    source=$(git -C "$here" rev-parse --show-toplevel); stage=$roots/before-$release
    newest=$(cd "$source/reviewer/casefile/formats" && printf '%s\n' format_*.sql | grep -oE '[0-9]+' | sort -n | tail -1)
    commit=$(git -C "$source" log --diff-filter=A -1 --format=%H -- "reviewer/casefile/formats/format_$newest.sql")
    rm -rf "$stage"; dpkg-deb -R "$package" "$stage"; packages=$stage/opt/evidence-reviewer/lib/python3/dist-packages
    rm -r "$packages/reviewer" "$stage/DEBIAN/md5sums"; git -C "$source" archive "$commit^" reviewer | tar -x -C "$packages"
    sed -i 's/^__version__ = .*/__version__ = "0.0.1"/' "$packages/reviewer/__init__.py"
    sed -i 's/^Version: .*/Version: 0.0.1/' "$stage/DEBIAN/control"
    dpkg-deb --root-owner-group -Znone --build "$stage" "$root/srv/proof/before.deb" > /dev/null; rm -r "$stage"
    echo "version before: the program of ${commit:0:12}^, which is older than case format $newest"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    echo "deb $mirror $release $components" > "$root/etc/apt/sources.list"
    # What a desktop has, and what the package depends on and recommends: fetched here, installed without a network.
    fetched="libfile-mimeinfo-perl desktop-file-utils shared-mime-info man-db libglib2.0-bin"
    chroot "$root" sh -c "apt-get update -qq && apt-get install -y -qq --download-only $fetched /srv/proof/package.deb" > "$root/srv/proof/fetch.log" 2>&1
    echo "fetched: $(ls "$root"/var/cache/apt/archives/*.deb | wc -l) packages, $(du -shc "$root"/var/cache/apt/archives/*.deb | tail -1 | cut -f1)"
else
    cp "$package" "$root/srv/proof/"
    command -v zstd > /dev/null
    mkdir -p "$root/srv/new"; tar --zstd -xf "$package" -C "$root/srv/new"
fi
[ ! -e "$package.minisig" ] || cp "$package.minisig" "$root/srv/proof/"
install -m 755 "$here/prove-inside.sh" "$root/srv/proof/inside.sh"
# One after the other, as the tests of the project do it, and written down: a name a line of each way that got out, and how it did.
ways=$root/srv/proof/ways; mkdir -p "$ways/tests"; cp "$here/../tests/__init__.py" "$ways/tests/"
mkdir "$ways/tests/isolation"; cp -r "$here/../tests/isolation/__init__.py" "$here/../tests/isolation/probes" "$ways/tests/isolation/"
cat > "$ways/try.sh" <<'TRY'
# try.sh PYTHON FOLDER: into FOLDER, a file for each wall; with what the folder lends, as its launcher does
system=$(dirname "$1")/../system
[ ! -e "$system/lacking.sh" ] || . "$system/lacking.sh"
for wall in none parse heif print started libre; do
    room=$(mktemp -d); chmod 777 "$room"
    "$1" -m tests.isolation.probes "$room" "$wall" > "$room.json"
    "$1" -c 'import json, sys; print(*sorted(f"{name}: {how}" for name, how in json.load(sys.stdin).items() if how), sep="\n")' < "$room.json" > "$2/$wall.how"
    cut -d: -f1 "$2/$wall.how" > "$2/$wall"
    rm -rf "$room" "$room.json"
done
TRY
mkdir "$ways/here"; (cd "$here/.." && bash -e "$ways/try.sh" .venv/bin/python "$ways/here")
display=:$((70 + RANDOM % 20))
Xvfb "$display" -screen 0 1400x900x24 -ac -nolisten tcp > /dev/null 2>&1 & screen=$!
see() {
    DISPLAY=$display xwininfo -root -tree > "$root/srv/proof/windows.part" 2> /dev/null && mv "$root/srv/proof/windows.part" "$root/srv/proof/windows.txt"
}
# The bare Debian has no tool that sees windows: what is on the screen is written down for it once a second.
while sleep 1; do
    # Where the screen cannot be seen any more, nothing old is left to be taken for it; a window that goes meanwhile fails a look.
    see || see || see || rm -f "$root/srv/proof/windows.txt"
done & watch=$!
trap 'kill $watch $screen 2> /dev/null || true' EXIT
export root evidence how display fetched=${fetched:-}
timeout "${PROVE_SECONDS:-3600}" unshare --mount --net --pid --fork --propagation private bash -euc '
    mount --bind "$root" "$root"
    if [ -n "$evidence" ]; then mount --bind "$evidence" "$root/evidence"; mount -o remount,ro,bind "$root/evidence"; fi
    mkdir -p "$root/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
    mount -t tmpfs dev "$root/dev"; mkdir "$root/dev/shm" "$root/dev/pts"; chmod 1777 "$root/dev/shm"
    for node in null zero full random urandom tty; do : > "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"; done
    ln -s /proc/self/fd "$root/dev/fd"
    cd "$root"; pivot_root . old; mount -t proc proc /proc; umount -l /old
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/srv/proof DISPLAY="$display" FETCHED="$fetched" /srv/proof/inside.sh "$how"
'
