internal import VigieCore

/// What a detector makes of one frame.
///
/// Made once and filled for each frame: it keeps its memory.
public struct Detections: Sendable, Equatable {
    /// What became of a candidate.
    public enum Fate: Sendable, Equatable {
        /// It is a detection.
        case detected
        /// It would be one, but for its size.
        case outsideSize
        /// It gave way to a better one, which shows the same object and is a detection but for its size.
        case suppressed(by: Int)
    }

    /// Every candidate that entered suppression, best first (`Candidate.precedes`).
    public internal(set) var candidates: [Candidate] = []
    /// Of each of `candidates`; others are named by their index.
    public internal(set) var fates: [Fate] = []
    /// Candidates beyond the manifest's number, which did not enter.
    public internal(set) var dropped = 0
    /// Of the candidates that did not enter those that nothing better replaces, best first; empty unless the detector
    /// explains itself.
    public internal(set) var excluded: [Candidate] = []

    /// Of a frame without candidates.
    public init() {}
}
