public import VigieCore

/// A box that a network proposes for a class, before suppression.
public struct Candidate: Sendable, Equatable {
    /// Why a candidate does not enter suppression.
    public enum Exclusion: Sendable, Equatable {
        /// Its score is not above its class's threshold.
        case belowThreshold
        /// It is cut, and a neighbouring crop shows all of it that its own does.
        case shownByNeighbour
        /// There are more and better ones in its crop than the manifest lets in.
        case beyondLimit
    }

    /// Index into the manifest's classes.
    public var classIndex: Int
    /// 0…1; above the class's threshold, unless it is excluded for that.
    public var score: Float
    /// In pixels of the decoded frame, inside the crop's region.
    public var box: Box
    /// Which of the frame's crops it was seen in.
    public var crop: Int
    /// Pixels of the network's input from cell to cell of the level that it was found on.
    public var level: Int
    /// Its cell on that level, from the top left.
    public var column, row: Int
    /// Its place among all of the network's cells (or anchors), level by level.
    public var index: Int
    /// The class's own score, as it left the network.
    public var rawClass: Float
    /// The objectness, where the family has one.
    public var rawObjectness: Float?
    /// Whether it ends at an edge of its crop behind which the frame goes on, so that the object may, too.
    public var isCut: Bool
    /// Why it does not enter suppression; nil for one that does.
    public var exclusion: Exclusion?

    /// Takes the values as they are; by default of the first crop, uncut, not excluded, and without an objectness.
    public init(
        classIndex: Int, score: Float, box: Box, crop: Int = 0, level: Int = 0, column: Int = 0, row: Int = 0,
        index: Int = 0, rawClass: Float, rawObjectness: Float? = nil, isCut: Bool = false, exclusion: Exclusion? = nil
    ) {
        self.classIndex = classIndex
        self.score = score
        self.box = box
        self.crop = crop
        self.level = level
        self.column = column
        self.row = row
        self.index = index
        self.rawClass = rawClass
        self.rawObjectness = rawObjectness
        self.isCut = isCut
        self.exclusion = exclusion
    }

    /// The order in which candidates are considered: by score, and where scores are equal by crop, place and class, so
    /// that no two are ever equal and no sorting algorithm decides.
    public static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
        if a.score != b.score { return a.score > b.score }
        return (a.crop, a.index, a.classIndex) < (b.crop, b.index, b.classIndex)
    }
}
