/// How far a pair of coordinates can be trusted to move evenly, and to be seen where it is.
///
/// Lengths are in multiples of the object's height, so that near and far objects are alike.
public struct MotionNoise: Sendable, Hashable {
    /// Standard deviation of the jitter of the place, in heights per √second.
    public var place: Double
    /// Standard deviation of the change of speed, in heights per second per √second.
    public var speed: Double
    /// Standard deviation of a measurement, in heights.
    public var measurement: Double
    /// Standard deviation of the speed of an object that was seen only once, in heights per second.
    public var firstSpeed: Double

    /// Takes the values as they are.
    public init(place: Double, speed: Double, measurement: Double, firstSpeed: Double) {
        self.place = place
        self.speed = speed
        self.measurement = measurement
        self.firstSpeed = firstSpeed
    }
}

/// A Kalman filter for two coordinates that move evenly, independent of each other but equally uncertain.
///
/// State: place and speed. Between measurements the place does a random walk beside the movement, and the speed does one
/// of its own, both in continuous time; so two steps of half a second are one of a second.
struct MotionFilter: Sendable {
    /// Where, in pixels.
    var place: SIMD2<Double>
    /// Pixels per second.
    private(set) var speed: SIMD2<Double>
    /// The covariance of (place, speed), the same for both coordinates, in square pixels and seconds.
    private var placeVariance, covariance, speedVariance: Double

    /// An object that has been seen once.
    init(at place: SIMD2<Double>, height: Double, _ noise: MotionNoise) {
        self.place = place
        speed = .zero
        placeVariance = (noise.measurement * height).squared
        covariance = 0
        speedVariance = (noise.firstSpeed * height).squared
    }

    /// Lets time pass.
    ///
    /// For dx = v dt + p dW₁, dv = q dW₂ the covariance after t grows by [p²t + q²t³/3, q²t²/2; q²t²/2, q²t].
    ///
    /// - Source: Bar-Shalom, Li, Kirubarajan, "Estimation with Applications to Tracking and Navigation", 2001, 6.2.2.
    mutating func predict(seconds: Double, height: Double, _ noise: MotionNoise) {
        place += speed * seconds
        let jitter = (noise.place * height).squared
        let change = (noise.speed * height).squared
        placeVariance += seconds * (2 * covariance + seconds * speedVariance)
        placeVariance += seconds * (jitter + change * seconds * seconds / 3)
        covariance += seconds * (speedVariance + change * seconds / 2)
        speedVariance += change * seconds
    }

    /// Takes in where it was measured to be.
    mutating func update(_ measured: SIMD2<Double>, height: Double, _ noise: MotionNoise) {
        let total = placeVariance + (noise.measurement * height).squared
        let placeGain = placeVariance / total
        let speedGain = covariance / total
        let residual = measured - place
        place += placeGain * residual
        speed += speedGain * residual
        speedVariance -= speedGain * covariance
        covariance -= placeGain * covariance
        placeVariance -= placeGain * placeVariance
    }
}

extension Double {
    var squared: Double { self * self }
}
