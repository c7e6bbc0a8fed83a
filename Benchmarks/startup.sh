#!/bin/sh
# Start-up time and peak memory of a yolo binary, beside the same for /bin/true.
# On a busy machine only the minimum and the ratio say much.
# usage: startup.sh YOLO
set -eu
yolo=${1:?give the path of the yolo binary}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

swift_bin=$(dirname "$(command -v swift || echo /nonexistent/swift)")
if [ -x "$swift_bin/clang" ]; then cc=$swift_bin/clang; else cc=cc; fi
"$cc" -O2 -Wall -Werror -o "$work/measure" "$here/measure.c"

printf '%-28s %10s %10s %10s %8s\n' '' 'min ms' 'median ms' 'peak MB' 'ratio'
row() {
  name=$1 runs=$2
  shift 2
  figures=$("$work/measure" "$runs" "$@") || exit 1
  [ -n "${floor:-}" ] || floor=${figures%% *}
  echo "$figures" | awk -v name="$name" -v floor="$floor" '{
    printf "%-28s %10.2f %10.2f %10.1f %8.1f\n", name, $1 / 1000, $2 / 1000, $3 / 1024, $1 / floor }'
}

row "/bin/true (the floor)" 200 /bin/true
row "yolo --version" 200 "$yolo" --version
export YOLO_HOME="$work/data"
row "yolo -p, simulated model" 20 "$yolo" -p "say hi" --provider llmsim -C "$work"
