/// A stub that finds nothing.
public struct CameraHealth: Sendable {
    /// What is wrong with the camera.
    public enum Condition: String, Sendable, Hashable, CaseIterable {
        /// Something hides the view.
        case covered
        /// The picture is out of focus.
        case defocused
        /// The camera looks elsewhere.
        case moved
        /// The same picture again and again.
        case frozen
        /// Too little light to see.
        case dark
        /// The brightness goes up and down.
        case flicker
    }

    /// A condition that has begun or ended.
    public struct Change: Sendable, Hashable {
        /// What is wrong, or was.
        public var condition: Condition
        /// Whether it begins now; else it ends.
        public var isBegin: Bool
        /// The frame in which it showed first; of an end, in which it showed no more.
        public var onset: Int
        /// What it was judged by, and what that was compared with.
        public var measures: [Measure]

        /// Takes the values as they are.
        public init(condition: Condition, isBegin: Bool, onset: Int, measures: [Measure]) {
            self.condition = condition
            self.isBegin = isBegin
            self.onset = onset
            self.measures = measures
        }
    }

    /// A value beside its threshold.
    public struct Measure: Sendable, Hashable {
        /// What was measured, such as `brightness`.
        public var name: String
        /// What it came to.
        public var value: Float
        /// What it was compared with.
        public var threshold: Float

        /// Takes the values as they are.
        public init(name: String, value: Float, threshold: Float) {
            self.name = name
            self.value = value
            self.threshold = threshold
        }
    }

    /// A camera that nothing is known of.
    public init() {}

    /// Judges the next frame.
    ///
    /// - Parameters:
    ///   - frame: Its index.
    ///   - seconds: Its media time.
    ///   - analyser: That has just observed it.
    ///   - changes: Filled with what begins or ends with it.
    public mutating func step(
        frame: Int, seconds: Double, _ observation: borrowing MotionObservation, _ analyser: borrowing MotionAnalyser,
        into changes: inout [Change]
    ) {
        changes.removeAll(keepingCapacity: true)
    }
}
