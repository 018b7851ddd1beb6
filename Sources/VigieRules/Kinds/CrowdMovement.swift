internal import VigieCore
internal import VigieTracking

/// Many move fast, or apart: a surge or a dispersal.
///
/// Each object's speed is smoothed over `smooth_seconds` and told in its heights a second. A surge is that the mean speed of at
/// least `at_least` objects is `speed` or more; a dispersal, that they move away from their common middle that fast on
/// average.
struct CrowdMovement: Rule {
    static let name = "CrowdMovement"

    private struct Motion: Sendable {
        var foot: Point
        var seconds: Double
        /// Heights a second.
        var velocity = Point(x: 0, y: 0)

        mutating func move(to foot: Point, _ seconds: Double, height: Double, smooth: Double) {
            let duration = seconds - self.seconds
            let share = duration / (duration + smooth)
            let way = foot - self.foot
            let scale = 1 / (duration * height)
            velocity.x += share * (way.x * scale - velocity.x)
            velocity.y += share * (way.y * scale - velocity.y)
            self.foot = foot
            self.seconds = seconds
        }
    }

    private let movement: String
    private let zone: Zone?
    private let classes: ClassSet
    private let least: Int
    private let speed: Double
    private let after: Double
    private let smooth: Double
    private let patience: Double
    private var motions = PerObject<Motion>()
    private var stay = Stay()
    private var event: Int?
    private var members: [Int] = []

    init(_ settings: inout RuleSettings) throws(SiteError) {
        movement = try settings.choice("movement", of: ["surge", "dispersal"])
        zone = try settings.optionalZone()
        classes = try settings.classes(default: ["person"])
        least = try settings.integer("at_least", default: 5, in: 2...100_000)
        speed = try settings.number("speed", default: 1.5, in: 0.01...100)
        after = try settings.seconds("after_seconds", default: 1)
        smooth = try settings.seconds("smooth_seconds", default: 0.5, in: 0.01...60)
        patience = try settings.seconds("leave_seconds", default: 1)
    }

    mutating func step(_ scene: borrowing Scene, into events: inout RuleEvents) {
        guard scene.isLook else { return }
        members.removeAll(keepingCapacity: true)
        for index in scene.objects.indices { follow(scene.objects[index], scene, into: &events) }
        let value = members.count >= least ? pace : 0
        stay.step(
            holds: members.count >= least && value >= speed, seconds: scene.seconds, frame: scene.frame,
            patience: patience)
        tell(value, scene, into: &events)
    }

    private mutating func follow(_ object: TrackedObject, _ scene: borrowing Scene, into events: inout RuleEvents) {
        guard events.admits(object, classes) else { return }
        guard object.state != .removed else {
            motions[object.id] = nil
            return
        }
        guard object.isMeasured else { return }
        let foot = scene.foot(of: object)
        guard scene.isInside(object, zone) else {
            events.note(.outsideZone, object: object.id)
            motions[object.id] = nil
            return
        }
        guard var motion = motions[object.id] else {
            motions[object.id] = Motion(foot: foot, seconds: scene.seconds)
            return
        }
        if scene.seconds > motion.seconds {
            motion.move(to: foot, scene.seconds, height: Double(object.box.height), smooth: smooth)
            motions[object.id] = motion
        }
        if object.state == .confirmed {
            members.append(object.id)
        } else {
            events.noteNotConfirmed(object)
        }
    }

    /// The members' mean speed in the way that is asked for, in heights a second.
    private var pace: Double {
        var middle = Point(x: 0, y: 0)
        for index in members.indices {
            guard let motion = motions[members[index]] else { continue }
            middle.x += motion.foot.x / Double(members.count)
            middle.y += motion.foot.y / Double(members.count)
        }
        var sum = 0.0
        for index in members.indices {
            guard let motion = motions[members[index]] else { continue }
            if movement == "surge" {
                sum += motion.velocity.length
            } else {
                let outwards = motion.foot - middle
                if outwards.length > 0 { sum += motion.velocity.dot(outwards) / outwards.length }
            }
        }
        return sum / Double(members.count)
    }

    private mutating func tell(_ value: Double, _ scene: borrowing Scene, into events: inout RuleEvents) {
        let count = RuleMeasure("objects", Double(members.count), threshold: Double(least))
        let pace = RuleMeasure("speed_heights", value, threshold: speed)
        let length = RuleMeasure("seconds", stay.length, threshold: after)
        if let number = event {
            guard stay.since == nil else { return }
            events.end(number, told(count, pace, RuleMeasure("last_time", stay.last.seconds)))
            event = nil
        } else if members.count < least {
            events.note(.count, [count])
        } else if stay.since == nil {
            events.note(.distance, [pace])
        } else if length.value < after {
            events.note(.timer, [length])
        } else {
            event = events.begin(told(count, pace, length))
        }
    }

    private func told(_ measures: RuleMeasure...) -> RuleEvent {
        var event = RuleEvent()
        event.objects = members
        event.attributes = ["movement": movement]
        event.measures = measures
        event.onset = stay.since?.frame
        return event
    }
}
