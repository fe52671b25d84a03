#!/bin/bash
# Kannel (bearerbox, smsbox) and its own fake SMS centre, privately in one folder.
# usage: kannel.sh up DIR PORT [HOOK] | say DIR FROM TO TEXT | down DIR
#   HOOK    where messages of customers are handed to by GET; without it nobody is told of them
#   say     a customer's message, in UCS-2, over a second connection of the fake SMS centre
#   PORT    http://127.0.0.1:PORT/cgi-bin/sendsms, user and password in DIR/account (a line each)
#   PORT+1 to PORT+4 are used by its own parts
# What the handset received stands in DIR/handset.log, a line a message, the parts of a long one
# joined: FROM TAB TO TAB CODING TAB TEXT, with \n for a line break.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/detach.sh"
. "$(dirname "${BASH_SOURCE[0]}")/ports.sh"
export PATH="$PATH:/usr/sbin:/sbin"

fail() { echo "kannel.sh: $*" >&2; exit 1; }
verb=${1:-} dir=${2:-} port=${3:-} hook=${4:-}
[ -n "$dir" ] || fail "usage: kannel.sh up DIR PORT [HOOK] | say DIR FROM TO TEXT | down DIR"
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
fakesmsc=/usr/lib/kannel/test/fakesmsc

started() { awk '{sub(/^.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null || true; }

# Remembers a process by number and start time, so that a reused number is never signalled.
remember() { printf '%s %s\n' "$2" "$(started "$2")" > "$dir/$1.pid"; }

alive() {
  local pid time
  [ -s "$dir/$1.pid" ] || return 1
  read -r pid time < "$dir/$1.pid"
  [ -n "$time" ] && [ "$(started "$pid")" = "$time" ] && echo "$pid"
}

stop() {
  local pid
  pid=$(alive "$1") || { rm -f "$dir/$1.pid"; return 0; }
  kill -TERM "$pid" 2>/dev/null || true
  for _ in $(seq 100); do
    alive "$1" >/dev/null || break
    sleep 0.1
  done
  if alive "$1" >/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
  rm -f "$dir/$1.pid"
}

await() {
  for _ in $(seq 150); do
    listens "$1" && return 0
    sleep 0.1
  done
  fail "nothing listens on $1: $(tail -3 "$dir"/*.out 2>/dev/null)"
}

configure() {
  local answer='text = "ok"'
  # As the user guide has it for texts of any alphabet: %b the bytes, %c their coding, %C their set.
  if [ -n "$hook" ]; then
    answer="get-url = \"$hook?from=%p&to=%P&text=%b&coding=%c&charset=%C&id=%I\""
  fi
  echo "$((port + 4))" > "$dir/mo-port"
  printf 'fifthcall\nlong-secret\n' > "$dir/account"
  cat > "$dir/kannel.conf" <<CONF
group = core
admin-port = $((port + 1))
admin-interface = 127.0.0.1
admin-password = admin
status-password = admin
smsbox-port = $((port + 2))
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal
log-file = "$dir/bearerbox.log"

group = smsc
smsc = fake
smsc-id = fake
port = $((port + 3))
connect-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = mo
port = $((port + 4))
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = $port
sendsms-interface = 127.0.0.1
log-file = "$dir/smsbox.log"
sendsms-chars = "0123456789 +-"

group = sendsms-user
username = fifthcall
password = long-secret
max-messages = 10
concatenation = true
default-sender = 10690

group = sms-service
keyword = default
catch-all = true
$answer
max-messages = 0
CONF
}

case $verb in
up)
  [ -n "$port" ] || fail "which port?"
  command -v bearerbox >/dev/null && [ -x "$fakesmsc" ] || fail "run install.sh first"
  alive bearerbox >/dev/null && exit 0
  for offset in 0 1 2 3 4; do
    if listens $((port + offset)); then fail "port $((port + offset)) is taken"; fi
  done
  configure
  : > "$dir/handset.log"
  setsid bearerbox -v 4 "$dir/kannel.conf" > "$dir/bearerbox.out" 2>&1 < /dev/null &
  remember bearerbox $!
  await $((port + 1))
  await $((port + 2))
  setsid smsbox -v 4 "$dir/kannel.conf" > "$dir/smsbox.out" 2>&1 < /dev/null &
  remember smsbox $!
  await "$port"
  # The handset only listens: it would send its one message never.
  mkfifo "$dir/handset.pipe"
  setsid python3 -u "$here/handset.py" < "$dir/handset.pipe" > "$dir/handset.log" \
    2> "$dir/handset.out" &
  remember handset $!
  setsid "$fakesmsc" -H 127.0.0.1 -r $((port + 3)) -i 1 -m 0 "0 0 text x" \
    > "$dir/handset.pipe" 2>&1 < /dev/null &
  remember fakesmsc $!
  for _ in $(seq 150); do
    grep -q 'client connected' "$dir/bearerbox.log" && exit 0
    sleep 0.1
  done
  fail "the fake SMS centre did not connect" ;;
say)
  text=$(printf %s "$5" | iconv -t UTF-16BE | od -An -v -tx1 | tr -d '\n' | sed 's/ /%/g')
  # It ends by the clock: the fake SMS centre stays on the line after its message.
  timeout 2 "$fakesmsc" -H 127.0.0.1 -r "$(cat "$dir/mo-port")" -i 0.1 -m 1 "$3 $4 ucs2 $text" \
    >> "$dir/mo.out" 2>&1 || true ;;
down)
  for part in fakesmsc smsbox bearerbox handset; do stop "$part"; done
  rm -f "$dir/handset.pipe" ;;
*) fail "usage: kannel.sh up DIR PORT [HOOK] | say DIR FROM TO TEXT | down DIR" ;;
esac
