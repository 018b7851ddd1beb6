import CKernels
import Testing

/// That each implementation gives the specification's bytes is among ParityTests.
@Suite struct ResampleTests {
    static let sizes: [ResampleSize] = [
        .init(width: 1, height: 1, outWidth: 1, outHeight: 1),
        .init(width: 2, height: 3, outWidth: 33, outHeight: 5),
        .init(width: 15, height: 4, outWidth: 15, outHeight: 4),
        .init(width: 16, height: 4, outWidth: 16, outHeight: 3),
        .init(width: 17, height: 9, outWidth: 17, outHeight: 4),
        .init(width: 24, height: 2, outWidth: 1023, outHeight: 5),
        .init(width: 101, height: 7, outWidth: 47, outHeight: 13),
        .init(width: 300, height: 5, outWidth: 31, outHeight: 2),
        .init(width: 768, height: 12, outWidth: 416, outHeight: 9),
        .init(width: 1919, height: 7, outWidth: 415, outHeight: 3),
        .init(width: 1920, height: 8, outWidth: 416, outHeight: 3),
        .init(width: 3840, height: 6, outWidth: 640, outHeight: 2),
        .init(width: 4096, height: 4, outWidth: 9, outHeight: 3),
    ]

    @Test func eachTableOfTheNetworksKernelsHasItsResampling() {
        var index = 0
        while let kernels = vigie_kernels_at(index) {
            #expect(
                String(cString: vigie_resampling_for(kernels).pointee.name) == String(cString: kernels.pointee.name))
            index += 1
        }
    }

    @Test(arguments: sizes) func windowsLieWithinTheBytesThatTheTapsTouch(size: ResampleSize) {
        for layout in SampleLayout.all {
            for orientation in StoredOrientation.all {
                let picture = SamplePicture(layout, size, orientation, fill: .zeros, seed: 0)
                for tables in picture.tables where tables.windows > 0 {
                    let offsets = tables.columns.flatMap { [Int($0.a), Int($0.b)] }
                    let touched = offsets.min()!...offsets.max()! + (layout.depth > 8 ? 1 : 0)
                    for block in tables.blocks {
                        withUnsafeBytes(of: block.offset) { bytes in
                            for offset in bytes.bindMemory(to: Int32.self).prefix(4 * Int(tables.windows)) {
                                #expect(touched.contains(Int(offset)) && touched.contains(Int(offset) + 15))
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func picturesOnTheirSideHaveNoWindows() {
        let size = ResampleSize(width: 64, height: 48, outWidth: 40, outHeight: 30)
        let onItsSide = StoredOrientation(isTransposed: true, isMirrored: false)
        #expect(SamplePicture(.planar420, size, onItsSide, fill: .zeros, seed: 0).tables.allSatisfy { $0.windows == 0 })
    }

    /// Weights are rounded to 1/2048, twice: 255/4096 levels each; times 3.2, the largest sum of a row's coefficients, that
    /// is 0.4, and half a level of rounding.
    @Test func fullHDIsWithinOneLevelOfDoublePrecision() {
        let size = ResampleSize(width: 1920, height: 1080, outWidth: 416, outHeight: 416)
        let picture = SamplePicture(.planar420, size, .upright, fill: .random, seed: 11)
        let result = picture.resampled(by: vigie_resampling_for(vigie_kernels_scalar()))
        var worst = 0.0
        for y in 0..<size.outHeight {
            for x in 0..<size.outWidth {
                for (channel, exact) in picture.exactColour(x, y).enumerated() {
                    worst = max(worst, abs(exact - Double(result[y * picture.outStride + 3 * x + channel])))
                }
            }
        }
        print("1080p to 416 × 416: worst \(worst) levels from the unrounded truth")
        #expect(worst <= 1)
    }
}
