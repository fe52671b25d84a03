#!/bin/bash
# An HTTP gateway for the tests whose path says how it behaves; see gateway.py.
# usage: gateway.sh up DIR PORT | down DIR          Requests are logged to DIR/requests.jsonl.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/detach.sh"
. "$(dirname "${BASH_SOURCE[0]}")/ports.sh"

fail() { echo "gateway.sh: $*" >&2; exit 1; }
verb=${1:-} dir=${2:-} port=${3:-}
[ -n "$dir" ] || fail "usage: gateway.sh up DIR PORT | down DIR"
started() { awk '{sub(/^.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null || true; }

case $verb in
up)
  if listens "$port"; then fail "port $port is taken"; fi
  mkdir -p "$dir"
  : > "$dir/requests.jsonl"
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  setsid python3 "$here/gateway.py" "$port" "$dir/requests.jsonl" > "$dir/gateway.log" 2>&1 \
    < /dev/null &
  pid=$!
  printf '%s %s\n' "$pid" "$(started "$pid")" > "$dir/gateway.pid"
  for _ in $(seq 200); do
    listens "$port" && exit 0
    kill -0 "$pid" 2>/dev/null || fail "$(tail -1 "$dir/gateway.log")"
    sleep 0.05
  done
  fail "nothing listens on $port" ;;
down)
  [ -s "$dir/gateway.pid" ] || exit 0
  read -r pid time < "$dir/gateway.pid"
  if [ -n "$time" ] && [ "$(started "$pid")" = "$time" ]; then kill "$pid" 2>/dev/null || true; fi
  rm -f "$dir/gateway.pid" ;;
*) fail "usage: gateway.sh up DIR PORT | down DIR" ;;
esac
