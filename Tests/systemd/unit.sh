#!/bin/bash
# The shipped unit in a really booted systemd: what it promises, asserted one by one. Needs root.
# usage: unit.sh PROGRAM [FOLDER]      FOLDER keeps the small Debian between runs
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) project=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:?program}") folder=$(realpath -m "${2:-$project/.build/box}")
. "$here/lib.sh"

"$here/box.sh" base "$folder"
"$here/box.sh" up "$box" "$folder"

DESTDIR=$root BINARY=$program "$project/scripts/install"
libraries "$program"
printf 'secret\n' > "$root/etc/fifthcall/credentials/probe"
chmod 600 "$root/etc/fifthcall/credentials/probe"
printf '[Service]\nRestartSec=1s\n' | dropin test

echo '# statics'
is 'the unit is well formed' inside systemd-analyze verify --man=no /usr/lib/systemd/system/fifthcall.service
is 'every setting that hardens it is explained' "$here/commented.sh" "$project/systemd/fifthcall.service"
for file in fifthcall.service fifthcall-alert@.service; do
  is "exposure of systemd/$file is at most 1.0" systemd-analyze security --offline=true \
    --threshold=10 --no-pager "$project/systemd/$file"
  is "exposure of $file is at most 1.0" inside systemd-analyze security --offline=true --threshold=10 \
    --no-pager "/usr/lib/systemd/system/$file"
done

echo '# which ends are tried again'
# The shipped unit with another program, so that every exit code can be had.
sed -e 's|^ExecStart=.*|ExecStart=/usr/bin/sh -c "exit %i"|' -e 's|^ExecPaths=|&/usr/bin/sh /usr/bin/dash |' \
  -e 's/^RestartSec=.*/RestartSec=1s/' -e '/^OnFailure=/d' "$root/usr/lib/systemd/system/fifthcall.service" \
  > "$root/etc/systemd/system/ends@.service"
inside systemctl daemon-reload
for code in 64 65 74 75 78; do inside systemctl start --no-block "ends@$code"; done
sleep 4
for code in 64 65 78; do
  is "exit $code is final" equals "0 $code failed" \
    inside sh -c "echo \$(systemctl show ends@$code -P ActiveState -P ExecMainStatus -P NRestarts)"
done
for code in 74 75; do
  is "exit $code is tried again" [ "$(property "ends@$code" NRestarts)" -ge 1 ]
  inside systemctl stop "ends@$code"
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
is 'its secrets are not for others' inside sh -c \
  '! setpriv --reuid 12345 --clear-groups cat /run/credentials/fifthcall.service/fifthcall_probe && cat /run/credentials/fifthcall.service/fifthcall_probe'
is 'the environment holds no secret' refuses inside grep -q secret "/proc/$pid/environ"
is 'it writes nothing into its config' inside sh -c 'test -z "$(find /etc/fifthcall -newer /var/lib/private/fifthcall/journal/lock -type f)"'
is 'a second one on the same state leaves with 75' inside sh -c 'fifthcall run --state /var/lib/private/fifthcall; test $? = 75'

echo '# a stop while the relay is silent after the dot: begun here, looked at below'
cp "$here/relay.py" "$root/usr/lib/relay.py"
sed -e 's|^ExecStart=.*|ExecStart=/usr/bin/fifthcall run --config /srv/%i/config --now 2026-11-24T19:00:00+08:00|' \
  -e 's/^User=.*/User=slow-%i/' -e 's/^StateDirectory=.*/StateDirectory=slow-%i/' -e '/^OnFailure=/d' \
  -e '/^Configuration/d' "$root/usr/lib/systemd/system/fifthcall.service" > "$root/etc/systemd/system/slow@.service"
