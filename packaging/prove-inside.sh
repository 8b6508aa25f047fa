#!/bin/bash
# What packaging/prove.sh runs in the bare Debian: install, the main job as an ordinary user, the window, and away again.
set -euo pipefail
how=$1
say() { echo "== $*"; }
timed() { local start=$EPOCHREALTIME; "$@" || return; awk "BEGIN { printf \"   took %.1f s\n\", $EPOCHREALTIME - $start }"; }
say "network: $(ls /sys/class/net 2> /dev/null | tr '\n' ' ')none but this; $(. /etc/os-release; echo "$PRETTY_NAME")"
id new > /dev/null 2>&1 || useradd -d /srv/new -s /bin/bash new
chown new: /srv/new
if [ "$how" = deb ]; then
    say "install"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    timed apt-get install -y -qq $FETCHED /srv/proof/package.deb > /srv/proof/install.log 2>&1 || { tail /srv/proof/install.log; exit 1; }
    tail -1 /srv/proof/install.log
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
say "job, as an ordinary user"
timed runuser -u new -- bash /srv/new/job.sh
say "window"
ended=0; runuser -u new -- env HOME=/srv/new bash -c "cd; exec timeout 25 $reviewer gifts.evcase > window.log 2>&1" || ended=$?
cat /srv/new/window.log
[ "$ended" = 124 ] || { echo "the window did not stay ($ended)"; exit 1; }
echo "the window stayed open until it was ended"
if [ "$how" = deb ]; then
    say "double click"
    file --mime-type /srv/new/gifts.evcase 2> /dev/null || true
    runuser -u new -- env HOME=/srv/new mimetype -b /srv/new/gifts.evcase
    runuser -u new -- env HOME=/srv/new xdg-mime query default application/x-evcase
    # xdg-open starts what the .desktop file says: the window stays, with the case as its argument.
    runuser -u new -- env HOME=/srv/new bash -c 'cd; exec timeout 25 xdg-open gifts.evcase > opened.log 2>&1' & opening=$!
    opened=
    for _ in $(seq 20); do
        sleep 1
        opened=$(for each in /proc/[0-9]*/cmdline; do tr '\0' ' ' < "$each" 2> /dev/null; echo; done | grep -m1 -E -- '-m reviewer .*gifts\.evcase' || true)
        [ -z "$opened" ] || break
    done
    [ -n "$opened" ] || { cat /srv/new/opened.log; echo "a double click opened nothing"; exit 1; }
    echo "opened by the menu's entry: $opened"
    ended=0; wait $opening || ended=$?
    [ "$ended" = 124 ] || { cat /srv/new/opened.log; echo "the window did not stay ($ended)"; exit 1; }
    say "manual"; man -w reviewer reviewer-case
    say "purge"
    timed apt-get purge -y -qq evidence-reviewer > /srv/proof/purge.log 2>&1
    ls -d /opt/evidence-reviewer /usr/bin/reviewer 2> /dev/null && exit 1
    find / -xdev -iname '*evidence-reviewer*' -not -path '/proc/*' -not -path '/srv/proof/*' | sort
fi
say "what is left of the user's own:"; find /srv/new -maxdepth 1 -newer /srv/proof/inside.sh | sort
say "done"
