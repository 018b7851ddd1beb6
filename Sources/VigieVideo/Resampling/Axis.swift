internal import CKernels

/// One axis of one component, from the output back to the stored samples.
///
/// Output i has its centre at luma position `start + (i + ½) · length / count − ½`, in pixels of the upright frame. All is
/// whole numbers: positions are fractions over 2 · count.
struct Axis {
    /// Output pixels.
    var count: Int
    /// The region, in pixels of the upright frame.
    var start, length: Int
    /// Pixels of the whole frame.
    var size: Int
    /// log2 of the component's subsampling.
    var shift: Int
    /// Twice the stored distance from the first luma sample to the component's first sample.
    var doubledOffset: Int
    /// The upright axis runs against the stored one.
    var isMirrored: Bool
    /// Bytes from one stored sample to the next along this axis.
    var step: Int

    var taps: [vigie_tap] {
        let samples = (size + (1 << shift) - 1) >> shift
        // Seen from the other end, the first sample is another distance away: (size − 1) − 2^shift · (samples − 1) − offset.
        let offset = isMirrored ? 2 * (size - 1 - (samples - 1) << shift) - doubledOffset : doubledOffset
        let storedStart = isMirrored ? size - start - length : start
        let stored = (storedStart >> shift)...((storedStart + length - 1) >> shift)
        let readable = isMirrored ? samples - 1 - stored.upperBound...samples - 1 - stored.lowerBound : stored

        func place(_ sample: Int) -> Int32 {
            let clamped = min(max(sample, readable.lowerBound), readable.upperBound)
            return Int32((isMirrored ? samples - 1 - clamped : clamped) * step)
        }
        let denominator = (2 * count) << shift
        return (0..<count).map { i in
            let numerator = (2 * i + 1) * length + (2 * start - 1 - offset) * count
            // Rounded down, also below zero.
            let sample = numerator / denominator - (numerator % denominator < 0 ? 1 : 0)
            let rest = numerator - sample * denominator
            let weight = (rest * 4096 + denominator) / (2 * denominator)
            return vigie_tap(a: place(sample), b: place(sample + 1), weight: Int32(weight))
        }
    }
}
