import Testing

@testable import VigiePipeline

@Suite struct HistogramTests {
    @Test func smallValuesAreExact() {
        var histogram = Histogram()
        for value in 1...9 {
            histogram.add(nanoseconds: value)
            histogram.endSample()
        }
        #expect(histogram.times == StageTimes(total: 45e-6, minimum: 1e-6, median: 5e-6, percentile95: 9e-6))
    }

    @Test(arguments: [63, 64, 65, 127, 128, 1_000, 123_456_789, 1 << 40])
    func anyValueIsWithinThreePercent(value: Int) {
        var histogram = Histogram()
        histogram.add(nanoseconds: 0)
        histogram.endSample()
        histogram.add(nanoseconds: value)
        histogram.endSample()
        let percentile = (histogram.times?.percentile95 ?? 0) * 1e6
        #expect(abs(percentile - Double(value)) <= 0.03 * Double(value))
    }

    @Test func severalPartsOfAFrameAreOneSample() {
        var histogram = Histogram()
        histogram.add(nanoseconds: 10)
        histogram.add(nanoseconds: 20)
        histogram.endSample()
        #expect(histogram.times?.median == 30e-6)
    }

    @Test func nothingAddedIsNoTime() {
        var histogram = Histogram()
        histogram.endSample()
        #expect(histogram.times == nil)
    }
}
