import Testing

@testable import VigieInference

@Suite struct ViewTests {
    /// A 2×3 picture of 4 channels, channels last: strides N 24, C 1, H 12, W 4.
    private let picture = View.dense(buffer: 0, shape: [1, 4, 2, 3], order: [0, 2, 3, 1])

    @Test func channelsLastPutsChannelsSideBySide() {
        #expect(picture.strides == [24, 1, 12, 4])
        #expect(picture.isPicture)
    }

    @Test func splittingTheChannelsIsAView() {
        // Channel c = 2·i + j → strides 2 and 1.
        #expect(picture.reshaped([1, 2, 2, 2, 3])?.strides == [1, 2, 1, 12, 4])
    }

    @Test func mergingRowsAndColumnsIsAView() {
        // 2 rows of 3 pixels that lie 12 and 4 apart are 6 pixels that lie 4 apart.
        #expect(picture.reshaped([1, 4, 6]) == View(buffer: 0, offset: 0, shape: [1, 4, 6], strides: [1, 1, 4]))
    }

    @Test func mergingChannelsWithPixelsTakesACopy() { #expect(picture.reshaped([24]) == nil) }

    @Test func channelShuffleTakesACopyOnlyAtItsEnd() throws {
        let split = try #require(picture.reshaped([1, 2, 2, 2, 3]))
        let swapped = split.transposed([0, 2, 1, 3, 4])
        #expect(swapped.strides == [1, 1, 2, 12, 4])
        #expect(swapped.reshaped([1, 4, 2, 3]) == nil)
    }

    @Test func slicesAreViews() {
        let half = picture.sliced(axis: 1, start: 2, count: 2)
        #expect(half.offset == 2)
        #expect(half.isPicture)
        let everySecondColumn = picture.sliced(axis: 3, start: 1, count: 1, step: 2)
        #expect(everySecondColumn.offset == 4)
        #expect(everySecondColumn.strides[3] == 8)
    }

    @Test func onlyContiguousViewsAreRowMajor() {
        #expect(View.dense(buffer: 0, shape: [2, 3], order: [0, 1]).isRowMajor)
        #expect(!picture.isRowMajor)
        // One channel: the order of axes with one element means nothing.
        #expect(View.dense(buffer: 0, shape: [1, 1, 2, 3], order: [0, 2, 3, 1]).isRowMajor)
        #expect(!View.dense(buffer: 0, shape: [2, 3], order: [0, 1]).sliced(axis: 1, start: 0, count: 2).isRowMajor)
    }

    @Test func broadcastRepeatsWithStrideZero() {
        let channels = View.dense(buffer: 0, shape: [4, 1, 1], order: [0, 1, 2])
        #expect(channels.broadcast(to: [1, 4, 2, 3]).strides == [0, 1, 0, 0])
    }
}

@Suite struct MemoryPlanTests {
    private func buffer(_ count: Int, _ lifetime: ClosedRange<Int>) -> Plan.Buffer {
        Plan.Buffer(count: count, offset: 0, lifetime: lifetime)
    }

    @Test func buffersThatNeverLiveTogetherShareMemory() {
        var buffers = [buffer(32, 0...1), buffer(32, 2...3), buffer(16, 1...2)]
        #expect(Plan.place(&buffers) == 48)
        #expect(buffers[0].offset == buffers[1].offset)
    }

    @Test func buffersThatLiveTogetherNeverOverlap() {
        var seed: UInt64 = 7
        func random(_ limit: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % limit
        }
        for _ in 0..<50 {
            var buffers = (0..<40).map { _ in
                let start = random(100)
                return buffer(1 + random(500), start...(start + random(30)))
            }
            let total = Plan.place(&buffers)
            for (i, a) in buffers.enumerated() {
                #expect(a.offset % 16 == 0 && a.offset + a.count <= total)
                for b in buffers[..<i] where a.lifetime.overlaps(b.lifetime) {
                    #expect(a.offset + a.count <= b.offset || b.offset + b.count <= a.offset)
                }
            }
        }
    }
}
