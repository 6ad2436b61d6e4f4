#!/usr/bin/env bash
# Makes the certificates of good and bad servers in the folder given. One key for each authority, one for all leaves but those whose key matters.
set -euo pipefail
cd "$1"
exec 2>openssl.log
mkdir issued
: >index
cat >ca.cnf <<'END'
[ca]
default_ca = a
[a]
database = ./index
new_certs_dir = ./issued
rand_serial = yes
unique_subject = no
email_in_dn = no
copy_extensions = none
policy = p
[p]
commonName = optional
END

day() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
from=$(day '-200 days') to=$(day '+200 days') past=$(day '-2 days') future=$(day '+2 days')

request() { # name key-algorithm key-option
  openssl genpkey -quiet -algorithm "$2" -pkeyopt "$3" -out "$1.key" 2>/dev/null || openssl genpkey -algorithm "$2" -pkeyopt "$3" -out "$1.key"
  openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
}

# certificate name, issuer, key's name, first day, last day, digest, extensions
sign() {
  local issuer="-keyfile $2.key -cert $2.pem"
  [ "$1" = "$2" ] && issuer="-selfsign -keyfile $3.key"
  # shellcheck disable=SC2086
  openssl ca -batch -notext -config ca.cnf $issuer -in "$3.csr" -subj "/CN=${subject:-$1}" -out "$1.pem" \
    -startdate "$4" -enddate "$5" -md "$6" -extfile <(printf '%b\n' "subjectKeyIdentifier = hash\n$7") >/dev/null
}

authority='basicConstraints = critical, CA:TRUE\nkeyUsage = critical, keyCertSign, cRLSign'
lower="$authority\nauthorityKeyIdentifier = keyid"
names='subjectAltName = DNS:localhost, IP:127.0.0.1'
usage='basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\nauthorityKeyIdentifier = keyid'
eku='extendedKeyUsage = serverAuth'
leaf="$usage\n$eku\n$names"

for name in root other-root expired-root short-root bound-root middle middle-2 leaf; do request $name EC ec_paramgen_curve:P-256; done
sign root root root "$from" "$to" sha256 "$authority"
sign other-root other-root other-root "$from" "$to" sha256 "$authority"
sign expired-root expired-root expired-root "$from" "$past" sha256 "$authority"
sign short-root short-root short-root "$from" "$to" sha256 'basicConstraints = critical, CA:TRUE, pathlen:0\nkeyUsage = critical, keyCertSign'
sign bound-root bound-root bound-root "$from" "$to" sha256 "$authority\nnameConstraints = critical, permitted;DNS:example.com, permitted;IP:10.0.0.0/255.0.0.0"
sign middle root middle "$from" "$to" sha256 "$lower"

# Good ones.
sign good middle leaf "$from" "$to" sha256 "$leaf"
sign good-direct root leaf "$from" "$to" sha256 "$leaf"
for curve in P-384 P-521; do
  request $curve EC ec_paramgen_curve:$curve
  sign good-$curve root $curve "$from" "$to" sha384 "$leaf"
done
for bits in 2048 3072 4096; do
  request rsa-$bits RSA rsa_keygen_bits:$bits
  sign good-rsa-$bits root rsa-$bits "$from" "$to" sha256 "$leaf"
done
subject=other-root sign cross root other-root "$from" "$to" sha256 "$lower"
sign good-cross other-root leaf "$from" "$to" sha256 "$leaf"
above=root
for i in 1 2 3 4 5 6; do
  sign long-$i $above middle-2 "$from" "$to" sha256 "$lower"
  cp middle-2.key long-$i.key
  above=long-$i
done
sign good-long long-6 leaf "$from" "$to" sha256 "$leaf"

# Out of time.
sign expired-leaf root leaf "$from" "$past" sha256 "$leaf"
sign future-leaf root leaf "$future" "$to" sha256 "$leaf"
sign expired-middle root middle "$from" "$past" sha256 "$lower"
cp middle.key expired-middle.key
sign under-expired-middle expired-middle leaf "$from" "$to" sha256 "$leaf"
sign under-expired-root expired-root leaf "$from" "$to" sha256 "$leaf"