inside systemctl daemon-reload
relay() { inside systemd-run --quiet --unit="relay-$1" python3 /usr/lib/relay.py "$2" "$3" "/var/log/relay-$1"; }
dots() { grep -c "^dot .*" "$root/var/log/relay-$1" 2>/dev/null; }
crossed() { slow "$1" '"kind":"cross".*/birthday/' && [ "$(dots "$1")" -ge 1 ]; }
slow() { inside sh -c "grep -q '$2' /var/lib/private/slow-$1/journal/*.jsonl"; }
port=2500
for name in minute ever; do
  port=$((port + 1))
  python3 "$here/site.py" "$root/srv/$name" $port 1
  relay $name $port "$([ $name = minute ] && echo 60 || echo 100000)"
  is "with a relay that is silent ($name) it starts" inside systemctl start "slow@$name"
done
for name in minute ever; do is "a mail is past its dot ($name)" within 20 crossed $name; done
slow_began=$SECONDS
inside systemctl stop --no-block slow@minute slow@ever

echo '# reload'
is 'a good reload succeeds' inside systemctl reload fifthcall
cp "$root/etc/fifthcall/fifthcall.yaml" "$box/good.yaml"
echo 'brithday: 1' >> "$root/etc/fifthcall/fifthcall.yaml"
is 'a bad reload fails' refuses inside systemctl reload fifthcall
is 'and it runs on with the old config' equals active unit ActiveState
is 'and the log says where the mistake is' says 'fifthcall.yaml:[0-9]*:[0-9]*: error'
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"
cat >> "$box/relay.txt" <<'YAML'
  smtp: {host: 127.0.0.1, port: 2599, security: none, user: care, credential: probe}
YAML
sed "/^channels:/r $box/relay.txt" "$box/good.yaml" > "$root/etc/fifthcall/fifthcall.yaml"
is 'a reload that names a secret succeeds' inside systemctl reload fifthcall
is 'and says that a changed one needs a restart' says 'secrets stay those of the last start'
credential() { inside cat /run/credentials/fifthcall.service/fifthcall_probe; }
printf 'rotated\n' > "$root/etc/fifthcall/credentials/probe"
inside systemctl reload fifthcall
is 'after a reload the secret is the old one' equals secret credential
inside systemctl restart fifthcall
is 'after a restart it is the new one' equals rotated credential
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"
inside systemctl reload fifthcall

echo '# SIGTERM during the replay and during a reload'
clean() { inside fifthcall journal verify; }
for pause in 0 0.02 0.05 0.1 0.2 0.4; do
  inside systemctl stop fifthcall
  inside systemctl start --no-block fifthcall
  sleep $pause
  inside systemctl stop fifthcall
  is "stopped $pause s after its start it ends in good order" equals 'success inactive' \
    inside sh -c 'echo $(systemctl show fifthcall -P ActiveState -P Result)'
done
is 'the journal is clean' clean
for pause in 0.01 0.1 0.3; do
  inside systemctl start fifthcall
  inside systemctl reload fifthcall &
  sleep $pause
  # On a slow machine the reload may come after the stop and cancel its job.
  inside systemctl stop fifthcall || inside systemctl stop fifthcall
  wait $! || true
  inside systemctl stop fifthcall
  is "stopped $pause s into a reload it ends in good order" equals 'success inactive' \
    inside sh -c 'echo $(systemctl show fifthcall -P ActiveState -P Result)'
done
is 'the journal is clean' clean

echo '# crash, freeze, stop'
inside systemctl reset-failed
inside systemctl start fifthcall
inside kill -KILL "$(unit MainPID)"
is 'after kill -9 it is active again' within 15 restarted 1
inside systemctl stop fifthcall
is 'it stops in good order' equals success unit Result
is 'the journal ends with a stop' inside sh -c 'tail -n 1 /var/lib/fifthcall/journal/*.jsonl | grep -q "\"kind\":\"stop\""'
is 'the journal is clean' inside fifthcall journal verify
# The pause before a restart is longer than a freeze file lies there: the heir must not find it.
printf '[Service]\nWatchdogSec=3s\nRestartSec=4s\nEnvironment=FIFTHCALL_FREEZE=/var/lib/fifthcall/freeze\n[Unit]\nStartLimitBurst=100\n' |
  dropin watchdog
