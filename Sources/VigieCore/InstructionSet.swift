package import CKernels
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// Which implementation of the kernels runs: `avx512`, `avx2`, `neon`, or `scalar`, the specification.
///
/// All give the same bits. Chosen once at the start and handed to whatever computes.
public struct InstructionSet: Sendable, Hashable, CustomStringConvertible {
    /// As `VIGIE_ISA` and the log have it.
    public let name: String

    /// What this CPU can run, best first; `scalar` is the last.
    public static let available: [InstructionSet] = {
        var sets: [InstructionSet] = []
        while let kernels = unsafe vigie_kernels_at(sets.count) {
            sets.append(InstructionSet(name: unsafe String(cString: kernels.pointee.name)))
        }
        return sets
    }()

    /// The plain C kernels.
    public static let scalar = InstructionSet(name: "scalar")

    /// The best that this CPU has.
    public static var best: InstructionSet { available[0] }

    /// The one of that name.
    ///
    /// - Throws: `InstructionSetError` where there is none, or this CPU cannot run it.
    public init(named name: String) throws(InstructionSetError) {
        guard let set = Self.available.first(where: { $0.name == name }) else {
            throw InstructionSetError(name: name)
        }
        self = set
    }

    /// What the environment's `VIGIE_ISA` names, else the best.
    ///
    /// - Throws: `InstructionSetError` where it names one that is not available; nothing is put in its place.
    public static func chosen() throws(InstructionSetError) -> InstructionSet {
        guard let value = unsafe getenv("VIGIE_ISA"), unsafe value.pointee != 0 else { return best }
        return try InstructionSet(named: unsafe String(cString: value))
    }

    private init(name: String) { self.name = name }

    /// Its table of kernels.
    package var kernels: UnsafePointer<vigie_kernels> {
        guard let kernels = unsafe vigie_kernels_named(name) else {
            preconditionFailure("\(name) was available before")
        }
        return unsafe kernels
    }

    /// The name.
    public var description: String { name }
}

/// A forced instruction set that cannot be had.
public struct InstructionSetError: Failure, Equatable {
    /// As it was asked for.
    public var name: String

    /// A wrong argument.
    public var exitCode: ExitCode { .usage }

    /// One sentence with what there is instead.
    public var description: String {
        "VIGIE_ISA is '\(name)', which this CPU or this build does not have; it can run "
            + InstructionSet.available.map(\.name).joined(separator: ", ")
    }
}
