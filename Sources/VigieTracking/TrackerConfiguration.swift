extension Tracker {
    /// What is known of the camera's movement.
    public enum Camera: String, Sendable, Hashable, CaseIterable {
        /// It stands still: nothing is made up for.
        case fixed
        /// It moves: what the objects' movements have in common is taken for the camera's.
        case moving
        /// It is taken to move while the objects' movements have enough in common.
        case auto
    }

    /// When a detection is near enough to be a track's.
    public struct Gate: Sendable, Hashable {
        /// By what part of its own sides both boxes are grown on each side, so that fast or small objects still overlap.
        ///
        /// Source: Yang et al., "Hard to Track Objects with Irregular Motions and Similar Appearances? Make It Easier by
        /// Buffering the Matching Space" (C-BIoU), WACV 2023.
        public var buffer: Double
        /// The similarity, 0…1, that must be exceeded.
        public var similarity: Double

        /// Takes the values as they are.
        public init(buffer: Double, similarity: Double) {
            self.buffer = buffer
            self.similarity = similarity
        }
    }

    /// All that can be set; the defaults are one configuration for all footage. `docs/tracking.md` says how they were found.
    ///
    /// Scores are relative here: divided by what sure detections of this detector score, and at most 1, so that the same
    /// thresholds suit detectors of different scales.
    public struct Configuration: Sendable, Hashable {
        /// What is known of the camera.
        public var camera = Camera.auto
        /// The relative score from which on a detection is sure.
        public var sureScore = 0.6
        /// The relative score below which a detection is passed over.
        public var leastScore = 0.1
        /// The relative score from which on a detection that no track claims begins one.
        public var birthScore = 0.9
        /// A sure detection near where the object is expected.
        public var predicted = Gate(buffer: 0.4, similarity: 0.2)
        /// An unsure one there.
        public var weak = Gate(buffer: 0.4, similarity: 0.4)
        /// A sure detection near where the object was last seen.
        public var recovered = Gate(buffer: 0.4, similarity: 0.6)
        /// How many detections in a row confirm a track.
        public var confirmingHits = 2.0
        /// A confirmed track is given up when a look misses it more than this many seconds of media time after its last
        /// detection. After a gap between looks that is longer, nothing is known of how objects move.
        public var lostSeconds = 2.5
        /// How the centres of boxes move.
        public var centre = MotionNoise(place: 0.175, speed: 0.3, measurement: 0.08, firstSpeed: 4)
        /// How the sides of boxes change.
        public var size = MotionNoise(place: 0.2, speed: 0.1, measurement: 0.1, firstSpeed: 1)
        /// `Camera.auto`: the share of the objects' unexpected movement that must be common for the camera to be moving.
        public var commonShare = 0.15

        /// The defaults.
        public init() {}
    }
}

extension Tracker.Configuration {
    /// A number among the settings.
    public struct Setting: Sendable {
        /// Lower-case words, as they stand in a log's configuration.
        public let name: String
        /// What it may be.
        public let range: ClosedRange<Double>
        fileprivate let path: any WritableKeyPath<Tracker.Configuration, Double> & Sendable
    }

    /// The settings that are numbers, sorted by name.
    public static let settings: [Setting] = [
        Setting(name: "birth_score", range: 0...1, path: \.birthScore),
        Setting(name: "common_share", range: 0...1, path: \.commonShare),
        Setting(name: "confirming_hits", range: 1...1000, path: \.confirmingHits),
        Setting(name: "least_score", range: 0...1, path: \.leastScore),
        Setting(name: "lost_seconds", range: 0...3600, path: \.lostSeconds),
        Setting(name: "place_first_speed", range: 0...100, path: \.centre.firstSpeed),
        Setting(name: "place_measurement", range: 0.001...10, path: \.centre.measurement),
        Setting(name: "place_noise", range: 0...100, path: \.centre.place),
        Setting(name: "place_speed_noise", range: 0...100, path: \.centre.speed),
        Setting(name: "predicted_buffer", range: 0...10, path: \.predicted.buffer),
        Setting(name: "predicted_similarity", range: 0...1, path: \.predicted.similarity),
        Setting(name: "recovered_buffer", range: 0...10, path: \.recovered.buffer),
        Setting(name: "recovered_similarity", range: 0...1, path: \.recovered.similarity),
        Setting(name: "size_first_speed", range: 0...100, path: \.size.firstSpeed),
        Setting(name: "size_measurement", range: 0.001...10, path: \.size.measurement),
        Setting(name: "size_noise", range: 0...100, path: \.size.place),
        Setting(name: "size_speed_noise", range: 0...100, path: \.size.speed),
        Setting(name: "sure_score", range: 0...1, path: \.sureScore),
        Setting(name: "weak_buffer", range: 0...10, path: \.weak.buffer),
        Setting(name: "weak_similarity", range: 0...1, path: \.weak.similarity),
    ]

    /// The value of a setting.
    public subscript(setting: Setting) -> Double {
        get { self[keyPath: setting.path] }
        set { self[keyPath: setting.path] = newValue }
    }
}
