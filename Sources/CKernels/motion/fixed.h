// Fixed point as the kernels for motion have it, and their constants. docs/motion.md derives them.
#ifndef VIGIE_MOTION_FIXED_H
#define VIGIE_MOTION_FIXED_H

enum {
    WHOLE = 32767,            // a share of 1
    NEUTRAL = 128 * 128,      // chroma without colour
    MATCH = 64,               // evidence below this is background
    MOST = 160,               // evidence
    LEAST_DEVIATION = 614,    // 4.8 levels: 3.75 times that is a threshold of 18
    GREATEST_DEVIATION = 1365,  // 10.7 levels: a threshold of 40
    // 64 / (3.75 deviation) as a parabola in (deviation - 614) / 1024, within 3 %.
    GAIN_0 = 892,
    GAIN_1 = -1148,
    GAIN_2 = 690,
    CHROMA_GAIN = 819,        // 64 / 20
    DIFFERENCE_LIMIT = 16000,  // 125 levels: twice that fits 16 bits
    CHROMA_LIMIT = 16000,     // 125 levels: two of these fit 16 bits
    SECOND_MODE = 11520,      // 90/256: the lighter mode is background too
    DARKEST = 13440,          // 105/256 of the background
    BRIGHTEST = 32000,        // 250/256
    SHADOW_COLOUR = 896,      // 7 levels
    QUIET = 384,              // deviation of a picture without noise to speak of: 3 levels
    SHADOW_NOISE = 2048,      // 16 levels, at most for noise
    DEVIATION_RATE = 1024,    // 1/32
    LADDER = 6,
};

// A mean over n frames moves by 1/n: n is told by the weight in shares of a frame. Rungs: n, and 32768 / n.
#define RUNG_COUNTS {6, 10, 16, 25, 40, 64}
#define RUNG_RATES {5461, 3277, 2048, 1311, 819, 512}
#define FASTEST 8192  // 1/4

#endif
