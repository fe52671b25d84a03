#!/bin/bash
# The shipped unit in a really booted systemd: what it promises, asserted one by one. Needs root.
# usage: unit.sh PROGRAM [FOLDER]      FOLDER keeps the small Debian between runs
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) project=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:?program}") folder=$(realpath -m "${2:-$project/.build/box}")
box=$(mktemp -d) failures=0
cleanup() { [ -n "${KEEP:-}" ] && echo "$box" && return; "$here/box.sh" down "$box" || true; rm -rf "$box"; }
trap cleanup EXIT

"$here/box.sh" base "$folder"
"$here/box.sh" up "$box" "$folder"
root=$box/root

inside() { "$here/box.sh" in "$box" "$@"; }
unit() { inside systemctl show fifthcall --property="$1" --value; }
log() { inside journalctl --no-pager --output=cat --unit="${1:-fifthcall}"; }
is() { # NAME COMMAND…: the command must succeed
  local name=$1
  shift
  if "$@" > "$box/last" 2>&1; then echo "ok   $name"; else
    echo "FAIL $name: $(tail -3 "$box/last")"
    failures=$((failures + 1))
  fi
}
within() { # SECONDS COMMAND…: waits until the command succeeds
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.2
  done
}
equals() { [ "$("${@:2}")" = "$1" ] || { echo "not $1 but: $("${@:2}")"; return 1; }; }
refuses() { ! "$@"; }

# The program with the Swift libraries that the small Debian lacks.
DESTDIR=$root BINARY=$program "$project/scripts/install"
mkdir -p "$root/usr/lib/fifthcall-test"
ldd "$program" | awk '$1 ~ /^lib(swift|_?Foundation|dispatch|Blocks|_FoundationICU)/ && /=>/ { print $3 }' |
  sort -u | xargs -r cp -Lt "$root/usr/lib/fifthcall-test"
echo /usr/lib/fifthcall-test > "$root/etc/ld.so.conf.d/fifthcall-test.conf"
printf 'secret\n' > "$root/etc/fifthcall/credentials/probe"
chmod 600 "$root/etc/fifthcall/credentials/probe"
mkdir -p "$root/etc/systemd/system/fifthcall.service.d"
printf '[Service]\nRestartSec=1s\n' > "$root/etc/systemd/system/fifthcall.service.d/test.conf"
inside ldconfig
inside systemctl daemon-reload

echo '# statics'
is 'the unit is well formed' inside systemd-analyze verify --man=no /usr/lib/systemd/system/fifthcall.service
for file in fifthcall.service fifthcall-alert@.service; do
  is "exposure of $file is at most 1.0" inside systemd-analyze security --offline=true --threshold=10 \
    --no-pager "/usr/lib/systemd/system/$file"
done

echo '# start'
is 'it starts and says when it is ready' inside systemctl start fifthcall
is 'it is active' equals active unit ActiveState
is 'the status line is its own' grep -q . <(unit StatusText)
pid=$(unit MainPID)
is 'it does not run as root' inside sh -c "[ \$(stat -c %u /proc/$pid) -gt 60000 ]"
is 'the state folder is private' equals 700 inside stat -c %a /var/lib/private/fifthcall
is 'the journal is there' inside sh -c 'grep -q "\"kind\":\"start\"" /var/lib/fifthcall/journal/*.jsonl'
is 'the command talks to it' inside fifthcall status

echo '# reload'
is 'a good reload succeeds' inside systemctl reload fifthcall
cp "$root/etc/fifthcall/fifthcall.yaml" "$box/good.yaml"
echo 'brithday: 1' >> "$root/etc/fifthcall/fifthcall.yaml"
is 'a bad reload fails' refuses inside systemctl reload fifthcall
is 'and it runs on with the old config' equals active unit ActiveState
is 'and the log says where the mistake is' grep -q 'fifthcall.yaml:[0-9]*:[0-9]*: error' <(log)
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"

