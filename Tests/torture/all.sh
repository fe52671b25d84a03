#!/usr/bin/env bash
# The fault suites on the built program: all.sh PROGRAM [short]
#
# short: a share of them in about four minutes, as scripts/check runs it. Else everything.
set -euo pipefail
cd "$(dirname "$0")"
export PYTHONDONTWRITEBYTECODE=1
program=$1
python3 order.py "$program"
if [ "${2:-}" = short ]; then
  python3 faults.py "$program" --seconds 25 --rounds 1
  ./kill-matrix.sh "$program" --seconds 90 --least 60 --seed "$(date +%j)"
else
  python3 faults.py "$program" --seconds 900 --rounds 20
  ./kill-matrix.sh "$program" --seconds 7200 --least 2000
fi
