#!/usr/bin/env bash
# Applies each deliberate bug to a copy of the sources and requires that a suite goes red.
#
#   run.sh [NAME...]          all patches of this folder, or the named ones
#
# A patch's first line says what must catch it: `# unit: FILTER` (swift test --filter, in a small
# package of core and journal), or `# program: SCRIPT ARGS` (a script of Tests/torture, on the built
# program). MUTANTS_FOLDER keeps the copies and their builds for the next time.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=${MUTANTS_FOLDER:-$(mktemp -d)}
[ -n "${MUTANTS_FOLDER:-}" ] || trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1

# A copy with the mutant; files that are the same keep their times, so that little is built.
copy() {
  mkdir -p "$work/$1"
  rsync -a --checksum --delete --no-times Sources Tests "$work/$1/"
  if [ "$1" = unit ]; then
    cp Tests/mutants/Package.swift.unit "$work/unit/Package.swift"
  else
    cp Package.swift Package.resolved "$work/program/" 2>/dev/null || cp Package.swift "$work/program/"
    rsync -a --no-times config templates "$work/program/"
  fi
}

# Runs what must catch a mutant; 0: all green, 1: red, 2: it did not build.
judge() {
  local kind=$1
  shift
  if [ "$kind" = unit ]; then
    (cd "$work/unit" && swift build --build-tests) > "$work/log" 2>&1 || return 2
    (cd "$work/unit" && timeout 300 swift test --skip-build --filter "$1") > "$work/log" 2>&1 || return 1
  else
    (cd "$work/program" && swift build --product fifthcall) > "$work/log" 2>&1 || return 2
    local program script=$1
    program="$(cd "$work/program" && swift build --show-bin-path)/fifthcall"
    shift
    timeout 300 python3 "$root/Tests/torture/$script" "$program" "$@" > "$work/log" 2>&1 || return 1
  fi
}

[ $# -gt 0 ] || set -- $(cd Tests/mutants && ls -- *.patch | sed 's/\.patch$//')
caught=0 escaped=()
for name in "$@"; do
  patch=Tests/mutants/$name.patch
  read -r _ kind what < "$patch"
  kind=${kind%:}
  copy "$kind"
  patch -s -p1 -d "$work/$kind" < "$patch"
  status=0
  # shellcheck disable=SC2086
  judge "$kind" $what || status=$?
  case $status in
    1) caught=$((caught + 1)); echo "mutants: $name: caught by $what" ;;
    0) escaped+=("$name"); echo "mutants: $name: ESCAPED $what" ;;
    *) escaped+=("$name"); echo "mutants: $name: does not build"; tail -n 5 "$work/log" ;;
  esac
done
echo "mutants: $caught of $# caught"
[ ${#escaped[@]} = 0 ]
