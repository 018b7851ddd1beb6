// Runs the comparison alone, under an emulator for one: `parity CASES`. Exits with 1 where anything differs.
#include <stdio.h>
#include <stdlib.h>

#include "vigie_parity.h"

int main(int count, char **arguments) {
    const long cases = count > 1 ? atol(arguments[1]) : 2000;
    char report[400];
    long passed = 0, failed = 0;
    for (size_t index = 0; vigie_kernels_at(index); index++)
        for (size_t group = 0; vigie_parity_at(group); group++) {
            const vigie_parity *parity = vigie_parity_at(group);
            long bad = 0;
            for (long i = 0; i < cases; i++)
                if (parity->compare(vigie_kernels_at(index), (uint64_t)i, report, sizeof report) && bad++ == 0)
                    printf("%s: %s\n", vigie_kernels_at(index)->name, report);
            printf("%s %s: %ld of %ld cases equal\n", vigie_kernels_at(index)->name, parity->name, cases - bad, cases);
            passed += cases - bad, failed += bad;
        }
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed > 0;
}
