import CAllocations
import TestSupport
import Testing
import VigieDetection

/// From a network's outputs to detections nothing is allocated, once buffers have their size, in a debug build either.
@Suite struct DetectorAllocationTests {
    /// A decode rule, the side of its input, its number of classes, and how many floats each output has.
    typealias Family = (decode: String, side: Int, classes: Int, outputs: [Int])

    static let families: [Family] = [
        (Fixture.joined, 16, 2, [5 * 18]),
        (
            #"{"rule": "distribution", "strides": [8], "bins": 2, "centre": 0.5, "scores": ["s"], "boxes": ["b"]}"#, 64,
            3, [64 * 3, 64 * 8]
        ),
        (#"{"rule": "yolox", "strides": [8, 16], "output": "out"}"#, 64, 2, [80 * 7]),
        (#"{"rule": "fastestdet", "stride": 8, "output": "out"}"#, 64, 2, [64 * 7]),
        (SSDTests.decode, 300, 1, [1917, 1917 * 4]),
    ]

    @Test(
        .enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"), arguments: families.indices)
    func aWarmDetectorAllocatesNothing(family: Int) throws {
        let (decode, side, classes, outputs) = Self.families[family]
        let json = Fixture.json(decode: decode, classes: (0..<classes).map { "class \($0)" }, side: side)
        var detector = try Detector(manifest: Fixture.manifest(json), crops: .tiles(side: side, overlap: side / 4))
        let layout = try detector.layout(frameWidth: 2 * side, frameHeight: side)
        var random = SeededRandom(seed: UInt64(family))
        let buffers = outputs.map { count in
            let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
            buffer.initialize(repeating: 0)
            for index in buffer.indices { buffer[index] = .random(in: 0...1, using: &random) }
            return UnsafeBufferPointer(buffer)
        }
        defer { for buffer in buffers { buffer.deallocate() } }
        var candidates: [Candidate] = []
        var detections = Detections()
        var allocations = 0
        for frame in 0..<4 {
            let before = vigie_allocations_counted()
            vigie_allocations_count(1)
            candidates.removeAll(keepingCapacity: true)
            for crop in layout.regions.indices {
                detector.addCandidates(in: buffers, crop: crop, of: layout, to: &candidates)
            }
            detector.merge(&candidates, into: &detections)
            vigie_allocations_count(0)
            if frame > 1 { allocations += vigie_allocations_counted() - before }
        }
        #expect(layout.regions.count > 1 && detections.candidates.count > 1)
        #expect(allocations == 0)
    }
}
