#!/bin/bash
# A Debian with systemd as PID 1 in a container, for the tests of the unit. Needs root.
# usage: box.sh base BASE              a small Debian by debootstrap; about 80 s, once
#        box.sh up DIR BASE            boots a fresh copy; the base stays as it was
#        box.sh in DIR COMMAND…        runs a command inside
#        box.sh down DIR               powers off and removes the copy
# The copy has a network of its own with nothing but loopback.
set -euo pipefail
verb=${1:?verb} dir=${2:?folder}
root=$dir/root

fail() { echo "box.sh: $*" >&2; exit 1; }
started() { awk '{sub(/^.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null || true; }

# The container's manager, if it is still the process that `up` started.
manager() {
  local pid time
  read -r pid time < "$dir/nspawn.pid" 2>/dev/null || return 1
  [ -n "$time" ] && [ "$(started "$pid")" = "$time" ] && echo "$pid"
}

# PID 1 of the container as this machine numbers it: two levels of process numbers, the inner one 1.
init() {
  local top child
  top=$(manager) || return 1
  for child in $(pgrep -P "$top"); do
    if awk '/^NSpid:/ { exit !(NF == 3 && $3 == 1) }' "/proc/$child/status"; then
      echo "$child"
      return
    fi
  done
  return 1
}

inside() {
  local pid
  pid=$(init) || fail "the container is not up"
  nsenter --target "$pid" --mount --uts --ipc --pid --net --cgroup --root --wd -- \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb "$@"
}

# What a bare Debian lacks, and the one right that no package brings.
prepare() {
  [ "$(id -u)" = 0 ] || fail 'only root can boot a container'
  local missing=() try
  command -v debootstrap > /dev/null || missing+=(debootstrap)
  command -v systemd-nspawn > /dev/null || missing+=(systemd-container)
  command -v nsenter > /dev/null || missing+=(util-linux)
  command -v pgrep > /dev/null || missing+=(procps)
  if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null ||
      fail "these packages are missing and cannot be installed: ${missing[*]}"
  fi
  try=$(mktemp -d)
  mount -t tmpfs none "$try" 2> /dev/null ||
    fail 'root here may not mount (a container without CAP_SYS_ADMIN?), so the unit cannot be booted'
  umount "$try" && rmdir "$try"
}

case $verb in
base)
  prepare
  [ -e "$dir/ready" ] && exit 0
  rm -rf "$dir"
  mkdir -p "$dir"
  debootstrap --variant=minbase \
    --include=systemd,systemd-sysv,dbus,procps,tzdata,ca-certificates,libcurl4,libsqlite3-0,python3 \
    bookworm "$root" > "$dir/debootstrap.log" 2>&1 || fail "$(tail -5 "$dir/debootstrap.log")"
  rm -f "$root"/var/cache/apt/archives/*.deb
  # What a container cannot or need not do.
  for unit in console-getty.service getty.target systemd-networkd.service systemd-resolved.service \
    systemd-timesyncd.service systemd-firstboot.service apt-daily.timer apt-daily-upgrade.timer \
    dpkg-db-backup.timer e2scrub_all.timer fstrim.timer; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  echo box > "$root/etc/hostname"
  mkdir -p "$root/var/log/journal"
  touch "$dir/ready"
  ;;
up)
  base=${3:?base folder}
  mkdir -p "$dir/upper" "$dir/work" "$root"
  mountpoint -q "$root" ||
    mount -t overlay overlay -o "lowerdir=$base/root,upperdir=$dir/upper,workdir=$dir/work" "$root"
  # Inside a mount namespace of its own, a tree of the new kind of control groups only.
  setsid unshare --mount --propagation private bash -c '
    if ! stat -f -c %T /sys/fs/cgroup | grep -q cgroup2; then
      umount -R -l /sys/fs/cgroup
      mount -t cgroup2 cgroup2 /sys/fs/cgroup
    fi
    group=/sys/fs/cgroup/fifthcall-box-$$
    mkdir -p "$group" && echo $$ > "$group/cgroup.procs"
    export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
    exec systemd-nspawn --quiet --directory="$1" --machine="box-$$" --register=no --keep-unit \
      --private-network --console=pipe --link-journal=no --timezone=off --boot' _ "$root" \
    > "$dir/console.log" 2>&1 < /dev/null &
  pid=$!
  echo "$pid $(started "$pid")" > "$dir/nspawn.pid"
  for _ in $(seq 300); do
    manager > /dev/null || fail "$(tail -5 "$dir/console.log")"
    case $(inside systemctl is-system-running 2>/dev/null || true) in running | degraded) exit 0 ;; esac
    sleep 0.1
  done
  fail "systemd did not come up: $(tail -5 "$dir/console.log")"
  ;;
in)
  shift 2
  inside "$@"
  ;;
down)
  if pid=$(init); then
    kill -s RTMIN+4 "$pid" # systemd's signal for: power off
    for _ in $(seq 150); do
      manager > /dev/null || break
      sleep 0.1
    done
  fi
  if pid=$(manager); then kill -KILL "$pid"; fi
  rm -f "$dir/nspawn.pid"
  if mountpoint -q "$root"; then umount -l "$root"; fi
  rm -rf "$dir/upper" "$dir/work" "$root"
  ;;
*) fail "unknown verb $verb" ;;
esac
