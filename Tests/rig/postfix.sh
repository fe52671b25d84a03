#!/bin/bash
# A private Postfix for the tests: own config, queue, certificates and log in one folder.
# usage: postfix.sh up DIR PORT | down DIR
#   PORT    STARTTLS and AUTH required, user and password in DIR/account (a line each);
#           certificate for localhost and 127.0.0.1, its authority in DIR/ca.pem
#   PORT+1  neither TLS nor AUTH
# As root; the folders above DIR must let other users through (not those of a bare mktemp -d).
# Every local part at every domain is delivered to DIR/Maildir, but reject550@ (550 5.1.1),
# defer450@ (450 4.2.0) and full552@ (552 5.2.2) are refused at RCPT, dot550@ (550 5.6.0) and
# dot451@ (451 4.3.0) after the dot.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/detach.sh"
. "$(dirname "${BASH_SOURCE[0]}")/ports.sh"
export PATH="$PATH:/usr/sbin:/sbin"

fail() { echo "postfix.sh: $*" >&2; exit 1; }
verb=${1:-} dir=${2:-} port=${3:-}
[ -n "$dir" ] || fail "usage: postfix.sh up DIR PORT | down DIR"
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
conf=$dir/etc

certificates() {
  [ -s "$dir/server.pem" ] && return 0
  ( cd "$dir"
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
      -keyout ca.key -out ca.pem -subj "/CN=Fifthcall test authority" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
      -keyout server.key -out server.csr -subj "/CN=localhost"
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' > server.ext
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 \
      -extfile server.ext -out server.crt
    cat server.key server.crt ca.pem > server.pem ) 2>/dev/null || fail "openssl failed"
  chmod 644 "$dir/ca.pem"
}

account() {
  local user=relay realm=example.com password='a b:c%d'
  printf '%s@%s\n%s\n' "$user" "$realm" "$password" > "$dir/account"
  mkdir -p "$conf/sasl"
  printf 'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: %s\nmech_list: PLAIN LOGIN\n' \
    "$conf/sasl/sasldb2" > "$conf/sasl/smtpd.conf"
  rm -f "$conf/sasl/sasldb2"
  printf '%s' "$password" | saslpasswd2 -p -c -f "$conf/sasl/sasldb2" -u "$realm" "$user"
  chown postfix "$conf/sasl/sasldb2"
  chmod 600 "$conf/sasl/sasldb2"
}

configure() {
  mkdir -p "$conf" "$dir/queue" "$dir/data" "$dir/log" "$dir/Maildir"
  chmod 755 "$dir" "$conf"
  chown postfix "$dir/data"
  chown nobody "$dir/Maildir"
  cat > "$conf/main.cf" <<CF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = $dir/log/mail.log
maillog_file_prefixes = $dir
syslog_name = fifthcall-test
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.com
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
virtual_mailbox_domains = static:all
virtual_mailbox_base = $dir
virtual_mailbox_maps = static:Maildir/
virtual_minimum_uid = 1
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
virtual_mailbox_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 2000
smtpd_recipient_restrictions = check_recipient_access regexp:$conf/recipients,
  permit_mynetworks, permit_sasl_authenticated, reject
smtpd_end_of_data_restrictions = check_recipient_access regexp:$conf/after_dot
smtpd_tls_chain_files = $dir/server.pem
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = $conf/sasl
smtpd_sasl_security_options = noanonymous
smtpd_tls_auth_only = yes
CF
  cat > "$conf/recipients" <<'CF'
/^reject550@/ 550 5.1.1 no such user here
/^defer450@/ 450 4.2.0 mailbox busy, try again later
/^full552@/ 552 5.2.2 mailbox full
CF
  cat > "$conf/after_dot" <<'CF'
/^dot550@/ 550 5.6.0 content rejected
/^dot451@/ 451 4.3.0 try the whole message again
CF
  cat > "$conf/master.cf" <<CF
127.0.0.1:$port inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
127.0.0.1:$((port + 1)) inet n - n - - smtpd -o smtpd_tls_security_level=none
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
CF
}

is_running() { [ -s "$dir/queue/pid/master.pid" ] && postfix -c "$conf" status >/dev/null 2>&1; }

case $verb in
up)
  [ -n "$port" ] || fail "which port?"
  command -v postfix saslpasswd2 openssl >/dev/null || fail "run install.sh first"
  is_running && exit 0
  chmod 755 "$dir"
  runuser -u postfix -- test -x "$dir" || fail "user postfix cannot reach $dir: chmod o+x its parents"
  if listens "$port" || listens $((port + 1)); then fail "port $port or the next is taken"; fi
  certificates
  configure
  account
  postfix -c "$conf" start > "$dir/log/start.log" 2>&1 || { cat "$dir/log/start.log" >&2; exit 1; }
  for _ in $(seq 100); do
    if listens "$port" && listens $((port + 1)); then exit 0; fi
    sleep 0.1
  done
  fail "nothing listens on $port" ;;
down)
  if is_running; then
    postfix -c "$conf" stop >/dev/null 2>&1 || postfix -c "$conf" abort >/dev/null 2>&1 || true
  fi ;;
*) fail "usage: postfix.sh up DIR PORT | down DIR" ;;
esac
