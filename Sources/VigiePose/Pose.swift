/// Where a joint of a person was found.
public struct Keypoint: Sendable, Equatable {
    /// In pixels of the upright frame, origin at its top left corner; may lie outside it.
    public var x, y: Float
    /// The height of the heatmap's peak: about 0 where the joint is not seen, about 1 where it surely is; not a
    /// probability, and not clamped.
    public var score: Float

    /// Takes the values as they are.
    public init(x: Float, y: Float, score: Float) {
        self.x = x
        self.y = y
        self.score = score
    }
}

/// How a network saw a person: a picture turned by a quarter shows one who lies as if upright.
public enum ViewTurn: String, Sendable, CaseIterable {
    /// As in the frame.
    case none
    /// The picture was turned by 90°, to the right: what was left is at the top.
    case clockwise
    /// The picture was turned by 90°, to the left: what was right is at the top.
    case counterclockwise
}

/// The keypoints of one person.
public struct Pose: Sendable, Equatable {
    /// By `Joint.rawValue`.
    private var keypoints: [17 of Keypoint]
    /// How the network saw the person, when it gave these keypoints.
    public var turn: ViewTurn

    /// All keypoints at the origin with a score of 0.
    public init(turn: ViewTurn = .none) {
        keypoints = .init(repeating: Keypoint(x: 0, y: 0, score: 0))
        self.turn = turn
    }

    /// A joint's keypoint.
    public subscript(joint: Joint) -> Keypoint {
        get { keypoints[joint.rawValue] }
        set { keypoints[joint.rawValue] = newValue }
    }

    /// The keypoint at an index of COCO's order, 0…16.
    public subscript(index: Int) -> Keypoint {
        get { keypoints[index] }
        set { keypoints[index] = newValue }
    }

    /// The lowest score of shoulders and hips: the trunk is seen as well as this.
    public var trunkScore: Float {
        var lowest = self[.leftShoulder].score
        if self[.rightShoulder].score < lowest { lowest = self[.rightShoulder].score }
        if self[.leftHip].score < lowest { lowest = self[.leftHip].score }
        if self[.rightHip].score < lowest { lowest = self[.rightHip].score }
        return lowest
    }

    /// The same view and the same keypoints.
    public static func == (a: Pose, b: Pose) -> Bool {
        for index in 0..<17 where a.keypoints[index] != b.keypoints[index] { return false }
        return a.turn == b.turn
    }
}
