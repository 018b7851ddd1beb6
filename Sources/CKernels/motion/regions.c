// Connected regions: runs of each row, joined with those of the row above.
#include "vigie_mask.h"

static uint32_t root_of(uint32_t *parents, uint32_t run) {
    while (parents[run] != run) run = parents[run] = parents[parents[run]];
    return run;
}

// The earlier run stays the root, so roots are in order of their first cell.
static void join(uint32_t *parents, uint32_t a, uint32_t b) {
    a = root_of(parents, a);
    b = root_of(parents, b);
    if (a < b)
        parents[b] = a;
    else
        parents[a] = b;
}

static size_t runs_of(const uint64_t *row, vigie_mask_shape shape, size_t y, uint64_t flip, vigie_run *runs) {
    size_t count = 0, is_open = 0;
    for (size_t w = 0; w < shape.words; w++) {
        const size_t cells = shape.width - 64 * w < 64 ? shape.width - 64 * w : 64;
        uint64_t word = row[w] ^ flip;
        if (cells < 64) word &= (1ull << cells) - 1;
        size_t place = 0;
        // In turn the next cell that ends a run, or starts one.
        for (;;) {
            const uint64_t left = is_open ? ~word >> place : word >> place;
            if (left == 0) break;
            place += (size_t)__builtin_ctzll(left);
            if (place >= cells) break;
            if (is_open)
                runs[count++].end = (uint16_t)(64 * w + place);
            else
                runs[count].start = (uint16_t)(64 * w + place), runs[count].row = (uint16_t)y;
            is_open = !is_open;
        }
    }
    if (is_open) runs[count++].end = (uint16_t)shape.width;
    return count;
}

static void join_rows(
    const vigie_run *runs, uint32_t *parents, size_t above, size_t here, size_t end, unsigned reach) {
    size_t a = above;
    for (size_t b = here; b < end; b++) {
        while (a < here && runs[a].end + reach <= runs[b].start) a++;
        for (size_t k = a; k < here && runs[k].start < runs[b].end + reach; k++)
            join(parents, (uint32_t)k, (uint32_t)b);
    }
}

size_t vigie_mask_regions(
    const uint64_t *bits, vigie_mask_shape shape, int of_unset, vigie_run *runs, uint32_t *parents,
    vigie_region *regions, size_t *run_count) {
    size_t above = 0, count = 0;
    for (size_t y = 0; y < shape.height; y++) {
        const size_t here = count;
        count += runs_of(bits + y * shape.words, shape, y, of_unset ? ~0ull : 0, runs + count);
        for (size_t k = here; k < count; k++) parents[k] = (uint32_t)k;
        join_rows(runs, parents, above, here, count, of_unset ? 0 : 1);
        above = here;
    }
    size_t found = 0;
    for (size_t k = 0; k < count; k++) {
        vigie_run *run = &runs[k];
        const uint32_t root = root_of(parents, (uint32_t)k);
        if (root == k) {
            run->region = (uint32_t)found;
            regions[found++] = (vigie_region){0, run->start, run->row, run->end, 0, 0, 0};
        } else {
            run->region = runs[root].region;
        }
        vigie_region *region = &regions[run->region];
        const uint32_t cells = run->end - run->start;
        region->cells += cells;
        if (run->start < region->left) region->left = run->start;
        if (run->end > region->right) region->right = run->end;
        region->bottom = (uint16_t)(run->row + 1);
        region->sum_x += (uint64_t)cells * (run->start + run->end - 1u) / 2;
        region->sum_y += (uint64_t)cells * run->row;
    }
    *run_count = count;
    return found;
}
