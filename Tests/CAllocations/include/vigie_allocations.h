// Counts what a thread allocates, by standing in front of the C library's functions in the program that links this.
#ifndef VIGIE_ALLOCATIONS_H
#define VIGIE_ALLOCATIONS_H

/// Whether calls are seen at all: not with a sanitizer, which puts its own functions there, nor without glibc.
int vigie_allocations_are_seen(void);

/// Lets the calling thread's allocations count (1) or not (0); the count stays.
void vigie_allocations_count(int counts);

/// How often the calling thread has called malloc, calloc, realloc, posix_memalign, aligned_alloc or memalign while they counted.
long vigie_allocations_counted(void);

#endif
