internal import VigieCore

/// What a user wants of a model's detections, where it is not what the manifest says.
public struct DetectionFilter: Sendable, Equatable {
    /// Instead of all of the manifest's thresholds, per class ones included.
    public var score: Float?
    /// Instead of any other threshold, by class name.
    public var perClass: [String: Float]
    /// The classes that are wanted; nil for all.
    public var classes: [String]?
    /// The longer side of a box, in pixels of the frame, must be at least this.
    public var minimumSize: Float?
    /// The longer side of a box, in pixels of the frame, must be at most this.
    public var maximumSize: Float?

    /// By default the manifest's thresholds, all classes and all sizes; `Detector` checks the values.
    public init(
        score: Float? = nil, perClass: [String: Float] = [:], classes: [String]? = nil, minimumSize: Float? = nil,
        maximumSize: Float? = nil
    ) {
        self.score = score
        self.perClass = perClass
        self.classes = classes
        self.minimumSize = minimumSize
        self.maximumSize = maximumSize
    }

    /// The threshold of each class: the user's for the class, else the user's, else the manifest's for the class, else
    /// the manifest's; +∞ for a class that is not wanted.
    ///
    /// - Throws: `DetectionError.unknownClass`, or `.option` for a threshold outside 0…1, an empty list of classes, or a
    ///   model that is no detector.
    public func thresholds(for manifest: ModelManifest) throws(DetectionError) -> [Float] {
        let task = try manifest.detection()
        for name in (classes ?? []) + perClass.keys.sorted() where !task.classes.contains(name) {
            throw .unknownClass(
                name: name, model: manifest.name, near: NearNames.of(name, among: task.classes))
        }
        if classes?.isEmpty == true { throw .option(name: "classes", reason: "names no class") }
        for value in [score].compactMap(\.self) + perClass.values where !(0...1).contains(value) {
            throw .option(name: "score", reason: "\(value) is outside 0…1")
        }
        return task.classes.map { name in
            if let classes, !classes.contains(name) { return .infinity }
            return perClass[name] ?? score ?? task.thresholds.perClass[name] ?? task.thresholds.score
        }
    }

    /// The longer sides that are wanted, in pixels.
    ///
    /// - Throws: `DetectionError.option` where nothing is.
    func sizes() throws(DetectionError) -> ClosedRange<Float> {
        let low = minimumSize ?? 0
        let high = maximumSize ?? .infinity
        guard low >= 0, low <= high else {
            throw .option(name: "sizes", reason: "from \(low) to \(high) pixels lets nothing through")
        }
        return low...high
    }
}
