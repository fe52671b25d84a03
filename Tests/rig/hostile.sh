#!/bin/bash
# A mail server for the tests that misbehaves as DIR/scenario says; see hostile.py.
# usage: hostile.sh up DIR PORT | down DIR          Commands are logged to DIR/commands.NUMBER.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/detach.sh"
. "$(dirname "${BASH_SOURCE[0]}")/ports.sh"

fail() { echo "hostile.sh: $*" >&2; exit 1; }
verb=${1:-} dir=${2:-} port=${3:-}
[ -n "$dir" ] || fail "usage: hostile.sh up DIR PORT | down DIR"
started() { awk '{sub(/^.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null || true; }

case $verb in
up)
  if listens "$port"; then fail "port $port is taken"; fi
  mkdir -p "$dir"
  echo '0 none ok' > "$dir/scenario"
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  setsid python3 "$here/hostile.py" "$port" "$dir" > "$dir/hostile.log" 2>&1 \
    < /dev/null &
  pid=$!
  printf '%s %s\n' "$pid" "$(started "$pid")" > "$dir/hostile.pid"
  for _ in $(seq 200); do
    listens "$port" && exit 0
    kill -0 "$pid" 2>/dev/null || fail "$(tail -1 "$dir/hostile.log")"
    sleep 0.05
  done
  fail "nothing listens on $port" ;;
down)
  [ -s "$dir/hostile.pid" ] || exit 0
  read -r pid time < "$dir/hostile.pid"
  if [ -n "$time" ] && [ "$(started "$pid")" = "$time" ]; then kill "$pid" 2>/dev/null || true; fi
  rm -f "$dir/hostile.pid" ;;
*) fail "usage: hostile.sh up DIR PORT | down DIR" ;;
esac
