# Shared by packaging/run and packaging/test: what has to be installed, and how the tree is built. Meant to be sourced.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

build_packages=(
    g++ cmake ninja-build mold
    qt6-base-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-svg-dev
    libssl-dev libexpected-dev python3
)
run_packages=(libqt6sql6-sqlite libqt6svg6 libxcb-cursor0 fonts-noto-cjk fonts-dejavu-core)
test_packages=(openssl gsasl curl redis-tools openssh-client)
# These start a server where they are installed, and where services are started: there the tests that need them are skipped.
[ -d /run/systemd/system ] || test_packages+=(nginx-light openssh-server)

say() {
    printf '%s %s\n' '==>' "$*"
}

stop() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# install PACKAGE…: what is missing, and nothing when all is there.
install() {
    command -v dpkg-query >/dev/null || stop "This script knows Debian 12 and its relatives. Elsewhere install the packages listed in packaging/lib.sh by hand, then: cmake --preset release && cmake --build --preset release"
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        say "All packages are installed"
        return
    fi
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "These packages are missing: ${missing[*]}. Install them as root, then run this again."
        as_root=(sudo)
    fi
    say "Installing: ${missing[*]}"
    local log
    log=$(mktemp)
    "${as_root[@]}" apt-get update -q >"$log" 2>&1 || { tail -n 20 "$log" >&2; stop "apt-get update failed. Is the network there?"; }
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; stop "The packages could not be installed."; }
    rm -f "$log"
}

# build PRESET [TARGET…]
build() {
    local preset=$1 log=$here/build/$1/configure.log
    shift
    cd "$here"
    mkdir -p "build/$preset"
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Configuring ($preset)"
        cmake --preset "$preset" >"$log" 2>&1 || { tail -n 30 "$log" >&2; stop "CMake could not configure the build."; }
    fi
    say "Building ($preset)"
    local targets=()
    [ $# -eq 0 ] || targets=(--target "$@")
    cmake --build --preset "$preset" "${targets[@]}" || stop "The build failed; the compiler's message is above."
}
