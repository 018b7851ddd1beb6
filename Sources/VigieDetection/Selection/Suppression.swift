/// How a candidate came to give way.
public struct Suppression: Sendable, Equatable {
    /// The index of the candidate that it counts as suppressed by.
    public var keeper: Int
    /// The index of the candidate that it gave way to, where that gave way to the keeper itself in another crop; nil where
    /// it gave way to the keeper.
    public var intermediate: Int?
    /// By how much it overlaps what it gave way to: more than is allowed.
    public var overlap: Float

    /// Takes the values as they are.
    public init(keeper: Int, intermediate: Int?, overlap: Float) {
        self.keeper = keeper
        self.intermediate = intermediate
        self.overlap = overlap
    }
}

extension Detections {
    /// How one of `candidates` came to give way; nil where it did not.
    ///
    /// - Parameter allowed: The overlap above which candidates gave way.
    public func suppression(of index: Int, allowed: Float) -> Suppression? {
        guard case .suppressed(by: let keeper) = fates[index] else { return nil }
        func gaveWay(to other: Int) -> Bool {
            NonMaximumSuppression.replaces(candidates[other], candidates[index], overlap: allowed)
        }
        let intermediate =
            gaveWay(to: keeper)
            ? nil : candidates.indices.first { fates[$0] == .suppressed(by: keeper) && $0 < index && gaveWay(to: $0) }
        return Suppression(
            keeper: keeper, intermediate: intermediate,
            overlap: NonMaximumSuppression.overlap(candidates[intermediate ?? keeper], candidates[index]))
    }
}
