#!/bin/sh
# Builds yolo and installs it for one user. Safe to run again; asks nothing.
# The limits of what it touches: the packages it names, .build/ in this folder, and --prefix.
set -eu

usage() {
  cat <<'EOF'
usage: ./install.sh [--demo] [--test] [--prefix DIR] [--no-packages]
       ./install.sh --uninstall [--prefix DIR]

With no option: install missing Debian packages, build, install into ~/.local.

  --demo         also run `yolo demo` and `yolo demo --crash` (offline)
  --test         install what the tests need and run all of them; installs no program
  --prefix DIR   install into DIR/bin and DIR/share/yolo (default: ~/.local)
  --no-packages  leave the system's packages alone
  --uninstall    remove what was installed; sessions are kept
  --help         this text

Packages are installed as root or through sudo, and only those that are missing.
Swift is taken from PATH, $SWIFT_HOME, /opt/swift or swiftly.
EOF
}

swift_needed=6.2
say() { printf 'install: %s\n' "$*"; }
fail() { printf 'install: %s\n' "$*" >&2; exit 1; }
misuse() { printf 'install: %s\n' "$*; see ./install.sh --help" >&2; exit 2; }

read_options() {
  install=yes demo=no test=no packages=yes uninstall=no prefix=
  while [ $# -gt 0 ]; do
    case $1 in
      --demo) demo=yes ;;
      --test) test=yes ;;
      --no-packages) packages=no ;;
      --uninstall) uninstall=yes ;;
      --prefix) [ $# -ge 2 ] || misuse "--prefix needs a directory"; prefix=$2; shift ;;
      --prefix=*) prefix=${1#--prefix=} ;;
      -h | --help) usage; exit 0 ;;
      *) misuse "unknown option '$1'" ;;
    esac
    shift
  done
  if [ "$test" = yes ] && [ "$demo" = no ]; then install=no; fi
  [ -n "$prefix" ] || prefix=${HOME:?is not set; give --prefix DIR}/.local
  case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
  manifest=$prefix/share/yolo/installed-files
}

# --- packages

# Newer Debians have newer headers of the C++ library; any one that is there will do.
cxx_headers() {
  for version in 12 13 14 15; do
    if is_installed "libstdc++-$version-dev"; then echo "libstdc++-$version-dev"; return; fi
  done
  for version in 12 13 14 15; do
    if apt-cache show "libstdc++-$version-dev" >/dev/null 2>&1; then
      echo "libstdc++-$version-dev"
      return
    fi
  done
  echo libstdc++-12-dev
}

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

needed_packages() {
  # The Swift toolchain itself, then what it links with, then what yolo uses.
  echo libncurses6 libxml2 libcurl4 libsqlite3-0
  echo binutils libc6-dev libsqlite3-dev
  echo bash ca-certificates git
  if [ "$test" = yes ]; then echo make python3 python3-venv; fi
}

missing_packages() {
  for package in $(needed_packages); do
    is_installed "$package" || printf ' %s' "$package"
  done
  headers=$(cxx_headers)
  is_installed "$headers" || printf ' %s' "$headers"
}

install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "no apt here; make sure that your system has the like of these Debian packages:" \
      "$(needed_packages | tr '\n' ' ')libstdc++-12-dev"
    return
  fi
  say "checking packages"
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    as_root=sudo # at a terminal sudo may ask for its password
  else
    fail "these packages are missing, and neither root nor sudo is at hand; have them installed," \
      "or go on without by --no-packages:$missing"
  fi
  say "updating package lists"
  apt_get update
  # Only now is it known which headers this release has.
  missing=$(missing_packages)
  say "installing$missing"
  # shellcheck disable=SC2086 # a list of words
  apt_get install --no-install-recommends $missing
}

apt_get() {
  # Waits for another apt to finish instead of failing.
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 "$@" </dev/null || fail "apt-get $1 failed; see above, then run this again"
}

# --- Swift

find_swift() {
  command -v swift >/dev/null && return
  for bin in "${SWIFT_HOME:-/nonexistent}/usr/bin" "${SWIFT_HOME:-/nonexistent}/bin" \
    /opt/swift/usr/bin "${HOME:-}/.local/share/swiftly/bin"; do
    if [ -x "$bin/swift" ]; then
      PATH=$bin:$PATH
      export PATH
      return
    fi
  done
  fail "Swift $swift_needed or newer is needed and was not found; get it from" \
    "https://www.swift.org/install/linux/ and put its usr/bin in PATH, or set SWIFT_HOME"
}

check_swift() {
  where=$(command -v swift)
  answer=$(swift --version 2>&1) ||
    fail "$where does not start (are packages missing? see ./install.sh --help): $answer"
  version=$(printf '%s\n' "$answer" | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | sed 1q)
  [ -n "$version" ] || fail "$where does not say its version: $answer"
  oldest=$(printf '%s\n%s\n' "$swift_needed" "$version" | sort -t. -k1,1n -k2,2n | sed 1q)
  [ "$oldest" = "$swift_needed" ] ||
    fail "$where is Swift $version, and $swift_needed or newer is needed; get it from" \
      "https://www.swift.org/install/linux/"
  say "using Swift $version ($where)"
}

build_release() {
  say "building yolo (release)"
  swift build -c release --static-swift-stdlib -Xlinker -s --product yolo
  binary=$(swift build -c release --show-bin-path)/yolo
}

# --- installing

