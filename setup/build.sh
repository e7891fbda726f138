# Sourced by run, test and bench: how the parts are built, each into a folder of its own.
# shellcheck shell=bash

export PATH="$PWD/.tool/node_modules/.bin:$PATH"

# build_server FOLDER TARGETS [CMAKE OPTIONS…]
build_server() {
    local folder=$1 targets=$2
    shift 2
    cmake -S . -B "$folder" -G Ninja "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; return 1; }
    # shellcheck disable=SC2086
    cmake --build "$folder" --target $targets >"$folder.log" 2>&1 || { tail -n 60 "$folder.log" >&2; return 1; }
}

build_release() { build_server build "${1:-rufwerk}" -DCMAKE_BUILD_TYPE=Release; }

# A folder's node_modules are as its lock file says; a stamp spares the check when nothing has changed.
install_node_modules() {
    local folder=$1
    if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.lock-installed"; then
        (cd "$folder" && npm ci --no-audit --no-fund --no-update-notifier --ignore-scripts --loglevel=error) >&2
        cp "$folder/package-lock.json" "$folder/node_modules/.lock-installed"
    fi
}

build_web() {
    install_node_modules web
    if [ ! -e web/dist/.built ] || [ -n "$(find web -path web/node_modules -prune -o -path web/dist -prune -o \
        -type f -newer web/dist/.built -print -quit)" ]; then
        (cd web && npm run --silent build) >web/build.log 2>&1 || { tail -n 60 web/build.log >&2; return 1; }
        touch web/dist/.built
    fi
}

# What was built is current when no source is newer than the stamp: a second `./run` starts at once.
build_is_current() {
    [ -x build/rufwerk ] && [ -e web/dist/.built ] && [ -e build/.current ] &&
        [ -z "$(find src web setup assets CMakeLists.txt \( -path web/node_modules -o -path web/dist \) -prune -o \
            -type f ! -name '*.log' -newer build/.current -print -quit)" ]
}
mark_build_current() { touch build/.current; }
