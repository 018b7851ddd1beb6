#!/usr/bin/env bash
# Checks that need no build: formatting, file sizes, what may decide, and what must not be in the repository.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0

complain() {
    echo "lint: $1" >&2
    failed=1
}

mapfile -t sources < <(git ls-files --cached --others --exclude-standard | grep -v '\.pb\.swift$')
mapfile -t swift < <(printf '%s\n' "${sources[@]}" | grep '\.swift$')
swift format lint --strict --parallel "${swift[@]}" || complain "run 'make format'"

for file in "${sources[@]}"; do
    case $file in
    *.swift | *.c | *.h | *.inc | *.py | *.sh)
        lines=$(wc -l <"$file")
        [ "$lines" -le 400 ] || complain "$file has $lines lines; a file holds one idea in at most 400"
        ;;
    esac
done

# Only + - x / sqrt and fma may come from the platform: libm's functions differ between CPUs.
if grep -nE '\b(exp|log|log2|log10|pow|tanh|atan2|sin|cos|tan|exp2|expm1|log1p)f?\(' \
    $(printf '%s\n' "${sources[@]}" | grep -E '^Sources/.*\.(swift|c|h|inc)$') |
    grep -vE 'NAME\(|vigie_|^[^:]*:[0-9]+: *(//|\*)|//.*(exp|log)'; then
    complain "a function of libm decides something above; use vigie_math.h"
fi

[ "$failed" -eq 0 ] && echo "lint: clean"
exit "$failed"
