#!/usr/bin/env bash
# Measures the detector's accuracy. Without arguments: the scripts' own tests, then all of the scripts.
# With arguments: one script, e.g. `run.sh measure.py --models yolox-nano-416`. README.md says what they need.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=$(cd "$here/../.." && pwd)/.cache/accuracy
python=$cache/venv/bin/python

# Makes the environment once, and again when the pins change.
setup() {
    cmp -s "$here/requirements.txt" "$cache/venv/requirements.txt" && return
    echo "accuracy: setting up Python in .cache/accuracy/venv"
    mkdir -p "$cache"
    "${PYTHON:-python3}" -m venv --clear "$cache/venv" ||
        { echo "accuracy: python3 cannot make environments; install Debian's python3-venv" >&2; return 1; }
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$cache/venv/requirements.txt"
}

setup
if [ $# -gt 0 ]; then
    exec "$python" "$here/$1" "${@:2}"
fi
status=0
"$python" -m unittest discover --start-directory "$here" --pattern 'test_*.py' || status=1
"$python" "$here/measure.py" || status=1
"$python" "$here/raw.py" || status=1
"$python" "$here/motion.py" || status=1
"$python" "$here/gate.py" || status=1
"$python" "$here/health.py" || status=1
"$python" "$here/pose.py" || status=1
"$python" "$here/abandoned.py" || status=1
"$python" "$here/rules.py" || status=1
"$python" "$here/tracking.py" || status=1
"$python" "$here/same_events.py" || status=1
"$python" "$here/down.py" || status=1
exit $status
