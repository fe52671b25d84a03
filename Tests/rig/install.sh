#!/bin/bash
# Installs the real servers that the tests run against, from Debian's packages, starting none of
# them. As root only; where everything is there already it does nothing.
set -euo pipefail
export PATH="$PATH:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive

missing=()
for package in postfix sasl2-bin libsasl2-modules libsasl2-modules-db kannel kannel-extras \
  openssl python3 procps perl-base debootstrap systemd-container strace util-linux mount e2fsprogs \
  rsync patch gcc libc6-dev spamassassin; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0
[ "$(id -u)" = 0 ] || { echo "install.sh: not root, and missing: ${missing[*]}" >&2; exit 1; }

# A freshly installed server must not start: the tests run their own, privately.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi
install() {
  apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >&2
}
install || { apt-get update -q >&2 && install; }
