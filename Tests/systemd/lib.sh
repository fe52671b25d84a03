# Shared by unit.sh and deb.sh: a booted box and assertions. Sourced, with `here`, `project` and
# `folder` (which keeps the small Debian between runs) set.
box=$(mktemp -d) failures=0 root=$box/root
cleanup() { [ -n "${KEEP:-}" ] && echo "$box" && return; "$here/box.sh" down "$box" || true; rm -rf "$box"; }
trap cleanup EXIT

inside() { "$here/box.sh" in "$box" "$@"; }
property() { inside systemctl show "$1" --property="$2" --value; }
unit() { property fifthcall "$1"; }
log() { inside journalctl --no-pager --output=cat --unit="${1:-fifthcall}"; }
# Into a file first: grep ends at its first find, and who writes into a pipe that nobody reads fails.
says() { log > "$box/said" && grep -q "$@" "$box/said"; }
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
restarted() { [ "$(unit NRestarts)" -ge "$1" ] && [ "$(unit ActiveState)" = active ]; }
dropin() { # NAME: standard input becomes a drop-in of the unit, in place of an older one
  mkdir -p "$root/etc/systemd/system/fifthcall.service.d"
  cat > "$root/etc/systemd/system/fifthcall.service.d/$1.conf"
  inside systemctl daemon-reload
}
undrop() { rm -f "$root/etc/systemd/system/fifthcall.service.d/$1.conf"; inside systemctl daemon-reload; }
# The Swift libraries of a program that the small Debian lacks; a static program needs none.
libraries() {
  mkdir -p "$root/usr/lib/fifthcall-test"
  ldd "$1" | awk '$1 ~ /^lib(swift|_?Foundation|dispatch|Blocks|_FoundationICU)/ && /=>/ { print $3 }' |
    sort -u | xargs -r cp -Lt "$root/usr/lib/fifthcall-test"
  echo /usr/lib/fifthcall-test > "$root/etc/ld.so.conf.d/fifthcall-test.conf"
  inside ldconfig
}
verdict() { # NAME: the script's end
  [ "$failures" = 0 ] || { echo "$1: $failures failed" >&2; exit 1; }
  echo "$1: all good"
}
