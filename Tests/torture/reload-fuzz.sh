#!/usr/bin/env bash
# Damaged files fed to a running service by reload: reload-fuzz.sh PROGRAM [ROUNDS] [SEED]
#
# 500 rounds are a CI run's share; 10000 the night's.
set -euo pipefail
export PYTHONDONTWRITEBYTECODE=1
exec python3 "$(dirname "$0")/reload_fuzz.py" "$1" --rounds "${2:-500}" --seed "${3:-1}"
