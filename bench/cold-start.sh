#!/usr/bin/env bash
# Cold starts of bench/IoTC.ColdStart, a device client and nothing else, published in the four shapes for linux-x64: prints the table of docs/performance.md,
# "Cold start". Needs mosquitto and openssl, and root for real-time priority (chrt), with which other work on the machine counts little; without it, times are upper
# limits. Each program runs N times, in turns with the others, once to a broker (EC), once to another (RSA): time to CONNACK; and once to the emulator: the
# whole life of a device. SKIP_PUBLISH=1 measures what was published before.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
n=${N:-20}
out="$PWD/artifacts/cold-start"
shapes=(tcp sslstream bouncycastle bouncycastle-static)
mkdir -p "$out/empty" "$out/ec" "$out/rsa"
if [ -z "${SKIP_PUBLISH:-}" ]; then
  for shape in "${shapes[@]}"; do dotnet publish bench/IoTC.ColdStart -c Release -r linux-x64 -p:Shape="$shape" -warnaserror -v quiet -o "$out/$shape"; done
  dotnet build tools/IoTC.Emulator -v quiet
fi

pids=()
end() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
trap end EXIT
chrt -f -p 10 $$ 2>/dev/null || echo "No real-time priority here: times are upper limits." >&2

# certificates FOLDER KEY...: a root and a server's certificate, valid for 30 days; KEY as openssl genpkey takes it.
certificates() (
  cd "$1" && shift
  openssl genpkey "$@" -out ca.key.pem
  openssl genpkey "$@" -out server.key.pem
  openssl req -x509 -new -key ca.key.pem -subj '/CN=cold start root' -days 30 -addext 'keyUsage=critical,keyCertSign' -out ca.pem
  openssl req -new -key server.key.pem -subj /CN=localhost -out server.csr
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key.pem -days 30 -out server.pem -extfile <(printf '%s\n' \
    basicConstraints=critical,CA:false keyUsage=critical,digitalSignature extendedKeyUsage=serverAuth subjectAltName=DNS:localhost,IP:127.0.0.1)
) 2>/dev/null
certificates "$out/ec" -algorithm EC -pkeyopt ec_paramgen_curve:P-256
certificates "$out/rsa" -algorithm RSA -pkeyopt rsa_keygen_bits:2048

port=$((20000 + $$ % 10000))
listener() { printf 'listener %s 127.0.0.1\nallow_anonymous true\n' "$1"; }
{
  printf 'per_listener_settings true\nset_tcp_nodelay true\n'
  [ "$(id -u)" = 0 ] && echo 'user root'
  listener "$port"
  for key in ec rsa; do
    listener $((port + 1 + (${#key} == 3)))
    printf 'certfile %s/server.pem\nkeyfile %s/server.key.pem\n' "$out/$key" "$out/$key"
  done
} >"$out/mosquitto.conf"
mosquitto -c "$out/mosquitto.conf" >"$out/mosquitto.log" 2>&1 &
pids+=($!)
dotnet tools/IoTC.Emulator/bin/Debug/net10.0/IoTC.Emulator.dll --hub-port 0 --dps-port 0 --https-port 0 --rest-port 0 --device cold --folder "$out/emulator" >"$out/emulator.log" 2>&1 &
pids+=($!)
for _ in $(seq 300); do grep -q 'Ctrl+C' "$out/emulator.log" && break; sleep 0.1; done
field() { sed -n "s/^ *$1$/\1/p" "$out/emulator.log" | head -n 1; }
dps=$(field 'DPS .*:\([0-9]*\)') hub=$(field 'Hub .*:\([0-9]*\), MQTT 3.*')
export IOTC_ID_SCOPE IOTC_KEY IOTC_DEVICE_ID=cold
IOTC_ID_SCOPE=$(field 'ID Scope *\(.*\)') IOTC_KEY=$(field 'Device *cold, key \(.*\)')
cp "$out/ec/ca.pem" "$out/small.pem"

# run PROGRAM FILE ARGUMENT...: one start, whose line is added to the file; "nostore" is SslStream that finds no system store to read.
run() {
  local program=$1 file=$out/$1.$2
  shift 2
  if [ "$program" = nostore ]; then
    SSL_CERT_DIR="$out/empty" SSL_CERT_FILE="$out/small.pem" "$out/sslstream/IoTC.ColdStart" "$@" --spawned "$EPOCHREALTIME" >>"$file"
  else
    "$out/$program/IoTC.ColdStart" "$@" --spawned "$EPOCHREALTIME" >>"$file"
  fi
}

programs=(tcp sslstream nostore bouncycastle bouncycastle-static)
for program in "${programs[@]}"; do rm -f "$out/$program".{ec,rsa,life,provision}; done
# Once through DPS, which also enrols the device and warms the emulator.
for program in "${programs[@]:1}"; do run "$program" provision --dps-host 127.0.0.1 --dps-port "$dps" --hub-port "$hub" --roots "$out/emulator/ca.pem"; done
for _ in $(seq "$n"); do
  for program in "${programs[@]}"; do
    tls=1
    [ "$program" = tcp ] && tls=0
    run "$program" ec --hub 127.0.0.1 --hub-port $((port + tls)) --roots "$out/ec/ca.pem" --broker
    run "$program" rsa --hub 127.0.0.1 --hub-port $((port + 2 * tls)) --roots "$out/rsa/ca.pem" --broker
    [ "$program" = tcp ] || run "$program" life --hub 127.0.0.1 --hub-port "$hub" --roots "$out/emulator/ca.pem"
  done
done

# middle COLUMN FILE...: median (least) of a column; lines are "main M made M connack C ready R rss K".
middle() {
  local column=$1
  shift
  cat "$@" 2>/dev/null | awk -v c="$column" '{ print $c }' | sort -n | awk '{ v[NR] = $1 } END { if (NR) printf "%.1f (%.1f)", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2, v[1]; else printf "–" }'
}
in_mb() { awk '{ $10 = $10 * 1.024 / 1000; print }' "$@" 2>/dev/null; }
printf '\nMedian (least) of %s; load average %s; %s, %s processors\n\n' "$n" "$(cut -d' ' -f1 /proc/loadavg)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
echo '| | MB | spawn to `Main`, ms | transport and client made, ms | cold connect to CONNACK, EC, ms | cold connect to CONNACK, RSA, ms | to ready (emulator, EC), ms | peak RSS to CONNACK, EC, MB | peak RSS, whole life, MB |'
echo '|---|---|---|---|---|---|---|---|---|'
for program in "${programs[@]}"; do
  size=$(stat -c %s "$out/${program/nostore/sslstream}/IoTC.ColdStart" | awk '{ printf "%.2f", $1 / 1e6 }')
  file="$out/$program"
  echo "| ${program/nostore/sslstream, no store} | $size | $(middle 2 "$file.ec" "$file.rsa") | $(middle 4 "$file.ec") | $(middle 6 "$file.ec") | $(middle 6 "$file.rsa") | $(middle 8 "$file.life") | $(in_mb "$file.ec" | middle 10 -) | $(in_mb "$file.life" | middle 10 -) |"
done
