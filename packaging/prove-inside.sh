#!/bin/bash
# What packaging/prove.sh runs in the bare Debian: install, the main job as an ordinary user, the window, and away again.
set -euo pipefail
how=$1
say() { echo "== $*"; }
timed() { local start=$EPOCHREALTIME; "$@" || return; awk "BEGIN { printf \"   took %.1f s\n\", $EPOCHREALTIME - $start }"; }
# A step that says much: what it said is shown only where it fails, its time always.
logged() { local log=/srv/proof/$1.log; shift; timed "$@" > "$log" 2>&1 || { tail -20 "$log"; echo "failed: $*"; exit 1; }; tail -1 "$log"; }
say "network: $(ls /sys/class/net 2> /dev/null | tr '\n' ' ')none but this; $(. /etc/os-release; echo "$PRETTY_NAME")"
id new > /dev/null 2>&1 || useradd -d /srv/new -s /bin/bash new
chown new: /srv/new
as_user() { runuser -u new -- env HOME=/srv/new REVIEWER_PASSPHRASE="correct horse battery staple" PYTHONPATH=/nowhere bash -euo pipefail -c "cd; $1"; }
if [ "$how" = deb ]; then
    say "install the version before"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    logged install apt-get install -y -qq $FETCHED /srv/proof/before.deb
    dpkg-query --show evidence-reviewer
    as_user 'mkdir disk; printf "From: a@b.example\nSubject: cameras\nDate: Mon, 7 Mar 2016 10:00:00 +0000\n\nFree cameras for all of us\n" > disk/1.eml
        reviewer case create old.evcase --title "Old case" --reference "IA 20-1"
        reviewer intake add old.evcase disk --custodian "Sgt. Moore" --source "USB disk 1" | tail -2
        reviewer tag add old.evcase gift; reviewer passage add old.evcase 1 --quote "Free cameras" --tag gift
        reviewer item list old.evcase > items.before; reviewer passage list old.evcase > passages.before; reviewer case info old.evcase | tee info.before
        grep -oE "format [0-9]+" info.before > format.before'
    say "upgrade"
    logged upgrade apt-get install -y -qq /srv/proof/package.deb
    as_user 'reviewer version; reviewer tag add old.evcase endorsement; reviewer case verify old.evcase; reviewer case info old.evcase
        reviewer item list old.evcase | diff items.before -; reviewer passage list old.evcase | diff passages.before -
        reviewer case info old.evcase | grep -oE "format [0-9]+" > format.after
        ! diff -q format.before format.after || { echo "the older case kept its format"; exit 1; }
        ls old.before-v*.evcase || { echo "no copy of the older case was kept"; exit 1; }'
    echo "the older case was upgraded, with the same items and passages"
    du -sm /opt/evidence-reviewer | cut -f1
    reviewer=reviewer
else
    reviewer=$(ls -d /srv/new/evidence-reviewer-*/reviewer)
