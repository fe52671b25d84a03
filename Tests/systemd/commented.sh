#!/bin/bash
# usage: commented.sh UNIT: names each group of settings of [Service] that no comment precedes.
awk '/^\[/ { in_service = ($0 == "[Service]"); explained = 0; next }
  /^#/ { explained = 1; next }
  /^$/ { explained = 0; next }
  in_service && !explained { print FILENAME ":" FNR ": " $0 " is not explained"; bad = 1 }
  END { exit bad }' "${1:?unit}"
