#!/bin/bash
# scripts/install into an empty folder: what it brings, what it leaves. Needs no root.
# usage: install.sh PROGRAM
set -euo pipefail
project=$(cd "$(dirname "$0")/../.." && pwd) program=$(realpath "${1:?program}")
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
root=$stage/root
fail() { echo "FAIL install: $*" >&2; exit 1; }
run() { DESTDIR=$root BINARY=$program "$project/scripts/install" "$@" 2> "$stage/said"; }
main=$root/etc/fifthcall/fifthcall.yaml holidays=$root/etc/fifthcall/holidays/CN.csv

run
cmp -s "$program" "$root/usr/bin/fifthcall" || fail 'no program'
[ "$(stat -c %a "$root/usr/bin/fifthcall")" = 755 ] || fail 'the program cannot be run'
for unit in fifthcall.service fifthcall-alert@.service; do
  cmp -s "$project/systemd/$unit" "$root/usr/lib/systemd/system/$unit" || fail "no $unit"
done
[ "$(stat -c %a "$root/etc/fifthcall/credentials")" = 700 ] || fail 'secrets are not private'
for file in $(cd "$project" && find config templates -type f -not -path 'config/examples/*'); do
  [ -e "$root/etc/fifthcall/${file#config/}" ] || fail "$file was not installed"
done
"$root/usr/bin/fifthcall" check "$root/etc/fifthcall" > /dev/null || fail 'the installed config is not good'
[ ! -s "$stage/said" ] || fail "a first installation says: $(cat "$stage/said")"

# An edit, a file that a newer version brings in another shape, secrets, state.
echo '# mine' >> "$main"
echo '# older' | tee -a "$holidays" >> "$root/usr/share/fifthcall/defaults/holidays/CN.csv"
rm "$root/etc/fifthcall/reps.yaml"
echo secret > "$root/etc/fifthcall/credentials/smtp-password"
mkdir -p "$root/var/lib/fifthcall/journal" && echo line > "$root/var/lib/fifthcall/journal/x.jsonl"
run
tail -n 1 "$main" | grep -q '^# mine$' || fail 'an edited file was overwritten'
cmp -s "$project/config/fifthcall.yaml" "$root/usr/share/fifthcall/defaults/fifthcall.yaml" ||
  fail 'the shipped file is not beside'
grep -q "left as it was edited: $main" "$stage/said" || fail 'it does not say what it left'
cmp -s "$project/config/holidays/CN.csv" "$holidays" || fail 'a file nobody edited was not renewed'
cmp -s "$project/config/reps.yaml" "$root/etc/fifthcall/reps.yaml" || fail 'a missing file did not come back'

run remove
[ ! -e "$root/usr/bin/fifthcall" ] || fail 'the program is still there'
left=$(find "$root/usr" -type f) && [ -z "$left" ] || fail "left behind: $left"
tail -n 1 "$main" | grep -q '^# mine$' || fail 'the config went too'
[ -s "$root/etc/fifthcall/credentials/smtp-password" ] || fail 'the secrets went too'
[ -s "$root/var/lib/fifthcall/journal/x.jsonl" ] || fail 'the state went too'
run remove || fail 'removing twice is an error'
echo 'install: all good'
