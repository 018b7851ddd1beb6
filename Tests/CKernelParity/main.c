// Runs the comparison alone, under an emulator for one: `parity CASES`. Exits with 1 where anything differs.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "vigie_parity.h"

static const char *table, *group_name;
static long number;

// Arrays of the cases lie between pages that cannot be touched.
static void report_touch(int signal_number) {
    (void)signal_number;
    printf("%s %s: case %ld touches memory that is not its own\n", table, group_name, number);
    fflush(stdout);
    _exit(1);
}

int main(int count, char **arguments) {
    const long cases = count > 1 ? atol(arguments[1]) : 2000;
    char report[400];
    long passed = 0, failed = 0;
    signal(SIGSEGV, report_touch);
    signal(SIGBUS, report_touch);
    for (size_t index = 0; vigie_kernels_at(index); index++)
        for (size_t group = 0; vigie_parity_at(group); group++) {
            const vigie_parity *parity = vigie_parity_at(group);
            long bad = 0;
            table = vigie_kernels_at(index)->name;
            group_name = parity->name;
            for (number = 0; number < cases; number++)
                if (parity->compare(vigie_kernels_at(index), (uint64_t)number, report, sizeof report) && bad++ == 0)
                    printf("%s: %s\n", table, report);
            printf("%s %s: %ld of %ld cases equal, digest %016llx\n", table, group_name, cases - bad, cases,
                   (unsigned long long)vigie_parity_take_digest());
            fflush(stdout);
            passed += cases - bad, failed += bad;
        }
    printf("%ld passed, %ld failed\n", passed, failed);
    return failed > 0;
}
