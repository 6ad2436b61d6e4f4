#!/bin/sh
# Coverage-guided fuzzing of the parsers with AFL++ (Debian: apt-get install afl++). docs/fuzzing.md tells more.
#
#   tools/fuzz.sh [-m MINUTES] [-j JOBS] [-o FOLDER] [-k] [TARGET...]
#
#   -m  minutes for each target (10)
#   -j  targets at the same time (1)
#   -o  where the work goes (artifacts/fuzz)
#   -k  keep what was found: small inputs that reach new code go to tests/IoTC.Fuzz/Corpus
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
minutes=10
jobs=1
out=$root/artifacts/fuzz
keep=no
while getopts m:j:o:k option; do
  case $option in
    m) minutes=$OPTARG ;;
    j) jobs=$OPTARG ;;
    o) out=$OPTARG ;;
    k) keep=yes ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))

command -v afl-fuzz > /dev/null || { echo "afl-fuzz is not installed (Debian: apt-get install afl++)" >&2; exit 1; }
mkdir -p "$out"
tool=$out/tool/sharpfuzz
[ -x "$tool" ] || dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$out/tool" > /dev/null

# The assemblies under test are rewritten in a copy that nothing else uses.
rm -rf "$out/bin" "$out/instrumented"
dotnet publish "$root/tests/IoTC.Fuzz" -c Release -o "$out/bin" -v q
cp -r "$out/bin" "$out/instrumented"
for assembly in IoTC.Core IoTC.Transport.Sockets IoTC.Transport.Tls; do
  "$tool" "$out/instrumented/$assembly.dll" > /dev/null
done

program=$out/bin/IoTC.Fuzz
[ $# -gt 0 ] || set -- $("$program" --list)

# One target, its results at the end. Fails when something was found.
fuzz() {
  target=$1
  found=no
  work=$out/$target
  rm -rf "$work"
  mkdir -p "$work"
  "$program" --target "$target" --export "$work/in"
  AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 DOTNET_TieredPGO=0 \
    afl-fuzz -i "$work/in" -o "$work/out" -t 5000 -m none -V $((minutes * 60)) -- "$out/instrumented/IoTC.Fuzz" --target "$target" --afl > "$work/log" 2>&1 || true
  echo "$target: $minutes minutes"
  grep -E '^(execs_done|execs_per_sec|corpus_count|edges_found|bitmap_cvg|saved_crashes|saved_hangs)' "$work/out/default/fuzzer_stats" || { tail -20 "$work/log"; return 1; }
  for crash in "$work"/out/default/crashes/id* "$work"/out/default/hangs/id*; do
    [ -e "$crash" ] || continue
    found=yes
    "$program" --target "$target" --replay "$crash" || true
  done

  # What the random run begins with: whatever reached new code, if it is small.
  if [ $keep = yes ]; then
    mkdir -p "$root/tests/IoTC.Fuzz/Corpus/$target"
    find "$work/out/default/queue" -type f -name 'id*' -name '*+cov*' ! -name '*orig:*' -size -2 | while read -r input; do
      cp "$input" "$root/tests/IoTC.Fuzz/Corpus/$target/$(sha256sum "$input" | cut -c1-16)"
    done
  fi
  [ $found = no ]
}

failed=no
while [ $# -gt 0 ]; do
  started=
  while [ $# -gt 0 ] && [ "$(echo $started | wc -w)" -lt "$jobs" ]; do
    fuzz "$1" > "$out/$1.result" 2>&1 &
    started="$started $!:$1"
    shift
  done
  for one in $started; do
    wait "${one%%:*}" || failed=yes
    cat "$out/${one#*:}.result"
  done
done

[ $failed = no ]
