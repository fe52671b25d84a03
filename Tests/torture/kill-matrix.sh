#!/usr/bin/env bash
# Kills the program at every call to the system that matters: see kill_matrix.py.
# kill-matrix.sh PROGRAM [--seconds S] [--jobs N] [--least KILLS]
set -euo pipefail
PYTHONDONTWRITEBYTECODE=1 exec python3 "$(dirname "$0")/kill_matrix.py" "$@"
