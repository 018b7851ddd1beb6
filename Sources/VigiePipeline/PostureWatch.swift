internal import VigieCore
internal import VigieDetection
internal import VigieLog
internal import VigiePose
internal import VigieRules
internal import VigieTracking
internal import VigieVideo

/// Looks at how people hold themselves whom rules ask about: at each so often, and at so many in one frame.
///
/// Whom it looks at follows from tracks and media times alone, so that a replay looks at the same. Not for two threads at once.
public struct PostureWatch {
    /// Looks at one person in a second of media time, at most.
    public static let rate = 2.0
    /// People who are looked at in one frame, at most: those first at whom nobody has looked for longest.
    public static let limit = 4
    /// Times are multiples of a tick that fp64 does not hold exactly.
    private static let tolerance = 1e-6

    /// A look at one person.
    struct Look {
        var box: Box
        var pose: Pose
        var seen: SeenPosture
        /// Of the network, for each view.
        var input: [PictureHash]
    }

    /// What finds their keypoints.
    public private(set) var estimator: PoseEstimator
    /// What postures are told apart by.
    let thresholds = PostureThresholds()
    /// The looks in the last frame, as `Scene.postures` has them.
    private(set) var looks: [Look] = []

    /// When it last looked at an object, by the object's track id; ascending.
    private var times: [(object: Int, seconds: Double)] = []
    /// Those whom it looks at next, the one whose last look is oldest first: the place in `Scene.objects`, and when that look was.
    private var due: [(place: Int, seconds: Double)] = []

    /// A watch that has looked at nobody.
    public init(_ estimator: PoseEstimator) { self.estimator = estimator }

    /// Looks at people in a frame, and tells the scene, which has no postures yet.
    ///
    /// - Throws: `VideoError` where a picture of this format cannot be looked at.
    mutating func step(
        _ frame: borrowing Frame, for rules: RuleEngine, _ scene: inout Scene
    ) throws(VideoError) {
        looks.removeAll(keepingCapacity: true)
        forgetRemoved(scene)
        collectDue(for: rules, scene)
        for index in 0..<min(due.count, Self.limit) {
            let object = scene.objects[due[index].place]
            note(object.id, scene.seconds)
            guard let pose = try estimator.step(frame, box: object.box) else { continue }
            let measures = PostureMeasures(pose, box: object.box, seen: thresholds.score)
            let seen = SeenPosture(
                object: object.id, posture: Posture(measures, thresholds: thresholds), measures: measures)
            looks.append(Look(box: object.box, pose: pose, seen: seen, input: estimator.input))
            scene.postures.append(seen)
        }
    }

    private mutating func collectDue(for rules: RuleEngine, _ scene: borrowing Scene) {
        due.removeAll(keepingCapacity: true)
        for place in scene.objects.indices {
            let object = scene.objects[place]
            guard let seconds = dueSince(object.id, scene.seconds), rules.needsPosture(of: object, in: scene) else {
                continue
            }
            var rank = due.count
            while rank > 0, due[rank - 1].seconds > seconds { rank -= 1 }
            due.insert((place, seconds), at: rank)
        }
    }

    /// When it last looked at an object that it may look at again; nil where that is too soon. Where time has gone back, it
    /// is as if it had never looked.
    private func dueSince(_ object: Int, _ now: Double) -> Double? {
        let place = place(of: object)
        guard place < times.count, times[place].object == object, times[place].seconds <= now else {
            return -.infinity
        }
        return now - times[place].seconds >= 1 / Self.rate - Self.tolerance ? times[place].seconds : nil
    }

    private mutating func note(_ object: Int, _ seconds: Double) {
        let place = place(of: object)
        if place < times.count, times[place].object == object {
            times[place].seconds = seconds
        } else {
            times.insert((object, seconds), at: place)
        }
    }

    private mutating func forgetRemoved(_ scene: borrowing Scene) {
        for index in scene.objects.indices where scene.objects[index].state == .removed {
            let place = place(of: scene.objects[index].id)
            if place < times.count, times[place].object == scene.objects[index].id { times.remove(at: place) }
        }
    }

    /// The place of the first object whose id is not less.
    private func place(of object: Int) -> Int {
        var place = times.count
        while place > 0, times[place - 1].object >= object { place -= 1 }
        return place
    }
}

extension PostureWatch.Look {
    /// The log's line; `index` counts those of the frame.
    func record(stream: String, frame: Int, index: Int, _ thresholds: PostureThresholds) -> PoseRecord {
        var measures: [String: EventRecord.Measure] = [:]
        for measure in seen.measures.named(thresholds) {
            measures[measure.name] = EventRecord.Measure(value: measure.value, threshold: measure.threshold)
        }
        return PoseRecord(
            id: PoseRecord.id(stream: stream, frame: frame, index: index), stream: stream, frame: frame,
            track: TrackRecord.id(stream: stream, index: seen.object), box: box, input: input, turn: pose.turn.rawValue,
            keypoints: Joint.allCases.map { .init(x: pose[$0].x, y: pose[$0].y, score: pose[$0].score) },
            posture: seen.posture.rawValue, measures: measures)
    }
}
