#include "vigie_parity.h"

#include <string.h>

#include "operators.h"

static const vigie_parity parities[] = {
    {"convolution", vigie_parity_convolution}, {"pool", vigie_parity_pool},       {"resize", vigie_parity_resize},
    {"map", vigie_parity_map},                 {"combine", vigie_parity_combine}, {"softmax", vigie_parity_softmax},
    {"resample", vigie_parity_resample},       {"motion", vigie_parity_motion},
};

const vigie_parity *vigie_parity_at(size_t index) {
    return index < sizeof parities / sizeof *parities ? &parities[index] : NULL;
}

#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

// Of the thread, as tests of several groups run side by side.
static _Thread_local uint64_t digest = FNV_START;

void vigie_parity_digest_floats(const float *numbers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = 0x7fc00000;
        if (numbers[i] == numbers[i]) memcpy(&bits, &numbers[i], sizeof bits);
        digest = (digest ^ bits) * FNV_PRIME;
    }
}

void vigie_parity_digest_bytes(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) digest = (digest ^ bytes[i]) * FNV_PRIME;
}

uint64_t vigie_parity_take_digest(void) {
    const uint64_t taken = digest;
    digest = FNV_START;
    return taken;
}
