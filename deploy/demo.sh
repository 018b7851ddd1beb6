#!/usr/bin/env bash
# Runs the detector on a real street clip and leaves the log and the annotated video in demo/.
set -euo pipefail
cd "$(dirname "$0")/.."

vigie=.build/release/vigie
model=nanodet-plus-m-416
crops=(--crops off)

deploy/demo-clip.sh .cache
if ! "$vigie" model pull "$model"; then
    echo "demo: $model cannot be had here; falling back to the person-only SSDLite, which Debian and PyPI alone supply"
    deploy/setup.sh python3-venv
    model=ssdlite-person-300
    # People are small here, so that tiles need not overlap by more.
    crops=(--crops tiles --tile-overlap 60)
    models/tools/ssdlite.sh .cache/ssdlite
    "$vigie" model pull "$model" --from .cache/ssdlite
fi
mkdir -p demo
"$vigie" detect .cache/vtest.avi --model "$model" "${crops[@]}" --threads "$(nproc)" --force --log demo/vtest.jsonl --annotate demo/vtest.mp4
"$vigie" inspect demo/vtest.jsonl
