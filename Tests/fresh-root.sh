#!/bin/bash
# Runs the README's commands on a fresh clone of the last commit in an empty Debian, first as
# root, then as an ordinary user with sudo, and prints how long each took.
#
# usage: Tests/fresh-root.sh SWIFT_TREE [COMMAND ...]
#   SWIFT_TREE  the folder whose usr/bin holds swift; it is mounted read-only at /opt/swift
#   COMMAND     instead of './install.sh --demo' and './install.sh --test'
#
# Needs root, mmdebstrap and about 3 GB in TMPDIR. KEEP=1 keeps the root for a look.
# Behind a proxy or a mirror: this machine's apt proxy, certificates and PIP_*/…_proxy variables
# are used inside too, and MIRROR=URL is where Debian comes from.
set -euo pipefail

suite=${SUITE:-bookworm}
repository=$(cd "$(dirname "$0")/.." && pwd)

fail() { echo "fresh-root: $*" >&2; exit 1; }

[ $# -ge 1 ] || fail "give the path of a Swift tree (the folder that holds usr/bin/swift)"
swift_tree=$(cd "$1" && pwd)
shift
[ -x "$swift_tree/usr/bin/swift" ] || fail "$swift_tree/usr/bin/swift is not there"
[ "$(id -u)" = 0 ] || fail "must be root, to make and enter a root file system"
command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing (apt-get install mmdebstrap)"
if [ $# = 0 ]; then set -- './install.sh --demo' './install.sh --test'; fi

# In a mount namespace of its own nothing can stay mounted, however this script ends.
if [ -z "${FRESH_ROOT_INSIDE:-}" ]; then
  FRESH_ROOT_INSIDE=1 exec unshare --mount --propagation private "$0" "$swift_tree" "$@"
fi

root=$(mktemp -d "${TMPDIR:-/tmp}/fresh-root.XXXXXX")
# shellcheck disable=SC2317 # called by the trap
finish() {
  local status=$?
  for mount in opt/swift sys dev proc; do
    umount --recursive "$root/$mount" 2>/dev/null || true # not mounted yet, or gone already
  done
  if [ -n "${KEEP:-}" ]; then
    echo "fresh-root: kept $root"
  elif findmnt --noheadings --list --output TARGET | grep -q "^$root/"; then
    echo "fresh-root: something is still mounted below $root, so it stays" >&2
  else
    rm -rf --one-file-system "$root"
  fi
  exit "$status"
}
trap finish EXIT

settings() { # the variables of this machine that a network like this one needs
  env | grep -E '^(PIP_(CERT|INDEX_URL|EXTRA_INDEX_URL)|(http|https|no)_proxy|(HTTP|HTTPS|NO)_PROXY|SSL_CERT_FILE)=' || true
}

make_root() {
  echo "fresh-root: making an empty $suite in $root"
  chmod 755 "$root"
  local proxy options=()
  proxy=$(apt-config dump --format '%v' Acquire::http::Proxy)
  if [ -n "$proxy" ]; then options+=("--aptopt=Acquire::http::Proxy \"$proxy\""); fi
  mmdebstrap --quiet --variant=minbase --include=git,ca-certificates "${options[@]}" \
    "$suite" "$root" ${MIRROR:+"$MIRROR"}
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  mkdir -p "$root/opt/swift"
  mount --bind "$swift_tree" "$root/opt/swift"
  mount -o remount,bind,ro "$root/opt/swift"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --rbind /sys "$root/sys"
}

inside() { # inside USER COMMAND
  local user=$1 home
  home=$(chroot "$root" getent passwd "$user" | cut -d: -f6)
  mapfile -t variables < <(settings)
  chroot --userspec="$user:$user" --groups="" "$root" /usr/bin/env -i "${variables[@]}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" \
    USER="$user" LANG=C.UTF-8 /bin/bash -c "$2" </dev/null
}

run_as() { # run_as USER COMMAND ...
  local user=$1 home command start status
  shift
  home=$(chroot "$root" getent passwd "$user" | cut -d: -f6)
  rm -rf "$root/source.git"
  git clone --quiet --bare "$repository" "$root/source.git"
  chroot "$root" chown -R "$user:" /source.git # git reads only one's own
  inside "$user" "git clone --quiet file:///source.git '$home/yolo'"
  for command; do
    echo "fresh-root: as $user: $command"
    start=$SECONDS status=0
    inside "$user" "cd '$home/yolo' && $command" || status=$?
    report+=("$(printf '%-8s %-24s %4d s  status %d' "$user" "$command" $((SECONDS - start)) $status)")
    [ $status = 0 ] || failed=1
  done
}

report=() failed=0
make_root
run_as root "$@"

# The same packages would hide what a user lacks, so the user gets an empty Debian as well.
for mount in opt/swift sys dev proc; do umount --recursive "$root/$mount"; done
rm -rf --one-file-system "$root"
mkdir "$root"
make_root
inside root 'apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y \
  install --no-install-recommends sudo >/dev/null && useradd --create-home somebody &&
  echo "somebody ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/somebody'
run_as somebody "$@"

echo "fresh-root: $(git -C "$repository" log -1 --format='%h %s')"
printf '  %s\n' "${report[@]}"
exit $failed