echo '# crash, freeze, stop'
restarted() { [ "$(unit NRestarts)" -ge "$1" ] && [ "$(unit ActiveState)" = active ]; }
inside kill -KILL "$(unit MainPID)"
is 'after kill -9 it is active again' within 15 restarted 1
inside systemctl stop fifthcall
is 'it stops in good order' equals success unit Result
is 'the journal ends with a stop' inside sh -c 'tail -n 1 /var/lib/fifthcall/journal/*.jsonl | grep -q "\"kind\":\"stop\""'
is 'the journal is clean' inside fifthcall journal verify
printf '[Service]\nWatchdogSec=3s\n' >> "$root/etc/systemd/system/fifthcall.service.d/test.conf"
inside systemctl daemon-reload
inside systemctl start fifthcall
sleep 7
is 'a working service feeds its watchdog' equals 0 unit NRestarts
inside kill -STOP "$(unit MainPID)"
is 'a frozen one is restarted by the watchdog' within 30 restarted 1
is 'by the watchdog and nothing else' grep -qi watchdog <(log)

echo '# a bad config at the start'
inside systemctl stop fifthcall
echo 'brithday: 1' >> "$root/etc/fifthcall/fifthcall.yaml"
is 'it does not start' refuses inside systemctl start fifthcall
is 'with exit code 78' equals 78 unit ExecMainStatus
sleep 3
is 'and is not restarted' equals failed unit ActiveState
is 'the alert unit was started' within 10 grep -q . <(log 'fifthcall-alert@fifthcall.service.service')
is 'and its mail stands in the outbox' within 10 inside \
  sh -c 'grep -rq "^X-Fifthcall-Touch: unit-failed/fifthcall.service/" /var/lib/fifthcall/outbox'
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"
inside systemctl reset-failed

echo '# a full disk'
inside rm -rf /var/lib/private/fifthcall
inside mkdir -p -m 700 /var/lib/private/fifthcall
inside mount -t tmpfs -o size=3m tmpfs /var/lib/private/fifthcall
inside systemctl start fifthcall
inside dd if=/dev/zero of=/var/lib/private/fifthcall/filler bs=4k status=none || true
# The last page of the journal still has room for some.
acknowledged=()
while [ ${#acknowledged[@]} -lt 100 ] && answer=$(inside fifthcall record note KH0000001 --note full 2>/dev/null); do
  acknowledged+=("$(tr -dc 0-9 <<< "$answer")")
done
is 'a record is refused when nothing fits' [ ${#acknowledged[@]} -lt 100 ]
is 'it stays up' equals active unit ActiveState
inside rm /var/lib/private/fifthcall/filler
is 'with room again it records again' within 60 inside fifthcall record note KH0000001 --note room
inside systemctl stop fifthcall
is 'the journal is clean then' inside fifthcall journal verify
is 'and has every acknowledged record' inside sh -c \
  "for n in ${acknowledged[*]}; do grep -q '\"n\":'\$n',' /var/lib/fifthcall/journal/*.jsonl || exit 1; done"

echo '# what it must not be able to do'
cp "$here/probe.py" "$root/usr/lib/probe.py"
printf '[Service]\nType=oneshot\nWatchdogSec=0\nExecPaths=/usr/bin/python3 /usr/bin/python3.11\nExecStart=\nExecStart=/usr/bin/python3 /usr/lib/probe.py\nRestart=no\n' \
  > "$root/etc/systemd/system/fifthcall.service.d/probe.conf"
inside systemctl daemon-reload
is 'the probe ran inside the unit' inside systemctl restart fifthcall
is 'all were tried' equals 21 inside grep -c '^[rA][eL]' /var/lib/private/fifthcall/probe.txt
while read -r verdict name; do
  case $verdict in
  refused) echo "ok   refused: $name" ;;
  ALLOWED) echo "FAIL allowed: $name"; failures=$((failures + 1)) ;;
  esac
done < <(inside cat /var/lib/private/fifthcall/probe.txt)

[ "$failures" = 0 ] || { echo "unit: $failures failed" >&2; exit 1; }
echo 'unit: all good'