inside systemctl start fifthcall
sleep 7
is 'a working service feeds its watchdog' equals 0 unit NRestarts
inside kill -STOP "$(unit MainPID)"
is 'a frozen one is restarted by the watchdog' within 30 restarted 1
is 'by the watchdog and nothing else' says -i 'watchdog timeout'

freeze() { # LOOP COMMAND: the loop stands still from its next turn on; the command gives it one
  local before
  before=$(unit NRestarts)
  echo "$1" > "$root/var/lib/private/fifthcall/freeze"
  inside sh -c "$2" > /dev/null 2>&1 &
  sleep 2
  rm "$root/var/lib/private/fifthcall/freeze"
  wait $! || true
  within 20 restarted $((before + 1))
}
if grep -q FIFTHCALL_FREEZE "$program"; then
  is 'a frozen core is ended by the watchdog' freeze core \
    'timeout 3 fifthcall record note KH0000001 --note frozen'
  is 'a frozen journal too' freeze journal true
  is 'and named' says 'no progress loops=.*journal'
  is 'a sender that hangs too' freeze sender 'timeout 3 fifthcall hold'
  is 'and named' says 'no progress loops=.*senders'
  is 'a control socket that nobody serves too' freeze control \
    'timeout 1 fifthcall status; timeout 1 fifthcall status'
  is 'and named' says 'no progress loops=.*control'
else
  echo 'left out: single loops can be frozen in a debug build only'
fi
is 'after all that the journal is clean' within 10 clean
inside fifthcall release > /dev/null || true
undrop watchdog

echo '# a bad config at the start'
inside systemctl stop fifthcall
echo 'brithday: 1' >> "$root/etc/fifthcall/fifthcall.yaml"
is 'it does not start' refuses inside systemctl start fifthcall
is 'with exit code 78' equals 78 unit ExecMainStatus
sleep 2
is 'and is not restarted' equals failed unit ActiveState
is 'the alert unit was started' within 10 grep -q . <(log 'fifthcall-alert@fifthcall.service.service')
is 'and its mail stands in the outbox' within 10 inside \
  sh -c 'grep -rq "^X-Fifthcall-Touch: unit-failed/fifthcall.service/" /var/lib/fifthcall/outbox'
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"
inside systemctl reset-failed

echo '# crash after crash'
is 'eight starts in ten minutes are the limit' equals 8 unit StartLimitBurst
printf '[Unit]\nStartLimitBurst=3\n' | dropin limit
mails() { inside sh -c 'grep -rl "^X-Fifthcall-Touch: unit-failed/" /var/lib/private/fifthcall/outbox 2>/dev/null | wc -l'; }
grown() { [ "$(mails)" -gt "$before" ]; }
before=$(mails)
inside systemctl start fifthcall
for n in 1 2; do
  inside kill -KILL "$(unit MainPID)"
  is "after crash $n it is active again" within 15 restarted $n
done
inside kill -KILL "$(unit MainPID)"
is 'after the third it is given up' within 10 equals failed unit ActiveState
is 'and the admin is told' within 15 grown
undrop limit
inside systemctl reset-failed

echo '# the alert, whatever the state of things'
alert() { inside systemctl start fifthcall-alert@fifthcall.service.service; }
before=$(mails)
inside systemd-run --quiet --unit=wedged flock /var/lib/private/fifthcall/journal/lock sleep 1000
within 5 refuses inside flock -n /var/lib/private/fifthcall/journal/lock true
is 'it goes out while a wedged service holds the lock' alert
is 'into the outbox' grown
inside systemctl start --no-block fifthcall
is 'a start that finds the lock held is tried again' within 10 \
  inside sh -c 'test "$(systemctl show fifthcall -P NRestarts)" -ge 1 && test "$(systemctl show fifthcall -P ExecMainStatus)" = 75'
