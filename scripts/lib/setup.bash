# Sourced by the scripts beside it: finds the repository and makes the machine ready to build it.
#
# What is missing is installed only where that asks no questions: Debian and Ubuntu as root or with
# sudo without a password, macOS with Homebrew. Elsewhere the script says what to install and ends.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
readonly root

# Package.swift needs this version of Swift, because of package traits and warnings as errors.
readonly swift_version_min=6.2

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$@"
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Is version $1 at least version $2?
version_at_least() {
    [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

check_swift() {
    have swift || fail "Swift is not installed. Get version $swift_version_min or newer from" \
        "https://www.swift.org/install and see that \`swift\` is on PATH."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $version ]] || fail "\`swift --version\` does not work: $(swift --version 2>&1 | head -n 3)"
    version_at_least "$version" "$swift_version_min" ||
        fail "Swift $version is too old; version $swift_version_min or newer is needed" \
            "(https://www.swift.org/install)."
}

# The server's programs, in the places where Sources/LocalPostgres looks for them too.
have_server() {
    if [[ -n ${SPOTTER_POSTGRES_BIN:-} ]]; then
        [[ -x $SPOTTER_POSTGRES_BIN/initdb ]]
        return
    fi
    have initdb && return
    local folder
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/libexec/postgresql*/ \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin \
        /Applications/Postgres.app/Contents/Versions/*/bin; do
        [[ -x $folder/initdb ]] && return
    done
    return 1
}

# SwiftPM asks pkg-config for libpq's folders.
have_libpq() { have pkg-config && pkg-config --exists libpq; }

install_with_apt() {
    local missing=()
    have pkg-config || missing+=(pkg-config)
    have_libpq || missing+=(libpq-dev)
    have_server || missing+=(postgresql)
    local command=(apt-get -qq -o DPkg::Lock::Timeout=120)
    local hint="sudo apt-get install ${missing[*]}"
    if ((EUID != 0)); then
        have sudo && sudo -n true 2>/dev/null || fail "Please install what is missing: $hint"
        command=(sudo -n DEBIAN_FRONTEND=noninteractive "${command[@]}")
    fi
    say "Installing ${missing[*]} …"
    export DEBIAN_FRONTEND=noninteractive
    # Old package lists are good enough more often than not, and updating them takes longer.
    "${command[@]}" install -y --no-install-recommends "${missing[@]}" >&2 ||
        { "${command[@]}" update >&2 &&
            "${command[@]}" install -y --no-install-recommends "${missing[@]}" >&2; } ||
        fail "That did not work. Please install what is missing: $hint"
}

use_homebrew_libpq() {
    # Homebrew keeps libpq out of the common folders, because it would clash with postgresql's.
    local prefix
    prefix=$(brew --prefix libpq 2>/dev/null) || return 0
    export PKG_CONFIG_PATH="$prefix/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
}

install_with_homebrew() {
    local missing=()
    have pkg-config || missing+=(pkgconf)
    have_libpq || missing+=(libpq)
    have_server || missing+=(postgresql@17)
    say "Installing ${missing[*]} …"
    brew install --quiet "${missing[@]}" >&2 ||
        fail "That did not work. Please install what is missing: brew install ${missing[*]}"
    use_homebrew_libpq
}

# Checks Swift, libpq and the PostgreSQL server, and installs what is missing where it may.
prepare_machine() {
    check_swift
    have brew && use_homebrew_libpq
    have_libpq && have_server && return
    if have apt-get; then
        install_with_apt
    elif have brew; then
        install_with_homebrew
    else
        fail "Please install: pkg-config, libpq with its headers, and the PostgreSQL server" \
            "(Fedora: sudo dnf install pkgconf libpq-devel postgresql-server)."
    fi
    have_libpq || fail "pkg-config still does not find libpq; see \`pkg-config --exists libpq\`."
    have_server || fail "PostgreSQL's server programs are still not found; name their folder in" \
        "SPOTTER_POSTGRES_BIN."
}