install_files() {
  mkdir -p "$prefix/bin" "$prefix/share"
  # With the default prefix the sessions live in this folder too, so it is private.
  mkdir -m 700 "$prefix/share/yolo" 2>/dev/null || mkdir -p "$prefix/share/yolo"
  case $prefix in "${HOME:-}"/*) ;; *) chmod 755 "$prefix/share/yolo" ;; esac
  { echo bin/yolo; find skills -type f | sed 's|^|share/yolo/|'; } >"$manifest.new"
  # What an earlier version installed, and this one does not.
  if [ -f "$manifest" ]; then grep -Fxv -f "$manifest.new" "$manifest" | remove_files; fi
  mv "$manifest.new" "$manifest"
  while read -r file; do
    mkdir -p "$(dirname "$prefix/$file")"
    case $file in
      bin/yolo) put "$binary" "$prefix/$file" 755 ;;
      *) put "$source/${file#share/yolo/}" "$prefix/$file" 644 ;;
    esac
  done <"$manifest"
  say "installed $prefix/bin/yolo"
}

# By rename, so that a yolo that runs keeps its own program.
put() {
  cp "$1" "$2.new"
  chmod "$3" "$2.new"
  mv -f "$2.new" "$2"
}

# Removes the files named on stdin.
remove_files() {
  while read -r file; do
    rm -f "$prefix/$file"
    case $file in bin/*) continue ;; esac
    # Emptied folders go too; one that holds something else stays.
    (cd "$prefix" && rmdir -p "$(dirname "$file")" 2>/dev/null) || :
  done
}

uninstall() {
  if [ -f "$manifest" ]; then
    remove_files <"$manifest"
    rm -f "$manifest"
    rmdir "$prefix/share/yolo" 2>/dev/null || : # it may hold sessions
    say "removed yolo from $prefix"
  else
    say "nothing of yolo is installed in $prefix"
  fi
  if [ -n "${YOLO_HOME:-}" ]; then data=$YOLO_HOME/data; else
    data=${XDG_DATA_HOME:-${HOME:-}/.local/share}/yolo
  fi
  if [ -e "$data/yolo.db" ]; then say "your sessions are still in $data"; fi
}

next_step() {
  case :$PATH: in
    *":$prefix/bin:"*) say "next: yolo demo" ;;
    *)
      say "add this line to your ~/.profile:  export PATH=\"$prefix/bin:\$PATH\""
      say "next: $prefix/bin/yolo demo"
      ;;
  esac
}

run_demo() {
  "$prefix/bin/yolo" demo
  "$prefix/bin/yolo" demo --crash
}

# --- tests

# A private Python with the pinned packages that the tests compare yolo with.
python_packages() {
  pins=Tests/python/requirements.txt venv=$source/.build/python log=.build/pip.log
  if ! cmp -s "$pins" "$venv/installed-pins"; then
    say "installing the tests' Python packages into .build/python"
    python3 -m venv --clear "$venv"
    if ! "$venv/bin/python" -m pip install -q --disable-pip-version-check --retries 2 \
      --timeout 30 -r "$pins" >"$log" 2>&1; then
      cat "$log" >&2
      # Anything but an unreachable index, such as a wrong pin, is a failure.
      grep -Eq 'Max retries exceeded|after connection broken|Temporary failure' "$log" ||
        fail "the pinned Python packages could not be installed"
      YOLO_SKIP_PYPI="PyPI could not be reached"
      export YOLO_SKIP_PYPI
      return
    fi
    cp "$pins" "$venv/installed-pins"
  fi
  YOLO_PYTHON=$venv/bin/python
  export YOLO_PYTHON
}

run_tests() {
  if [ -z "${YOLO_SKIP_PYPI:-}" ]; then python_packages; fi
  if [ -n "${YOLO_SKIP_PYPI:-}" ]; then
    say "SKIPPED: tests that need PyPI packages (YOLO_SKIP_PYPI: $YOLO_SKIP_PYPI)"
  fi
  make check
  say "running the tests"
  rm -f .build/tests-swift-testing.xml
  YOLO_BIN=$binary swift test --xunit-output .build/tests.xml
  summary .build/tests-swift-testing.xml
}

# The closing line, from the report that the test runner wrote; it counts skipped tests apart.
summary() {
  counts=$(sed -n 's/.*<testsuite .*errors="\([0-9]*\)" tests="\([0-9]*\)" failures="\([0-9]*\)"\( skipped="\([0-9]*\)"\)\{0,1\}.*/\1 \2 \3 \5/p' "$1")
  # shellcheck disable=SC2086 # four numbers
  set -- $counts
  [ $# -ge 3 ] || return 0 # another form of report: the runner's own last lines stand
  [ "$2" -gt 0 ] || fail "no test was run"
  if [ "${4:-0}" -gt 0 ]; then say "${4} skipped"; fi
  if [ -n "${YOLO_SKIP_PYPI:-}" ]; then say "skipped what needs PyPI: $YOLO_SKIP_PYPI"; fi
  echo "$(($2 - $1 - $3)) passed, $(($1 + $3)) failed"
}

# --- what was asked for

read_options "$@"
source=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$source"
if [ "$uninstall" = yes ]; then
  uninstall
  exit 0
fi
find_swift
if [ "$packages" = yes ]; then install_packages; fi
check_swift
build_release
if [ "$install" = yes ]; then install_files; fi
if [ "$demo" = yes ]; then run_demo; fi
if [ "$test" = yes ]; then run_tests; fi
if [ "$install" = yes ] && [ "$test" = no ]; then next_step; fi
