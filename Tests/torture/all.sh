#!/usr/bin/env bash
# The fault suites on the built program: all.sh PROGRAM [short]
#
# short: what scripts/check runs, some twenty minutes on two quiet cores: 2,000 kills twelve, sixty
# days three, small disks and power cuts a minute and a half each, clocks two, damaged files and
# canaries a half. Else everything, some hours.
set -euo pipefail
cd "$(dirname "$0")"
export PYTHONDONTWRITEBYTECODE=1
program=$1
python3 order.py "$program"
python3 ready.py "$program" 200
python3 idle.py "$program" --customers 20000 --reloads
python3 ../rig/areas.py "$program"
if [ "${2:-}" = short ]; then
  python3 faults.py "$program" --seconds 25 --rounds 1
  python3 clock.py "$program" --short
  python3 sim_year.py "$program" --customers 60
  python3 sim_soak.py "$program" --first "$((10#$(date +%j) * 100))" --seeds 100 --customers 80 --seconds 100 --least 4
  python3 powercut.py "$program" --images 64 --seed "$(date +%-j)"
  python3 disks.py "$program" --short
  python3 canary.py "$program"
  python3 soak.py "$program" --seed "$(date +%-j)"
  ./reload-fuzz.sh "$program" 500 "$(date +%j)"
  ./kill-matrix.sh "$program" --seconds 1300 --most 2050 --least 2000 --seed "$(date +%j)"
else
  python3 rows.py "$program"
  python3 idle.py "$program" --seconds 600
  if [ "$(id -u)" = 0 ]; then ../systemd/deb.sh "$program"; fi
  python3 faults.py "$program" --seconds 900 --rounds 100
  python3 clock.py "$program"
  python3 sim_year.py "$program" --customers 10000
  python3 sim_soak.py "$program" --seeds 100
  python3 powercut.py "$program" --images 1000 --prove
  python3 disks.py "$program"
  python3 canary.py "$program"
  python3 soak.py "$program" --seeds 40 --seed "$(date +%-j)"
  ./reload-fuzz.sh "$program" 10000
  ./kill-matrix.sh "$program" --seconds 14400 --least 3000
fi
