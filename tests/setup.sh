# What tests/run and pos/start share: install the Debian packages that are missing, configure a
# tree, build targets in it. Sourced by bash, from the root of the repository; starts nothing itself.

# packages_of SECTION…: the names in those sections of tests/packages.
packages_of() {
    local wanted=" $* " section="" line
    while read -r line; do
        line=${line%%#*} line=${line// /}
        case $line in
            "") ;;
            \[*\]) section=${line:1:-1} ;;
            *) [[ $wanted == *" $section "* ]] && echo "$line" ;;
        esac
    done <tests/packages
}

# missing_of SECTION…: those of them that are not installed. Asks dpkg once, never apt.
missing_of() {
    local names installed
    mapfile -t names < <(packages_of "$@")
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${names[@]}" 2>/dev/null |
        sed -n 's/^installed //p')
    printf '%s\n' "${names[@]}" | grep -vxF -e "$installed" || true
}

say_what_to_type() {
    echo "These Debian packages are missing and cannot be installed from here ($1):" >&2
    printf '    %s\n' "${@:2}" >&2
    echo "Become root and type, then start again:" >&2
    echo "    apt-get update && apt-get install --no-install-recommends ${*:2}" >&2
}

# What apt-get is to do before and after, so that no service of what is installed starts now (tests
# start their own): dpkg asks this program, and where there is one already it decides.
policy=${KOPILKA_POLICY:-/usr/sbin/policy-rc.d}
no_services=(
    -o "Dpkg::Pre-Invoke::=[ -e $policy ] || install -m 755 /dev/stdin $policy <<'END'
#!/bin/sh
# kopilka installs
exit 101
END"
    -o "Dpkg::Post-Invoke::=! grep -qs '^# kopilka installs' $policy || rm $policy"
)

# install_missing SECTION…: nothing at all when nothing is missing; else apt-get, through sudo when
# we are not root. Returns 1, with the words to type, where that is not possible.
install_missing() {
    local missing as_root=()
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not Debian: install what tests/packages names by other means." >&2
        return 1
    fi
    mapfile -t missing < <(missing_of "$@")
    ((${#missing[@]})) || return 0
    if (($(id -u) != 0)); then
        if ! command -v sudo >/dev/null; then
            say_what_to_type "not root, and there is no sudo" "${missing[@]}"
            return 1
        fi
        as_root=(sudo)
        [[ -t 0 ]] || as_root+=(-n)  # nobody there to type a password
    fi
    echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
    apt+=("${no_services[@]}")
    local log; log=$(mktemp)
    if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        say_what_to_type "apt-get failed, see above" "${missing[@]}"
        return 1
    fi
    rm -f "$log"
}

# As many compilers at once as there are processors, and no more than memory allows: the heaviest
# file of ours needs 1.5 GB.
build_jobs() {
    local memory_jobs processors
    memory_jobs=$(awk '/^MemAvailable/ { print int($2 / 1572864) }' /proc/meminfo)
    processors=$(nproc)
    echo $((memory_jobs < 1 ? 1 : memory_jobs < processors ? memory_jobs : processors))
}

# build_tree FOLDER PRESET TARGET…: configures FOLDER with tests/presets/PRESET.cmake unless it has
# been, then builds the targets. CMake looks by itself whether a CMakeLists.txt has changed.
build_tree() {
    local folder=$1 preset=$2 quiet=()
    export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros
    export CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-4G}
    [[ -n ${HOME:-} && -w ${HOME:-} ]] || export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/ccache}
    if [[ ! -f $folder/build.ninja ]]; then
        mkdir -p "$folder"
        if ! cmake -C "tests/presets/$preset.cmake" -S . -B "$folder" -G Ninja \
            >"$folder/configure.log" 2>&1; then
            cat "$folder/configure.log" >&2
            return 1
        fi
    fi
    [[ -t 1 ]] || quiet=(--quiet)  # a log wants the compiler's words, not its progress
    ninja -C "$folder" -j "$(build_jobs)" "${quiet[@]}" "${@:3}"
}