inside systemctl stop wedged
is 'and comes up when the lock is free' within 10 equals active unit ActiveState
before=$(mails)
is 'there is nothing to tell while the service answers' alert
is 'and nothing is told' refuses grown
inside systemctl stop fifthcall
sed "/^channels:/r $box/relay.txt" "$box/good.yaml" > "$root/etc/fifthcall/fifthcall.yaml"
sed -i 's/, user: care, credential: probe//' "$root/etc/fifthcall/fifthcall.yaml"
is 'with the relay down it fails, to be tried again' refuses alert
is 'and the mail stands in the outbox meanwhile' grown
is 'it will be tried again' equals on-failure property fifthcall-alert@fifthcall.service.service Restart
inside systemctl stop fifthcall-alert@fifthcall.service.service
relay good 2599 0
within 5 inside sh -c 'python3 -c "import socket; socket.create_connection((\"127.0.0.1\", 2599))"' || true
is 'with the relay back it is delivered' alert
is 'to the relay' within 5 [ "$(dots good)" = 1 ]
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"

echo '# where the state comes from'
is 'it starts' inside systemctl start fifthcall
first=$(inside fifthcall record note KH0000001 --note before | tr -dc 0-9)
inside systemctl stop fifthcall
inside chown -R 12345:12345 /var/lib/private/fifthcall
is 'a state folder of another owner is taken over' inside systemctl start fifthcall
second=$(inside fifthcall record note KH0000001 --note after | tr -dc 0-9)
inside systemctl stop fifthcall
is 'its journal is clean' clean
inside sh -c 'cd /var/lib/private && tar cf /var/tmp/backup.tar fifthcall && rm -rf fifthcall && tar xf /var/tmp/backup.tar --no-same-owner'
is 'a state folder from a backup is gone on with' inside systemctl start fifthcall
is 'its journal has what was recorded' inside sh -c \
  "for n in ${first:-none} ${second:-none}; do grep -q '\"n\":'\$n',.*\"kind\":\"note\"' /var/lib/private/fifthcall/journal/*.jsonl || exit 1; done"
inside systemctl stop fifthcall
is 'and is clean' clean
inside sh -c 'mount --bind /etc /etc && mount -o remount,bind,ro /etc'
is 'it starts with a read-only /etc' inside systemctl start fifthcall
is 'and reloads' inside systemctl reload fifthcall
inside systemctl stop fifthcall
inside umount /etc

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
inside systemctl stop fifthcall
sed "/^channels:/r $box/relay.txt" "$box/good.yaml" | sed 's/, user: care, credential: probe//' \
  > "$root/etc/fifthcall/fifthcall.yaml"
before=$(dots good)
is 'the alert needs no room where there is a relay' alert
is 'it went there' [ "$(dots good)" -gt "$before" ]
cp "$box/good.yaml" "$root/etc/fifthcall/fifthcall.yaml"
inside systemctl start fifthcall || true
inside rm /var/lib/private/fifthcall/filler
is 'with room again it records again' within 60 inside fifthcall record note KH0000001 --note room
inside systemctl stop fifthcall
is 'the journal is clean then' inside fifthcall journal verify
is 'and has every acknowledged record' inside sh -c \
  "for n in ${acknowledged[*]}; do grep -q '\"n\":'\$n',' /var/lib/fifthcall/journal/*.jsonl || exit 1; done"

echo '# the stops with the silent relay'
ended() { [ "$(property "slow@$1" ActiveState)" = inactive ]; }
for name in minute ever; do
  is "the stop ended within its time ($name)" within $((slow_began + 85 - SECONDS)) ended $name
  is "in good order ($name)" equals success property slow@$name Result
  is "its journal is clean ($name)" inside fifthcall journal verify --state "/var/lib/private/slow-$name"
done
is 'an answer after a minute was waited for' slow minute '"kind":"outcome".*/birthday/.*"result":"accepted"'
is 'without an answer nothing is claimed' refuses slow ever '"kind":"outcome".*/birthday/'
before=$(dots minute)/$(dots ever)
inside systemctl start slow@minute slow@ever
is 'the next start books what nobody knows' within 10 slow ever '"kind":"outcome".*/birthday/.*"result":"uncertain"'
sleep 2
is 'and sends nothing again' equals "$before" sh -c "echo $(dots minute)/$(dots ever)"
inside systemctl stop --no-block slow@minute slow@ever

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

verdict unit
