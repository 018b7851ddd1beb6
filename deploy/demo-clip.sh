#!/usr/bin/env bash
# Gets the demonstration clip: vtest.avi (PETS 2009 S2.L1, University of Reading) out of Debian's package opencv-doc.
# The package is downloaded, that one file taken out of it, and the package deleted.
#
# usage: demo-clip.sh DIRECTORY
set -euo pipefail

clip=$1/vtest.avi
digest=45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf
member=./usr/share/doc/opencv-doc/examples/data/vtest.avi

is_whole() { [ -f "$1" ] && echo "$digest  $1" | sha256sum --check --status; }

if is_whole "$clip"; then
    echo "demo: the clip is there: $clip"
    exit 0
fi
mkdir -p "$1"
scratch=$(mktemp -d "$1/.clip-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
echo "demo: getting vtest.avi out of Debian's package opencv-doc (one download of 96 MB, kept: 8 MB)"
(cd "$scratch" && apt-get -qq -o APT::Sandbox::User=root download opencv-doc) || {
    echo "demo: opencv-doc cannot be downloaded; run 'apt-get update' as root, or give a clip of your own to vigie detect" >&2
    exit 69
}
dpkg-deb --fsys-tarfile "$scratch"/opencv-doc_*.deb | tar -x --to-stdout -f - "$member" >"$scratch/vtest.avi"
is_whole "$scratch/vtest.avi" || {
    echo "demo: vtest.avi of this opencv-doc has the digest $(sha256sum <"$scratch/vtest.avi" | cut -d' ' -f1), not $digest" >&2
    exit 65
}
mv "$scratch/vtest.avi" "$clip"
