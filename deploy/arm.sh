#!/usr/bin/env bash
# Compares the kernels for ARM with their specification, to the bit, on emulated CPUs; and the specification's results there
# with those of this machine. `deploy/arm.sh CASES`: so many of each group of operators.
set -euo pipefail
cd "$(dirname "$0")/.."

cases=${1:-1000}
cpus=(cortex-a53 neoverse-n1)
folder=.build/arm
clang=$(dirname "$(readlink -f "$(command -v swiftc)")")/clang
# As `kernels` in Package.swift has them.
export compile="$clang -std=gnu11 -O2 -Werror -ffp-contract=off -fno-math-errno -ISources/CKernels/include -ITests/CKernelParity/include"
linker=()
[ -x "$(dirname "$clang")/ld.lld" ] && linker=(-fuse-ld=lld)
mapfile -t sources < <(find Sources/CKernels Tests/CKernelParity -name '*.c')

rm -rf "$folder"
mkdir -p "$folder"/{here,arm}
for source in "${sources[@]}"; do
    object=${source//\//_}.o
    echo "-c $source -o $folder/here/$object"
    echo "--target=aarch64-linux-gnu -c $source -o $folder/arm/$object"
done | xargs -P "$(nproc)" -I{} sh -c '$compile {}'
$clang "${linker[@]}" "$folder"/here/*.o -lm -o "$folder/here/parity"
$clang --target=aarch64-linux-gnu -static "${linker[@]}" "$folder"/arm/*.o -lm -o "$folder/arm/parity"
echo "arm: $cases cases of each group, on this machine and under $(qemu-aarch64 --version | head -n 1)"

# Two at a time: each is one thread.
{
    echo "$folder/here/parity $cases >$folder/here.log"
    for cpu in "${cpus[@]}"; do echo "qemu-aarch64 -cpu $cpu $folder/arm/parity $cases >$folder/$cpu.log"; done
} | xargs -P "$(nproc)" -I{} sh -c '{} 2>&1 || true'

passed=0
failed=0
count() { # STATUS WHAT
    if [ "$1" -eq 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED: $2"; fi
}
for run in here "${cpus[@]}"; do
    sed "s/^/$run: /" "$folder/$run.log"
    # A run that ends early has no such line.
    if [[ $(tail -n 1 "$folder/$run.log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        count 1 "$run ended early"
    fi
done
# The digests of each group's results, which are those of the specification.
while read -r line; do
    for cpu in "${cpus[@]}"; do
        status=0
        grep -qxF "$line" "$folder/$cpu.log" || status=1
        count $status "$cpu's results differ from this machine's: $line"
    done
done < <(grep '^scalar .* digest ' "$folder/here.log")
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
