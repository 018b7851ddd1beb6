public import VigieCore
public import VigieVideo
// STUB
public struct MotionAnalyser: ~Copyable {
    public init(masks: [Polygon] = [], instructionSet: InstructionSet = .best) {}
    public mutating func step(_ frame: borrowing Frame, into observation: inout MotionObservation) throws(VideoError) {}
    public var grid: (width: Int, height: Int, cell: Int) { (0, 0, 1) }
    public func withMask<R>(_ body: (Span<UInt8>) -> R) -> R { body([UInt8]().span) }
    public func withLuma<R>(_ body: (Span<UInt8>) -> R) -> R { body([UInt8]().span) }
}
