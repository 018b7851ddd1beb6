// Bits side by side: 64 cells at once in a plain word.
#include "vigie_mask.h"

#include <string.h>

// Cell i + 1 at the place of cell i, and cell i - 1: rows know nothing of their neighbours.
static uint64_t from_right(const uint64_t *row, size_t w, size_t words, int by) {
    return row[w] >> by | (w + 1 < words ? row[w + 1] << (64 - by) : 0);
}

static uint64_t from_left(const uint64_t *row, size_t w, int by) {
    return row[w] << by | (w > 0 ? row[w - 1] >> (64 - by) : 0);
}

// The bits of a row's last word that are cells.
static uint64_t last_cells(vigie_mask_shape shape) {
    return shape.width % 64 ? (1ull << shape.width % 64) - 1 : ~0ull;
}

void vigie_mask_pack(const uint8_t *bytes, size_t stride, vigie_mask_shape shape, uint64_t *bits) {
    for (size_t y = 0; y < shape.height; y++, bytes += stride, bits += shape.words) {
        for (size_t w = 0; w < shape.words; w++) {
            uint64_t word = 0;
            for (size_t k = 0; k < 8; k++) {
                const uint8_t *p = bytes + 64 * w + 8 * k;
                uint64_t eight;
                memcpy(&eight, p, sizeof eight);
                // Byte j, the lowest first, is carried to bit 56 + j; no two products meet.
                word |= ((eight * 0x0102040810204080ull) >> 56) << 8 * k;
            }
            bits[w] = word;
        }
        bits[shape.words - 1] &= last_cells(shape);
    }
}

void vigie_mask_unpack(const uint64_t *bits, vigie_mask_shape shape, uint8_t *bytes, size_t stride) {
    for (size_t y = 0; y < shape.height; y++, bytes += stride, bits += shape.words)
        for (size_t w = 0; w < shape.words; w++)
            for (size_t k = 0; k < 8; k++) {
                const uint64_t eight = bits[w] >> 8 * k & 255;
                // A copy of the byte in each byte, of which byte j keeps bit j, which is then brought to bit 0.
                const uint64_t spread = eight * 0x0101010101010101ull & 0x8040201008040201ull;
                const uint64_t ones = (spread + 0x7f7f7f7f7f7f7f7full) >> 7 & 0x0101010101010101ull;
                memcpy(bytes + 64 * w + 8 * k, &ones, sizeof ones);
            }
}

typedef struct {
    uint64_t low, high;
} two_bits;

static two_bits add(uint64_t a, uint64_t b, uint64_t c) { return (two_bits){a ^ b ^ c, (a & b) | (c & (a ^ b))}; }

// How many of five cells of a row are set: bits 1, 2 and 4 in three rows of `words`.
static void count_across(const uint64_t *row, size_t words, uint64_t *out) {
    for (size_t w = 0; w < words; w++) {
        const two_bits a = add(from_left(row, w, 2), from_left(row, w, 1), row[w]);
        const two_bits b = add(a.low, from_right(row, w, words, 1), from_right(row, w, words, 2));
        out[w] = b.low;
        out[words + w] = a.high ^ b.high;
        out[2 * words + w] = a.high & b.high;
    }
}

// Whether five counts of up to five are together 13 or more.
static uint64_t most_of(const uint64_t *const counts[5], size_t words, size_t w) {
    const uint64_t *const *c = counts;
    const size_t w1 = words + w, w2 = 2 * words + w;
    // Ones.
    const two_bits a = add(c[0][w], c[1][w], c[2][w]), b = add(a.low, c[3][w], c[4][w]);
    // Twos: five, and the two carried.
    const two_bits d = add(c[0][w1], c[1][w1], c[2][w1]), e = add(c[3][w1], c[4][w1], a.high);
    const two_bits f = add(d.low, e.low, b.high);
    // Fours: five, and the three carried.
    const two_bits g = add(c[0][w2], c[1][w2], c[2][w2]), h = add(c[3][w2], c[4][w2], d.high);
    const two_bits i = add(g.low, h.low, e.high);
    const uint64_t four = i.low ^ f.high, carried = i.low & f.high;
    // Eights: g.high, h.high, i.high, carried. The sum is at most 25, so of these at most three are set.
    const two_bits j = add(g.high, h.high, i.high);
    const uint64_t eight = j.low ^ carried, sixteen = j.high | (j.low & carried);
    // 13 is 8 + 4 + 1.
    return sixteen | (eight & four & (b.low | f.low));
}

