/// How the picture moves because the camera does, judged by how the objects depart from what was expected of them.
///
/// Objects that move by themselves depart independently; a camera that moves lets all depart alike. So the share of the
/// departures that is common, the intraclass correlation ρ, tells the two apart, and how far the mean of n departures can be
/// trusted to be the camera's: by nρ / (1 + (n − 1)ρ), the reliability of a mean (Spearman–Brown). Under a fixed camera ρ is
/// about 0, and so is the shift.
struct CommonShift: Sendable {
    /// How many objects must have been seen for a departure to be called common.
    private static let leastObjects = 3
    /// Departures of more than this many heights count as this many: one wrong match must not decide.
    private static let limit = 0.2
    /// Seconds of media time in which what was seen comes to count for half.
    private static let memory = 5.0
    /// The departures, in square heights, beside which the first ones do not count for much.
    private static let prior = 0.05

    /// Sums over the frames: of the products of pairs, each object counted once, and of the squares.
    private var products = 0.0
    private var squares = 0.0

    private var xs: [Double] = []
    private var ys: [Double] = []
    private var heights: [Double] = []
    private var departures: [SIMD2<Double>] = []

    /// Begins a frame.
    mutating func begin(afterSeconds seconds: Double) {
        let share = Self.memory / (Self.memory + seconds)
        products *= share
        squares *= share
        xs.removeAll(keepingCapacity: true)
        ys.removeAll(keepingCapacity: true)
        heights.removeAll(keepingCapacity: true)
        departures.removeAll(keepingCapacity: true)
    }

    /// Adds an object that was expected in one place and seen in another.
    mutating func add(expected: Rectangle, seen: Rectangle) {
        let departure = seen.centre - expected.centre
        departures.append(departure)
        xs.append(departure.x)
        ys.append(departure.y)
        heights.append((seen.height + expected.height) / 2)
    }

    /// The shift in pixels; zero where what is common is not more than `share` of all.
    mutating func estimate(above share: Double) -> SIMD2<Double> {
        let count = Double(departures.count)
        guard departures.count >= Self.leastObjects else { return .zero }
        let height = heights.median()
        var sum = SIMD2<Double>.zero
        var ownSquares = 0.0
        for index in departures.indices {
            var relative = departures[index] / height
            let length = (relative * relative).sum().squareRoot()
            if length > Self.limit { relative *= Self.limit / length }
            sum += relative
            ownSquares += (relative * relative).sum()
        }
        products += ((sum * sum).sum() - ownSquares) / (count - 1)
        squares += ownSquares
        let common = products / (squares + Self.prior)
        guard common > share else { return .zero }
        return SIMD2(xs.median(), ys.median()) * (count * common / (1 + (count - 1) * common))
    }
}
