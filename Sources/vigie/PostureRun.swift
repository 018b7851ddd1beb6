internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog
internal import VigiePipeline
internal import VigiePose
internal import VigieTracking
internal import VigieVideo

/// The postures of people in a clip whose boxes are given, and how long they took.
struct PostureRun {
    private var estimator: PoseEstimator
    private let thresholds = PostureThresholds()
    /// By frame, from 0.
    private var people: [[Box]]
    private var counts: [Posture: Int] = [:]
    private var turned = 0
    private var outside = 0
    private var damaged = 0
    private var milliseconds: [Double] = []

    init(estimator: PoseEstimator, people: MOTDetections) {
        self.estimator = estimator
        var boxes: [[Box]] = []
        people.forEachFrame { boxes.append($1.map(\.box)) }
        self.people = boxes
    }

    /// Looks at every box of the clip; damaged frames are passed over.
    ///
    /// - Throws: `BoxesBeyondClip` where boxes are left at the clip's end, and what looking and writing throw.
    mutating func run(
        _ source: consuming VideoSource, of clip: String, into results: inout OutputFile
    ) throws {
        var source = source
        var frames = 0
        reading: while frames < people.count, !Interruption.isRequested {
            switch try source.next() {
            case .fault: continue
            case .undecoded: continue
            case .end: break reading
            case .frame(let frame):
                frames = frame.index + 1
                guard frame.index < people.count else { break reading }
                if frame.isDamaged {
                    damaged += people[frame.index].count
                } else {
                    try look(frame, into: &results)
                }
            }
        }
        if frames < people.count, !Interruption.isRequested {
            throw BoxesBeyondClip(clip: clip, frames: frames, last: people.count)
        }
    }

    private mutating func look(_ frame: borrowing Frame, into results: inout OutputFile) throws {
        var lines = CanonicalJSON()
        for box in people[frame.index] {
            let start = ContinuousClock.now
            guard let pose = try estimator.step(frame, box: box) else {
                outside += 1
                continue
            }
            let measures = PostureMeasures(pose, box: box, seen: estimator.seen)
            let posture = Posture(measures, thresholds: thresholds)
            milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
            counts[posture, default: 0] += 1
            turned += pose.turn == .none ? 0 : 1
            lines.line(PostureLine(frame: frame.index + 1, box: box, pose: pose, measures: measures, posture: posture))
        }
        if !lines.bytes.isEmpty { try results.write(lines.bytes) }
    }

    var summary: String {
        Posture.allCases.map { "\(counts[$0, default: 0]) \($0.rawValue)" }.joined(separator: ", ")
            + "; \(turned) seen turned, \(outside) outside, \(damaged) in damaged frames"
    }

    /// What was done, for a program.
    var json: String {
        var json = CanonicalJSON()
        let times = milliseconds.sorted()
        json.object {
            $0.member("damaged", damaged)
            $0.member("model", estimator.reader.manifest.name)
            if !times.isEmpty { $0.member("ms", ["median": times[times.count / 2], "min": times[0]]) }
            $0.member("outside", outside)
            $0.member(
                "postures", Dictionary(uniqueKeysWithValues: Posture.allCases.map { ($0.rawValue, counts[$0] ?? 0) }))
            $0.member("turned", turned)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// One person.
private struct PostureLine: CanonicalValue {
    let frame: Int
    let box: Box
    let pose: Pose
    let measures: PostureMeasures
    let posture: Posture

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("ankle_drop", measures.ankleDrop)
            $0.member("box", box)
            $0.member("box_aspect", measures.boxAspect)
            $0.member("frame", frame)
            $0.member("keypoints", Joint.allCases.map { [pose[$0].x, pose[$0].y, pose[$0].score] })
            $0.member("knee_drop", measures.kneeDrop)
            $0.member("posture", posture.rawValue)
            $0.member("thigh_share", measures.thighShare)
            $0.member("trunk_rise", measures.trunkRise)
            $0.member("trunk_score", measures.trunkScore)
            $0.member("turn", pose.turn.rawValue)
        }
    }
}

/// Boxes that belong to frames which a clip does not have.
private struct BoxesBeyondClip: Failure {
    var clip: String
    var frames, last: Int
    var exitCode: ExitCode { .badData }
    var description: String {
        "\(Credentials.hidden(in: clip)): it has \(frames) frames, but the file of boxes goes on to frame \(last)"
    }
}