void vigie_mask_majority(const uint64_t *bits, vigie_mask_shape shape, uint64_t *scratch, uint64_t *out) {
    const size_t words = shape.words, size = 3 * words;
    memset(scratch, 0, 5 * size * sizeof *scratch);
    for (size_t y = 0; y < 2 && y < shape.height; y++) count_across(bits + y * words, words, scratch + y % 5 * size);
    for (size_t y = 0; y < shape.height; y++) {
        uint64_t *last = scratch + (y + 2) % 5 * size;
        if (y + 2 < shape.height)
            count_across(bits + (y + 2) * words, words, last);
        else
            memset(last, 0, size * sizeof *last);
        const uint64_t *const counts[5] = {scratch, scratch + size, scratch + 2 * size, scratch + 3 * size, scratch + 4 * size};
        for (size_t w = 0; w < words; w++) out[y * words + w] = most_of(counts, words, w);
        out[y * words + words - 1] &= last_cells(shape);
    }
}

void vigie_mask_dilate(const uint64_t *bits, vigie_mask_shape shape, uint64_t *scratch, uint64_t *out) {
    const size_t words = shape.words;
    for (size_t y = 0; y < shape.height; y++) {
        const uint64_t *row = bits + y * words;
        for (size_t w = 0; w < words; w++)
            scratch[y * words + w] = row[w] | from_left(row, w, 1) | from_left(row, w, 2) |
                                     from_right(row, w, words, 1) | from_right(row, w, words, 2);
    }
    for (size_t y = 0; y < shape.height; y++) {
        const size_t first = y < 2 ? 0 : y - 2, end = y + 3 < shape.height ? y + 3 : shape.height;
        uint64_t *row = out + y * words;
        memcpy(row, scratch + first * words, words * sizeof *row);
        for (size_t k = first + 1; k < end; k++)
            for (size_t w = 0; w < words; w++) row[w] |= scratch[k * words + w];
        row[words - 1] &= last_cells(shape);
    }
}

static void invert(const uint64_t *bits, vigie_mask_shape shape, uint64_t *out) {
    for (size_t i = 0; i < shape.words * shape.height; i++) out[i] = ~bits[i];
    for (size_t y = 0; y < shape.height; y++) out[y * shape.words + shape.words - 1] &= last_cells(shape);
}

void vigie_mask_erode(const uint64_t *bits, vigie_mask_shape shape, uint64_t *scratch, uint64_t *out) {
    // What is not set grows.
    invert(bits, shape, out);
    vigie_mask_dilate(out, shape, scratch, out);
    invert(out, shape, out);
}

size_t vigie_mask_count(const uint64_t *bits, vigie_mask_shape shape) {
    size_t count = 0;
    for (size_t i = 0; i < shape.words * shape.height; i++) count += (size_t)__builtin_popcountll(bits[i]);
    return count;
}

void vigie_mask_fill(uint64_t *bits, vigie_mask_shape shape, vigie_run run, int value) {
    uint64_t *row = bits + run.row * shape.words;
    for (size_t w = run.start / 64; w <= (run.end - 1u) / 64; w++) {
        const uint64_t from = w == run.start / 64 ? ~0ull << run.start % 64 : ~0ull;
        const uint64_t upto = w == run.end / 64 ? (1ull << run.end % 64) - 1 : ~0ull;
        row[w] = value ? row[w] | (from & upto) : row[w] & ~(from & upto);
    }
}