# For another host.
for case in 'wrong-host DNS:other.example' 'wrong-address IP:127.0.0.2' 'address-as-name DNS:127.0.0.1' 'lone-wildcard DNS:*' 'wildcard-inside DNS:local*' \
  'wildcard-before DNS:*host'; do
  # shellcheck disable=SC2086
  set -- $case
  sign "$1" root leaf "$from" "$to" sha256 "$usage\n$eku\nsubjectAltName = $2"
done
subject=localhost sign common-name-only root leaf "$from" "$to" sha256 "$usage\n$eku"
# dNSName "localhost\0.example"
sign nul-in-name root leaf "$from" "$to" sha256 "$usage\n$eku\nsubjectAltName = DER:301482126c6f63616c686f7374002e6578616d706c65"

# Trusted by nobody.
sign self-signed self-signed leaf "$from" "$to" sha256 "$leaf"
sign untrusted other-root leaf "$from" "$to" sha256 "$leaf"

# Breaking a rule of the chain.
sign no-authority root middle "$from" "$to" sha256 'basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature, keyCertSign\nauthorityKeyIdentifier = keyid'
cp middle.key no-authority.key
sign under-no-authority no-authority leaf "$from" "$to" sha256 "$leaf"
sign short-middle short-root middle "$from" "$to" sha256 "$lower"
cp middle.key short-middle.key
sign too-long short-middle leaf "$from" "$to" sha256 "$leaf"
sign bound-middle root middle "$from" "$to" sha256 "$lower\nnameConstraints = critical, permitted;DNS:example.com, permitted;IP:10.0.0.0/255.0.0.0"
cp middle.key bound-middle.key
sign not-permitted bound-middle leaf "$from" "$to" sha256 "$leaf"
sign bound-excluding root middle "$from" "$to" sha256 "$lower\nnameConstraints = critical, excluded;DNS:localhost"
cp middle.key bound-excluding.key
sign excluded bound-excluding leaf "$from" "$to" sha256 "$leaf"
sign not-permitted-by-root bound-root leaf "$from" "$to" sha256 "$leaf"
sign client-only root leaf "$from" "$to" sha256 "$usage\nextendedKeyUsage = clientAuth\n$names"
sign no-signing root leaf "$from" "$to" sha256 "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, keyAgreement\nauthorityKeyIdentifier = keyid\n$eku\n$names"
sign client-middle root middle "$from" "$to" sha256 "$lower\nextendedKeyUsage = clientAuth"
cp middle.key client-middle.key
sign under-client-middle client-middle leaf "$from" "$to" sha256 "$leaf"
sign unknown-critical root leaf "$from" "$to" sha256 "$leaf\n1.2.3.4 = critical, ASN1:UTF8String:x"

# Weak.
request rsa-1024 RSA rsa_keygen_bits:1024
sign weak-key root rsa-1024 "$from" "$to" sha256 "$leaf"
sign weak-middle root rsa-1024 "$from" "$to" sha256 "$lower"
cp rsa-1024.key weak-middle.key
sign under-weak-middle weak-middle leaf "$from" "$to" sha256 "$leaf"
sign sha1-leaf root leaf "$from" "$to" sha1 "$leaf"
sign sha1-middle root middle "$from" "$to" sha1 "$lower"
cp middle.key sha1-middle.key
sign under-sha1-middle sha1-middle leaf "$from" "$to" sha256 "$leaf"

# A device's.
request device EC ec_paramgen_curve:P-256
sign device root device "$from" "$to" sha256 'basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\nauthorityKeyIdentifier = keyid\nextendedKeyUsage = clientAuth'
request device-rsa RSA rsa_keygen_bits:2048
sign device-rsa root device-rsa "$from" "$to" sha256 'basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\nauthorityKeyIdentifier = keyid\nextendedKeyUsage = clientAuth'
