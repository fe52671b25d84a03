#!/usr/bin/env bash
# Applies each deliberate bug to a copy of the sources and requires that a suite goes red.
#
#   run.sh [NAME...]          all patches of this folder, or the named ones
#
# A patch's first line says what must catch it: `# unit: FILTER` (tests of a small package: planner,
# dispatch, journal), `# whole: FILTER` (tests of the whole package), or `# program: SCRIPT ARGS` (a
# script of Tests/torture, on the built program). Before any bug, the unit tests that must catch one
# must be green. MUTANTS_FOLDER keeps the copies and their builds for the next time: then only what a
# bug touches is compiled, and only its suite runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=${MUTANTS_FOLDER:-$(mktemp -d)}
[ -n "${MUTANTS_FOLDER:-}" ] || trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1

# A copy without bugs; files that are the same keep their times, so that little is built.
copy() {
  mkdir -p "$work/$1"
  rsync -a --checksum --delete --no-times Sources Tests config "$work/$1/"
  if [ "$1" = unit ]; then
    rsync -a --checksum Tests/mutants/Package.swift.unit "$work/unit/Package.swift"
  else
    rsync -a --checksum --no-times Package.swift templates "$work/$1/"
    [ ! -f Package.resolved ] || rsync -a --checksum Package.resolved "$work/$1/"
  fi
}

# Runs tests of a copy by filter: without asking the package manager again, which takes longer.
tests() {
  local bundle
  (cd "$work/$1" && swift build --build-tests) > "$work/log" 2>&1 || return 2
  bundle=$(cd "$work/$1" && swift build --show-bin-path)/fifthcallPackageTests.xctest
  (cd "$work/$1" && timeout 300 "$bundle" --testing-library swift-testing --filter "$2") \
    > "$work/log" 2>&1 || return 1
  ! grep -q 'run with 0 tests' "$work/log" || { echo "no test is named $2" >> "$work/log"; return 2; }
}

# Runs what must catch a mutant; 0: all green, 1: red, 2: it did not build, or nothing ran.
judge() {
  local kind=$1
  shift
  case $kind in
    unit) tests unit "$1"; return ;;
    whole) tests program "$1"; return ;;
  esac
  (cd "$work/program" && swift build --product fifthcall) > "$work/log" 2>&1 || return 2
  local program script=$1
  program="$(cd "$work/program" && swift build --show-bin-path)/fifthcall"
  shift
  timeout 300 python3 "$root/Tests/torture/$script" "$program" "$@" > "$work/log" 2>&1 || return 1
}

[ $# -gt 0 ] || set -- $(cd Tests/mutants && ls -- *.patch | sed 's/\.patch$//')

# What is red without any bug catches nothing.
filters=$(for name in "$@"; do sed -n '1s/^# unit: //p' "Tests/mutants/$name.patch"; done | sort -u | paste -sd '|')
if [ -n "$filters" ]; then
  copy unit
  tests unit "$filters" || { echo "mutants: the tests are red without any bug"; tail -n 20 "$work/log"; exit 1; }
fi

caught=0 escaped=()
for name in "$@"; do
  patch=Tests/mutants/$name.patch
  read -r _ kind what < "$patch"
  kind=${kind%:}
  folder=$([ "$kind" = unit ] && echo unit || echo program)
  copy "$folder"
  patch -s -p1 -d "$work/$folder" < "$patch"
  status=0
  # shellcheck disable=SC2086
  judge "$kind" $what || status=$?
  case $status in
    1) caught=$((caught + 1)); echo "mutants: $name: caught by $what" ;;
    0) escaped+=("$name"); echo "mutants: $name: ESCAPED $what" ;;
    *) escaped+=("$name"); echo "mutants: $name: does not build, or no test ran"; tail -n 5 "$work/log" ;;
  esac
done
echo "mutants: $caught of $# caught"
[ ${#escaped[@]} = 0 ]
