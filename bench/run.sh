#!/usr/bin/env bash
# Times Vigie against other engines on one core: the scripts' own tests, then speed/speed.py with the given options.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/speed
cache=$(cd "$here/../.." && pwd)/.cache/bench
python=$cache/venv/bin/python
# Pre-processing, dumps and options are those of the accuracy scripts.
export PYTHONPATH=$here/../accuracy

# Makes the environment once, and again when the pins change.
setup() {
    cat "$here"/requirements*.txt | cmp -s - "$cache/venv/requirements.txt" && return
    echo "bench: setting up Python in .cache/bench/venv"
    mkdir -p "$cache"
    "${PYTHON:-python3}" -m venv --clear "$cache/venv" ||
        { echo "bench: python3 cannot make environments; install Debian's python3-venv" >&2; return 1; }
    "$python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --requirement "$here/requirements-alone.txt" ||
        echo "bench: no pnnx for this platform; ncnn runs only what is published in its format" >&2
    cat "$here"/requirements*.txt >"$cache/venv/requirements.txt"
}

setup
"$python" -m unittest discover --start-directory "$here" --pattern 'test_*.py' --buffer
status=0
[ $# -gt 0 ] || "$python" "$here/motion.py" || status=1
"$python" "$here/speed.py" "$@" || status=$?
exit $status
