/// Where rules put what they raise in a frame. Made once and filled for each frame: it keeps its memory.
public struct RuleEvents: Sendable {
    /// Nothing yet.
    public init() {}
}
