#!/bin/sh
# Makes .venv ready: `sh scripts/venv.sh run` for using aiplan, `sh scripts/venv.sh dev` for its tests and checks.
#
# Quick when nothing has changed: a stamp, written last, says what was installed, for which folder and from which
# requirements. A .venv that an aborted run left behind is built anew; so is one whose Python or pip is broken.
# Needs Python >= 3.11 with venv, nothing else. PYTHON=/path/to/python chooses one.
set -eu

mode=${1:-run}
case $mode in run | dev) ;; *) echo "usage: sh scripts/venv.sh run|dev" >&2; exit 2 ;; esac

cd "$(dirname "$0")/.."
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_USER PIP_REQUIRE_VIRTUALENV
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

venv=.venv
python=$venv/bin/python
busy=$venv/.aiplan-installing
stamp=$venv/.aiplan-installed-$mode
log=$venv/aiplan-setup.log
wanted="$(pwd) $(cat pyproject.toml requirements-dev.txt src/aiplan/__init__.py scripts/venv.sh | cksum)"

works() { # Is there a Python of the right age, with its own pip, in .venv?
    [ -x "$python" ] &&
        [ "$("$python" -c 'import sys; print(sys.version_info >= (3, 11) and sys.prefix != sys.base_prefix)' 2>&1)" = True ]
}

if works && [ ! -e "$busy" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi

find_python() { # Prints the first Python that can make the environment.
    for name in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
        [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        without_venv=$name
        "$name" -c 'import venv, ensurepip' >/dev/null 2>&1 || continue
        printf '%s\n' "$name"
        return 0
    done
    if [ -n "${without_venv:-}" ]; then
        echo "aiplan: $without_venv cannot make virtual environments; install its venv module" >&2
        echo "        (on Debian and Ubuntu: apt install python3-venv)" >&2
    else
        echo "aiplan needs Python 3.11 or newer; found $(python3 --version 2>/dev/null || echo none)." >&2
        echo "        If it is installed elsewhere: make PYTHON=/path/to/python3.11 …" >&2
    fi
    return 1
}

fail() {
    echo " failed." >&2
    [ -f "$log" ] && tail -n 15 "$log" >&2
    echo "aiplan: setting up $venv failed; the whole log is in $log. Run the command again to start over." >&2
    exit 1
}

if [ -e "$busy" ] || ! works || ! "$python" -m pip --version >/dev/null 2>&1; then
    base=$(find_python)
    rm -rf "$venv"
    mkdir "$venv"
    : >"$busy"
    printf 'Setting up %s with %s (%s), once …' "$venv" "$base" "$("$base" -c 'import platform; print(platform.python_version())')" >&2
    "$base" -m venv "$venv" >"$log" 2>&1 || fail
else
    : >"$busy"
    printf 'Bringing %s up to date …' "$venv" >&2
fi
rm -f "$venv"/.aiplan-installed-*

# The pinned versions are a constraint for users of the checkout too: what was tested is what runs. pip comes first,
# since it writes the command: older ones make every start of it load `re`, a third of what `aiplan --version` takes.
"$python" -m pip install --quiet --constraint requirements-dev.txt pip >>"$log" 2>&1 || fail
if [ "$mode" = dev ]; then
    "$python" -m pip install --quiet --requirement requirements-dev.txt --editable . >>"$log" 2>&1 || fail
    printf '%s' "$wanted" >"$venv/.aiplan-installed-run"
else
    "$python" -m pip install --quiet --constraint requirements-dev.txt --editable '.[holidays]' >>"$log" 2>&1 || fail
fi
# Compiled here, since some environments forbid Python to keep what it compiles when it runs.
"$python" -m compileall -q src/aiplan >>"$log" 2>&1 || :
printf '%s' "$wanted" >"$stamp"
rm -f "$busy"
echo ' done.' >&2
