internal import CXXHash
internal import Crypto

/// A SHA-256 digest.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public let hex: String

    /// A digest from its text; nil unless it is 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ ($0 >= 48 && $0 <= 57) || ($0 >= 97 && $0 <= 102) }) else {
            return nil
        }
        self.hex = hex
    }

    /// The digest of `bytes`.
    public init(of bytes: [UInt8]) {
        var hasher = DigestBuilder()
        hasher.update(bytes)
        self = hasher.finish()
    }

    fileprivate init(bytes: some Sequence<UInt8>) { hex = Hexadecimal.string(bytes) }

    /// The same as `hex`.
    public var description: String { hex }
}

/// Takes a SHA-256 digest piece by piece.
public struct DigestBuilder: Sendable {
    private var hasher = SHA256()

    /// Begins with no bytes; `finish()` then gives the digest of an empty file.
    public init() {}

    /// Adds bytes behind those before; where the pieces are cut makes no difference.
    public mutating func update(_ bytes: [UInt8]) { hasher.update(data: bytes) }

    /// Adds bytes behind those before; the buffer is not kept.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { unsafe hasher.update(bufferPointer: bytes) }

    /// The digest of everything up to here; the builder can go on.
    public func finish() -> Digest { Digest(bytes: hasher.finalize()) }
}

/// XXH3, 64 bit, fed piece by piece: finds divergence between runs, proves nothing.
///
/// Source: github.com/Cyan4973/xxHash, algorithm XXH3_64bits with seed 0.
///
/// Safe: the state is made in `init`, freed in `deinit`, and never leaves.
@safe public struct PictureHasher: ~Copyable {
    private let state: OpaquePointer

    /// Begins with no bytes; ends the program where there is no memory for the state.
    public init() {
        guard let state = unsafe XXH3_createState() else { fatalError("out of memory for a hash state") }
        unsafe self.state = state
        unsafe XXH3_64bits_reset(state)
    }

    deinit { unsafe XXH3_freeState(state) }

    /// Forgets all bytes, so that one hasher serves many pictures.
    public mutating func reset() { unsafe XXH3_64bits_reset(state) }

    /// Adds bytes behind those before; where the pieces are cut makes no difference.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe XXH3_64bits_update(state, bytes.baseAddress, bytes.count)
    }

    /// The hash of all bytes since `init()` or `reset()`; the hasher can go on.
    public func finish() -> PictureHash { unsafe PictureHash(value: XXH3_64bits_digest(state)) }
}

/// The 64-bit XXH3 of a picture's samples.
public struct PictureHash: Sendable, Hashable, CustomStringConvertible {
    /// The hash as a number; its highest byte comes first in `description`.
    public let value: UInt64

    /// A hash that is known already, such as one from a log.
    public init(value: UInt64) { self.value = value }

    /// The hash of `bytes` in one piece.
    public init(of bytes: UnsafeRawBufferPointer) { unsafe value = XXH3_64bits(bytes.baseAddress, bytes.count) }

    /// 16 lower-case hexadecimal digits.
    public var description: String {
        Hexadecimal.string((0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) })
    }
}

enum Hexadecimal {
    static func string(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
