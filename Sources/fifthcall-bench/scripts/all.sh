#!/usr/bin/env bash
# Every goal that one machine can measure, each with its peer's command; what is missing is said and
# passed by. Run from the repository: make bench, or
# usage: [FOLDER=bench-data] all.sh [CUSTOMERS [TEN-TIMES-AS-MANY [ENTRIES [MAILS]]]]
set -uo pipefail
cd "$(dirname "$0")/../../.."
scripts=Sources/fifthcall-bench/scripts
few=${1:-100000} many=${2:-1000000} entries=${3:-1000000} mails=${4:-10000}
folder=${FOLDER:-.build/bench-data}
if [ -z "${PROGRAMS:-}" ]; then
  swift build -c release --product fifthcall && swift build -c release --product fifthcall-bench ||
    exit 1
  PROGRAMS=$(swift build -c release --show-bin-path)
fi
program=$(realpath "$PROGRAMS/fifthcall") bench=$(realpath "$PROGRAMS/fifthcall-bench")

say() { printf '\n== %s\n' "$*"; }
has() { command -v "$1" >/dev/null || { echo "skipped: no $1"; return 1; }; }
try() { "$@" || echo "failed: $*"; }

site() { # a config folder with so many customers
  local site=$folder/$1
  [ -s "$site/config/customers/customers.csv" ] && return
  mkdir -p "$site"
  cp -R config templates "$site"
  rm -f "$site"/config/customers/*
  python3 $scripts/make_customers.py --lang zh -n "$1" --seed 1 --out "$site/config/customers/customers.csv"
  # Nothing leaves this machine: messages go to the outbox.
  sed -i 's/^mode: live/mode: rehearsal/' "$site/config/fifthcall.yaml"
}

has python3 || exit 0
for rows in 1000 "$few" "$many"; do site "$rows"; done

say "P1 a year, P2 a day; peer of P1: $scripts/plan_dateutil.py CUSTOMERS.csv config/holidays/CN.csv"
try "$bench" plan --program "$program" "$folder/$few/config" "$folder/$many/config"
try python3 $scripts/plan_dateutil.py "$folder/$few/config/customers/customers.csv" config/holidays/CN.csv

say "P3 10,000 birthdays of a year; peer: remind -s12 (Debian package remind)"
has remind && try python3 $scripts/birthdays_remind.py "$program" "$folder"

say "P4 customer files; peer: sqlite3 :memory: '.mode csv' '.import FILE c'"
has sqlite3 && try "$bench" customers "$folder"/{"$few","$many"}/config/customers/customers.csv

say "P5 one append, P6 group commit, P7 verify and fold; peers of P5 and P6: write+fdatasync by itself"
try "$bench" journal --folder "$folder/journal" --entries "$entries" --keep
echo "peer of P7: $scripts/journal_orjson.py (orjson from PyPI)"
try python3 $scripts/journal_orjson.py "$folder/journal/journal"

say "P9 mails to smtp-sink; peers: smtp-source -d -s 8, smtplib on 4 threads"
PATH="$PATH:/usr/sbin" has smtp-sink && try $scripts/p9.sh "$bench" "$mails"

say "P15 start; no peer"
try python3 $scripts/start.py "$program" "$folder/1000/config"
