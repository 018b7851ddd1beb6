public import VigieCore
internal import VigieTracking

/// A value that a rule went by, beside what it was compared with.
public struct RuleMeasure: Sendable, Hashable {
    /// What was measured, with its unit, such as `inside_seconds`.
    public var name: String
    /// What it came to.
    public var value: Double
    /// What it was compared with; nil where it only tells.
    public var threshold: Double?

    /// Takes the values as they are.
    public init(_ name: String, _ value: Double, threshold: Double? = nil) {
        self.name = name
        self.value = value
        self.threshold = threshold
    }
}

/// What a rule says of an event in one frame.
public struct RuleEvent: Sendable, Hashable {
    /// How far the event has come.
    public enum Phase: Sendable, Hashable {
        case begin, update, end
    }

    /// Numbers the stream's events of all rules in the order in which they begin, from 0.
    public internal(set) var number = 0
    /// Index of the rule among the stream's.
    public internal(set) var rule = 0
    /// How far it has come.
    public internal(set) var phase = Phase.begin
    /// The objects that it is about, by their tracks' ids.
    public var objects: [Int] = []
    /// What it was judged by.
    public var measures: [RuleMeasure] = []
    /// What else there is to say: names and words.
    public var attributes: [String: String] = [:]
    /// Where it is, in pixels of the upright frame; nil where the objects say that.
    public var box: Box?
    /// The frame with which began what was judged now.
    public var onset: Int?
    /// The looks at how people hold themselves that it rests on, in their order.
    public var postures: [SeenPosture.Place] = []
}

/// Why an object, or a rule as a whole, raises nothing in a frame.
public struct RuleShortfall: Sendable, Hashable {
    /// What is lacking.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// It stands outside the rule's zone.
        case outsideZone = "outside-zone"
        /// What is asked for holds, but not for long enough.
        case timer
        /// Its class is none of the rule's.
        case `class`
        /// Its track is not yet believed.
        case notConfirmed = "not-confirmed"
        /// It has not come far enough across a line, or in a direction.
        case distance
        /// It is too small or too large.
        case area
        /// A still area is not of the rule's kind: nothing was put there, or taken from there.
        case kind
        /// Its owner is with it.
        case attended
        /// There are not enough of them.
        case count
        /// It does not hold itself as is asked for, or that is not seen.
        case posture
        /// The rule is not at work at this time.
        case schedule
    }

    /// Index of the rule among the stream's.
    public internal(set) var rule = 0
    /// The object's track id; nil where it is about no single one.
    public var object: Int?
    /// What is lacking.
    public var reason: Reason
    /// By how much.
    public var measures: [RuleMeasure]
}

/// Where rules put what they raise in a frame. Made once and filled for each frame: it keeps its memory.
public struct RuleEvents: Sendable {
    /// What was raised, in the order of the rules.
    public private(set) var events: [RuleEvent] = []
    /// What was not, where that is asked for.
    public private(set) var shortfalls: [RuleShortfall] = []
    /// Whether shortfalls are collected.
    public var explains = false

    /// Whose turn it is.
    var rule = 0
    private var begun = 0
    /// Of the events that have begun and not ended, the rules; ascending by number.
    private var open: [(number: Int, rule: Int)] = []

    /// Nothing yet.
    public init() {}

    mutating func startFrame() {
        events.removeAll(keepingCapacity: true)
        shortfalls.removeAll(keepingCapacity: true)
    }

    /// Begins an event; the number that it is called by from now on.
    public mutating func begin(_ event: RuleEvent) -> Int {
        defer { begun += 1 }
        open.append((begun, rule))
        append(event, number: begun, .begin)
        return begun
    }

    /// Says what has changed about an event.
    public mutating func update(_ number: Int, _ event: RuleEvent) { append(event, number: number, .update) }

    /// Ends an event.
    public mutating func end(_ number: Int, _ event: RuleEvent) {
        for index in open.indices where open[index].number == number {
            open.remove(at: index)
            break
        }
        append(event, number: number, .end)
    }

    /// Raises what has no duration: an event that ends as it begins.
    public mutating func raise(_ event: RuleEvent) { end(begin(event), event) }

    /// Ends all events of the rule whose turn it is.
    mutating func endAll(_ event: RuleEvent) {
        var index = 0
        while index < open.count {
            if open[index].rule == rule { end(open[index].number, event) } else { index += 1 }
        }
    }

    /// Says why nothing was raised, where that is asked for.
    public mutating func note(
        _ reason: RuleShortfall.Reason, object: Int? = nil, _ measures: @autoclosure () -> [RuleMeasure] = []
    ) {
        guard explains else { return }
        shortfalls.append(RuleShortfall(rule: rule, object: object, reason: reason, measures: measures()))
    }

    /// Says that nobody believes in an object yet.
    mutating func noteNotConfirmed(_ object: TrackedObject) {
        note(.notConfirmed, object: object.id, [RuleMeasure("hits", Double(object.hits))])
    }

    /// Whether an object is of the classes that a rule is about; says so where it is not.
    mutating func admits(_ object: TrackedObject, _ classes: ClassSet) -> Bool {
        guard classes.contains(object.classIndex) else {
            note(.class, object: object.id)
            return false
        }
        return true
    }

    private mutating func append(_ event: RuleEvent, number: Int, _ phase: RuleEvent.Phase) {
        var event = event
        event.number = number
        event.rule = rule
        event.phase = phase
        events.append(event)
    }
}
