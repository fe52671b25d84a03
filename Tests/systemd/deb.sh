#!/bin/bash
# The Debian package in a really booted Debian: contents, installing, upgrading, removing, purging.
# Needs root. usage: deb.sh PROGRAM [FOLDER]
# PROGRAM is packed as it is; FOLDER keeps the small Debian between runs. Without a static program
# the box gets Swift's libraries by other means, so that a debug build can be packed quickly.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) project=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:?program}") folder=$(realpath -m "${2:-$project/.build/box}")
. "$here/lib.sh"

echo '# the package itself'
pack() { COMPRESSION=none BINARY=$program VERSION=$1 "$project/scripts/deb" "$box/deb" > "$box/name" && basename "$(cat "$box/name")"; }
old=$(pack 0.0.9)
new=$(pack 0.1.0)
field() { dpkg-deb --field "$box/deb/$new" "$1"; }
dpkg-deb --contents "$box/deb/$new" > "$box/contents"
contents() { cat "$box/contents"; }
control() { dpkg-deb --ctrl-tarfile "$box/deb/$new" | tar -xO "./$1"; }
is 'it has a name, a version, a kind of machine' [ "$(field Package)-$(field Version)-$(field Architecture)" = "fifthcall-0.1.0-$(dpkg --print-architecture)" ]
is 'it asks for the libraries it links' grep -q 'libc6.*libcurl4.*libsqlite3-0\|libcurl4' <(field Depends)
is 'and for nothing of Swift' refuses grep -qi swift <(field Depends)
is 'all belongs to root' refuses grep -qv ' root/root ' <(contents)
is 'nobody but root may write' refuses grep -qE '^.(.{4}w|.{7}w)' <(contents | grep -v '^l')
is 'secrets have a private folder' grep -q '^drwx------.*/etc/fifthcall/credentials/$' <(contents)
is 'nothing lies outside etc, usr/bin, usr/lib/systemd and usr/share/doc' refuses \
  grep -qvE ' \./((etc|usr)/|etc/fifthcall/.*|usr/(bin|lib|share)/|usr/bin/fifthcall|usr/lib/systemd/.*|usr/share/doc/.*)?$' <(contents)
is 'every file in etc is a configuration file' [ "$(control conffiles | sort)" = "$(contents | grep '^-' | sed -n 's|.* \./etc/|/etc/|p' | sort)" ]
is 'it has a licence and a changelog' [ "$(contents | grep -cE 'doc/fifthcall/(copyright|changelog.gz)$')" = 2 ]
for script in postinst prerm postrm; do is "$script is a shell script" sh -n <(control $script); done
is 'its checksums are right' bash -c "mkdir '$box/x' && dpkg-deb -x '$box/deb/$new' '$box/x' && cd '$box/x' && dpkg-deb --ctrl-tarfile '$box/deb/$new' | tar -xO ./md5sums | md5sum -c --quiet"
rm -rf "$box/x"

"$here/box.sh" base "$folder"
"$here/box.sh" up "$box" "$folder"
cp "$box/deb/"*.deb "$root/root/"
libraries "$program"
# What the package depends on is in the small Debian already: nothing is fetched.
install() { inside env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Options::=--force-confdef -y -q install "/root/$1"; }
status() { inside dpkg-query -W -f '${db:Status-Status}' fifthcall; }

echo '# installing'
is 'apt installs it' install "$old"
is 'it is installed' equals installed status
is 'the service is not started' equals inactive unit ActiveState
is 'nor enabled' equals disabled inside sh -c 'systemctl is-enabled fifthcall || true'
is 'the shipped config is good' inside fifthcall check /etc/fifthcall
is 'the service can be enabled and started' inside systemctl enable --now fifthcall
is 'it runs' equals active unit ActiveState
is 'and records' inside fifthcall record note KH0000001 --note before

echo '# upgrading'
pid=$(unit MainPID)
echo '# mine' >> "$root/etc/fifthcall/fifthcall.yaml"
printf 'secret\n' > "$root/etc/fifthcall/credentials/smtp-password"
is 'apt upgrades it' install "$new"
is 'to the new version' equals 0.1.0 inside dpkg-query -W -f '${Version}' fifthcall
is 'the edit is kept' grep -q '^# mine$' "$root/etc/fifthcall/fifthcall.yaml"
is 'the service runs' within 10 equals active unit ActiveState
is 'as a new process' refuses equals "$pid" unit MainPID
is 'is still enabled' equals enabled inside systemctl is-enabled fifthcall
is 'and its journal goes on' inside sh -c 'grep -q "\"kind\":\"note\"" /var/lib/private/fifthcall/journal/*.jsonl && fifthcall record note KH0000001 --note after'
inside systemctl stop fifthcall
is 'and is clean' inside fifthcall journal verify
is 'what is stopped is not started by an upgrade' install "$new"
is 'it stays stopped' equals inactive unit ActiveState
inside systemctl start fifthcall
is 'reinstalling works' inside env DEBIAN_FRONTEND=noninteractive apt-get -y -q --reinstall install "/root/$new"
is 'the service runs on' within 10 equals active unit ActiveState

echo '# removing'
is 'apt removes it' inside apt-get -y -q remove fifthcall
is 'the service is stopped' refuses equals active unit ActiveState
is 'the program is gone' [ ! -e "$root/usr/bin/fifthcall" ]
is 'the unit is gone' [ ! -e "$root/usr/lib/systemd/system/fifthcall.service" ]
is 'the config stays' grep -q '^# mine$' "$root/etc/fifthcall/fifthcall.yaml"
is 'the secrets stay' [ -s "$root/etc/fifthcall/credentials/smtp-password" ]
is 'the journal stays' inside sh -c 'ls /var/lib/private/fifthcall/journal/*.jsonl'
is 'it can come back' install "$new"
is 'and start' inside systemctl start fifthcall
is 'with its journal' inside sh -c 'test "$(grep -h "\"kind\":\"note\"" /var/lib/private/fifthcall/journal/*.jsonl | wc -l)" = 2'

inside systemctl disable --now fifthcall > /dev/null 2>&1
is 'disabled, it stays so through an upgrade' install "$new"
is 'still disabled' equals disabled inside sh -c 'systemctl is-enabled fifthcall || true'
inside systemctl enable --now fifthcall > /dev/null 2>&1

echo '# purging'
is 'apt purges it' inside apt-get -y -q purge fifthcall
for path in /etc/fifthcall /var/lib/fifthcall /var/lib/private/fifthcall /usr/bin/fifthcall \
  /usr/share/doc/fifthcall /etc/systemd/system/multi-user.target.wants/fifthcall.service \
  /etc/systemd/system/fifthcall.service; do
  is "$path is gone" inside sh -c "test ! -e $path && test ! -L $path"
done
is 'nothing has failed' refuses inside systemctl is-failed fifthcall
is 'purging leaves dpkg in order' inside dpkg --audit

verdict deb