fi
cat > /srv/new/job.sh <<JOB
set -euo pipefail
cd /srv/new
export REVIEWER_PASSPHRASE="correct horse battery staple" PYTHONPATH=/nowhere
$reviewer version
for signature in /srv/proof/*.minisig; do
    [ ! -e "\$signature" ] || $reviewer version --check "\${signature%.minisig}"
done
if [ -n "\$(ls -A /evidence)" ]; then disk=/evidence; else $reviewer demo --no-window > /dev/null; disk=demo/evidence; fi
$reviewer case create gifts.evcase --title "Camera gifts" --reference "IA 21-44"
$reviewer intake add gifts.evcase \$disk --custodian "Sgt. Moore" --source "USB disk 3" > intake.txt || [ \$? = 4 ]
tail -4 intake.txt
printf 'badge,name\n4711,Jane Doe\n' > roster.csv
$reviewer officer import gifts.evcase roster.csv
$reviewer tag add gifts.evcase gift
$reviewer ocr run gifts.evcase --all > ocr.txt || [ \$? = 4 ]; head -3 ocr.txt
$reviewer ocr status gifts.evcase | tee ocr.txt
if grep -Eq '[1-9][0-9]* failed' ocr.txt; then echo "pages could not be recognised"; exit 1; fi
grep -q '^languages: eng, fra, spa in ' ocr.txt || { echo "language data of the package is missing"; exit 1; }
# A mail in HTML is printed, with the program's own fonts where the system has none: its page has its words.
mkdir printed; printf 'From: a@b.example\nSubject: offer\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>One <b>free</b> camera for each of you\n' > printed/1.eml
$reviewer case create printed.evcase --title "Printed" --reference "IA 21-45" 2> /dev/null
$reviewer intake add printed.evcase printed --custodian "Sgt. Moore" --source "USB disk 4" | tail -1
$reviewer passage add printed.evcase 1 --quote "free camera for each"
# Some words of the first item that has three in a row: tagged, linked, and quoted by the report.
tagged=
for item in \$(seq 1 40); do
    $reviewer item show gifts.evcase \$item --text > words.txt 2> /dev/null || continue
    quote=\$(grep -m1 -oE '[[:alpha:]]+ [[:alpha:]]+ [[:alpha:]]+' words.txt | head -1 || true)
    [ -n "\$quote" ] || continue
    $reviewer passage add gifts.evcase \$item --quote "\$quote" --occurrence 1 --tag gift --officer 4711:mentioned 2> passage.txt && tagged=yes && break
done
[ -n "\$tagged" ] || { cat passage.txt; echo "no passage could be tagged"; exit 1; }
$reviewer report export gifts.evcase report 2>&1 | tee report.txt; ls report
grep -Eq '(^|[^0-9])[1-9][0-9]* quotes?,' report.txt || { echo "the report quotes nothing"; exit 1; }
$reviewer case verify gifts.evcase
$reviewer case info gifts.evcase | head -20
JOB
chown new: /srv/new/job.sh
say "ways out of the readers: here, and on the machine that this is tried on"
python=$(dirname "$(readlink -f "$(command -v $reviewer)")")/python3.11
mkdir -m 777 /srv/proof/ways/there
runuser -u new -- env HOME=/srv/new PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/srv/proof/ways bash -ec "cd; bash -e /srv/proof/ways/try.sh $python /srv/proof/ways/there"
for wall in none parse heif print started libre; do
    printf '%8s: %2d, %2d\n' $wall "$(grep -c . /srv/proof/ways/there/$wall)" "$(grep -c . /srv/proof/ways/here/$wall)"
    [ $wall != none ] || continue
    more=$(comm -13 /srv/proof/ways/here/$wall /srv/proof/ways/there/$wall)
    [ -z "$more" ] || { echo "behind the walls of $wall got out here alone:"; grep -wF "$more" /srv/proof/ways/there/$wall.how; exit 1; }
done
say "job, as an ordinary user"
timed runuser -u new -- bash /srv/new/job.sh
# Starts something as the user, looks for a window of the program on the screen, and ends it. What is on the screen, prove.sh writes down.
window() {
    local at=$EPOCHREALTIME program seen=""
    [ -e /srv/proof/windows.txt ] || { echo "the screen cannot be seen"; exit 1; }
    grep -q '"Evidence Reviewer"' /srv/proof/windows.txt && { echo "a window is there already"; exit 1; }
    runuser -u new -- env HOME=/srv/new DISPLAY="$DISPLAY" bash -c "cd; exec timeout 300 $1 > window.log 2>&1" & program=$!
    for _ in $(seq 240); do
        sleep 0.5
        seen=$(grep -m1 -E '"Evidence Reviewer".* [0-9]{3,4}x[0-9]{3,4}' /srv/proof/windows.txt 2> /dev/null || true)
        if [ -n "$seen" ]; then break; fi
    done
    [ -n "$seen" ] || { cat /srv/new/window.log; echo "no window after $1"; exit 1; }
    awk "BEGIN { printf \"   on the screen after %.0f s:\", $EPOCHREALTIME - $at }"; echo "$seen"
    commands=$(for each in /proc/[0-9]*/cmdline; do tr '\0' ' ' < "$each" 2> /dev/null; echo; done | grep -E -- '-m reviewer( |$)' || true)
    sleep 10
    grep -q '"Evidence Reviewer"' /srv/proof/windows.txt || { cat /srv/new/window.log; echo "the window did not stay"; exit 1; }
    cp /srv/proof/windows.txt "/srv/proof/windows.$2.txt"; cat /srv/new/window.log
    runuser -u new -- bash -c 'for each in /proc/[0-9]*; do tr "\0" " " < $each/cmdline 2> /dev/null | grep -qE -- "-m reviewer( |$)" && kill ${each#/proc/}; done' || true
    wait $program || true
    for _ in $(seq 60); do
        [ ! -e /srv/proof/windows.txt ] || grep -q '"Evidence Reviewer"' /srv/proof/windows.txt || return 0
        sleep 1
    done
    echo "the window did not go"; exit 1
}
say "window, by its command"; window "$reviewer gifts.evcase" command
if [ "$how" = deb ]; then
    say "window, from its launcher"; window "gio launch /usr/share/applications/evidence-reviewer.desktop" launcher
    say "window, by a double click"
    # Each of the two says what it found; what was expected is asked for, since both end well whatever they find.
    type=$(runuser -u new -- env HOME=/srv/new mimetype -b /srv/new/gifts.evcase); echo "$type"
    opener=$(runuser -u new -- env HOME=/srv/new xdg-mime query default application/x-evcase); echo "$opener"
    [ "$type, $opener" = "application/x-evcase, evidence-reviewer.desktop" ]
    window "xdg-open gifts.evcase" double-click
    grep -q 'gifts\.evcase' <<< "$commands" || { echo "the case was not handed over: $commands"; exit 1; }
    say "manual"; man -w reviewer reviewer-case
    runuser -u new -- env HOME=/srv/new MANWIDTH=80 man reviewer-case > /srv/proof/manual.txt 2> /srv/proof/manual.err
    grep -q "reviewer case verify" /srv/proof/manual.txt || { cat /srv/proof/manual.*; echo "the manual is not to be read"; exit 1; }
    say "completion, as Bash asks for it"
    as_user 'source /usr/share/bash-completion/completions/reviewer; complete -p reviewer
        COMP_WORDS=(reviewer case ver) COMP_CWORD=2; _reviewer_completion reviewer; echo "reviewer case ver: ${COMPREPLY[*]}"
        [ "${COMPREPLY[*]}" = verify ]'
    cp -a /srv/new/gifts.evcase /srv/proof/gifts.before
    say "remove"
    # What the handbook says, apt purge, would take the same away in one step; here it is two, and looked at after each.
    apt-get purge --simulate evidence-reviewer > /srv/proof/purge.txt; grep -q "^Purg evidence-reviewer " /srv/proof/purge.txt
    logged remove apt-get remove -y -qq evidence-reviewer
    # Neither a file of ours nor a word of us in what others keep; dpkg's and apt's own records apart, which end with the purge.
    left() {
        find / -xdev \( -iname '*evidence-reviewer*' -o -iname '*evcase*' -o -iname 'reviewer*' \) -not -path '/proc/*' -not -path '/srv/*' -not -path '/var/lib/apt/*' -not -path '/var/cache/apt/*' -print
        grep -rlE 'evidence-reviewer|evcase' /etc /usr /opt /root /home /var --exclude-dir=log --exclude-dir=apt --exclude='*-old' 2> /dev/null || true
    }
    [ ! -e /opt/evidence-reviewer ] || { find /opt/evidence-reviewer | head; echo "not all was removed"; exit 1; }
    say "purge"
    logged purge dpkg --purge evidence-reviewer  # apt knows it no more: removed, it left nothing to purge
    status=$(dpkg-query --show --showformat '${db:Status-Status}' evidence-reviewer 2> /dev/null || true)
    [ -z "$status" ] || [ "$status" = not-installed ] || { echo "dpkg has it still: $status"; exit 1; }
    found=$(left | sort -u); [ -z "$found" ] || { echo "$found"; echo "that was left behind"; exit 1; }
    cmp /srv/new/gifts.evcase /srv/proof/gifts.before
    echo "nothing is left but cases and settings"
fi
say "what is left of the user's own:"; find /srv/new -maxdepth 2 -newer /srv/proof/inside.sh -not -path "*/evidence-reviewer-*/*" | sort | head -60
say "done"
