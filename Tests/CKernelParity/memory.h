// Arrays between two pages that cannot be touched.
#ifndef VIGIE_PARITY_MEMORY_H
#define VIGIE_PARITY_MEMORY_H

#include <sys/mman.h>
#include <unistd.h>

#include "random.h"

// What a case has taken; all of it is released at once.
typedef struct {
    void *start[24];
    size_t size[24];
    size_t count;
} parity_memory;

// `size` bytes, of which the last lies before a page that cannot be touched, or the first behind one.
static inline void *parity_guarded(parity_memory *memory, size_t size, int is_at_end) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), inside = (size + page - 1) / page * page;
    uint8_t *start = mmap(NULL, inside + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED || memory->count == sizeof memory->size / sizeof *memory->size) abort();
    if (inside > 0 && mprotect(start + page, inside, PROT_READ | PROT_WRITE) != 0) abort();
    memory->start[memory->count] = start;
    memory->size[memory->count++] = inside + 2 * page;
    return start + page + (is_at_end ? inside - size : 0);
}

static inline void parity_release(parity_memory *memory) {
    while (memory->count > 0) {
        memory->count--;
        munmap(memory->start[memory->count], memory->size[memory->count]);
    }
}

// Where the arrays of a case lie: up to the page behind them, or so many floats from the page before them.
typedef struct {
    int is_at_end;
    size_t lead; // floats of the margin that come first
} parity_place;

static inline parity_place parity_place_any(parity_random *random) {
    if (parity_below(random, 2)) return (parity_place){1, PARITY_MARGIN};
    return (parity_place){0, parity_below(random, 2) ? 0 : parity_below(random, 8)};
}

// `count` numbers of `make` and a margin; the array starts at `place.lead`.
static inline float *parity_array(
    parity_memory *memory, parity_place place, size_t count, parity_random *random, float (*make)(parity_random *)) {
    float *all = parity_guarded(memory, (count + PARITY_MARGIN) * sizeof *all, place.is_at_end);
    for (size_t i = 0; i < count + PARITY_MARGIN; i++) all[i] = make(random);
    return all;
}

#endif
