/// Holds decoded pictures until nothing they may refer to is still inside the decoder.
///
/// A B-frame comes out before the later frame that it refers to, and only with that one does the decoder say that it was
/// damaged. So a picture waits until the pictures of all earlier packets are out. Streams without B-frames never wait.
struct ReleaseQueue {
    private var pictures: [DecodedPicture] = []
    /// Packets inside the decoder, in ascending order.
    private var outstanding: [Int64] = []

    /// No codec lets more pictures than this wait for reordering (H.264 and HEVC: 16).
    private static let limit = 16
    /// A packet that gave no picture while this many more went in will not: a second field, an empty one.
    private static let patience: Int64 = 32

    mutating func sent(packet: Int64) {
        outstanding.append(packet)
        if let first = outstanding.first, first + Self.patience < packet { outstanding.removeFirst() }
    }

    mutating func refused(packet: Int64) { outstanding.removeAll { $0 == packet } }

    mutating func received(_ picture: DecodedPicture) {
        outstanding.removeAll { $0 == picture.packet }
        pictures.append(picture)
    }

    /// Nothing more will come out of the decoder.
    mutating func finish() { outstanding.removeAll() }

    /// The next picture in order of presentation, where it need not wait.
    mutating func release() -> DecodedPicture? {
        guard let picture = pictures.first else { return nil }
        if let earliest = outstanding.first, earliest < picture.packet, pictures.count <= Self.limit { return nil }
        return pictures.removeFirst()
    }
}
