#!/bin/bash
# Postfix's smtp-sink for the tests: accepts mail, or fails the way it is told.
# usage: sink.sh up DIR PORT [SMTP-SINK OPTION…] | down DIR
#   Every mail lands in a file of DIR/mail; the conversation is in DIR/sink.log.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/detach.sh"
. "$(dirname "${BASH_SOURCE[0]}")/ports.sh"
export PATH="$PATH:/usr/sbin:/sbin"

fail() { echo "sink.sh: $*" >&2; exit 1; }
verb=${1:-} dir=${2:-} port=${3:-}
[ -n "$dir" ] || fail "usage: sink.sh up DIR PORT [OPTION…] | down DIR"
started() { awk '{sub(/^.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null || true; }

case $verb in
up)
  command -v smtp-sink >/dev/null || fail "run install.sh first"
  if listens "$port"; then fail "port $port is taken"; fi
  mkdir -p "$dir/mail"
  user=()
  if [ "$(id -u)" = 0 ]; then
    chown nobody "$dir/mail"
    user=(-u nobody)
  fi
  # On a busy machine a test may pause for minutes; the sink does not hang up meanwhile.
  setsid smtp-sink "${user[@]}" -t 3000 -R "$dir/mail" -4 -v -d '%Y%m%d%H%M%S.' "${@:4}" \
    "127.0.0.1:$port" 64 > "$dir/sink.log" 2>&1 < /dev/null &
  pid=$!
  printf '%s %s\n' "$pid" "$(started "$pid")" > "$dir/sink.pid"
  for _ in $(seq 100); do
    listens "$port" && exit 0
    kill -0 "$pid" 2>/dev/null || fail "$(cat "$dir/sink.log")"
    sleep 0.05
  done
  fail "nothing listens on $port" ;;
down)
  [ -s "$dir/sink.pid" ] || exit 0
  read -r pid time < "$dir/sink.pid"
  if [ -n "$time" ] && [ "$(started "$pid")" = "$time" ]; then kill "$pid" 2>/dev/null || true; fi
  rm -f "$dir/sink.pid" ;;
*) fail "usage: sink.sh up DIR PORT [OPTION…] | down DIR" ;;
esac
