#!/bin/bash
# Goal P9: mails to Postfix's smtp-sink, ours with the full journal beside its own generator
# (smtp-source -d -s 8) and Python's smtplib on 4 threads, each several times in turns.
# usage: p9.sh BENCH-PROGRAM [MAILS] [ROUNDS]
set -euo pipefail
export PATH="$PATH:/usr/sbin"
bench=$1 mails=${2:-10000} rounds=${3:-3} port=26090
work=$(mktemp -d)
cd "$work"
user=()
[ "$(id -u)" = 0 ] && user=(-u nobody)
smtp-sink "${user[@]}" -c "127.0.0.1:$port" 1024 > sink.log 2>&1 &
sink=$!
trap 'kill $sink; rm -rf "$work"' EXIT
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.1; done

cat > smtplib_peer.py <<'PY'
import smtplib, sys, threading, time
port, mails, threads = int(sys.argv[1]), int(sys.argv[2]), 4
body = "Subject: x\r\n\r\n" + ("x" * 70 + "\r\n") * 28
def work(count):
    with smtplib.SMTP("127.0.0.1", port) as smtp:
        for _ in range(count):
            smtp.sendmail("a@example.com", ["b@example.com"], body)
begin = time.perf_counter()
pool = [threading.Thread(target=work, args=(mails // threads,)) for _ in range(threads)]
[t.start() for t in pool]; [t.join() for t in pool]
print(int(mails / (time.perf_counter() - begin)))
PY

source_rate() {
  local begin end
  begin=$(date +%s.%N)
  smtp-source -d -s 8 -m "$mails" -l 2048 -f a@example.com -t b@example.com "127.0.0.1:$port"
  end=$(date +%s.%N)
  awk -v m="$mails" -v b="$begin" -v e="$end" 'BEGIN { printf "%d\n", m / (e - b) }'
}

ours() { "$bench" smtp --port "$port" --mails "$mails" --folder "$work/state" "$@" |
  tee -a ours.log | sed -E 's/.*: ([0-9]+) mails.*/\1/'; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

for _ in $(seq "$rounds"); do
  source_rate >> source
  ours --connections 8 >> eight
  ours --connections 32 >> thirty-two
  ours --connections 32 --bare >> bare
  python3 smtplib_peer.py "$port" "$mails" >> python
done
s=$(median < source) e=$(median < eight) t=$(median < thirty-two) p=$(median < python)
echo "smtp-source -d -s 8:              $s mails/s"
echo "python smtplib, 4 threads:        $p mails/s"
echo "ours, 32 connections, no journal: $(median < bare) mails/s"
awk -v s="$s" -v e="$e" -v t="$t" -v p="$p" 'BEGIN {
  printf "ours, 8 connections, journal:     %d mails/s, %.2f x smtp-source (goal 0.22)\n", e, e / s
  printf "ours, 32 connections, journal:    %d mails/s, %.2f x smtp-source (goal 0.30), %.2f x smtplib (goal 1.3)\n", t, t / s, t / p }'
