/// Some of a model's classes.
public struct ClassSet: Sendable, Hashable {
    /// Whether a class is among them, by its index in the model.
    private let isMember: [Bool]
    /// Their names, in the model's order.
    public let names: [String]

    /// The classes of `all` for which `isMember` is true, which has as many elements.
    public init(all: [String], isMember: [Bool]) {
        precondition(all.count == isMember.count, "\(all.count) classes, but \(isMember.count) flags")
        self.isMember = isMember
        names = zip(all, isMember).compactMap { $1 ? $0 : nil }
    }

    /// Whether the class of this index in the model is among them; false for an index that the model has not.
    public func contains(_ classIndex: Int) -> Bool {
        classIndex >= 0 && classIndex < isMember.count && isMember[classIndex]
    }
}
