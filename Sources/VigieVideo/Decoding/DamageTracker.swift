/// Which frames are damaged: from a fault on, in decoding order, up to the next keyframe.
///
/// Frames come out in another order than their packets go in. A frame is damaged where a fault lies at its packet or before,
/// unless an undamaged keyframe that was decoded after that fault has come out before the frame (frames that follow a
/// keyframe in decoding order and come out before it may refer to what lies before the keyframe).
struct DamageTracker {
    /// Packet numbers.
    private var faults: [Int64] = []

    func hasFault(packet: Int64) -> Bool { faults.contains(packet) }

    /// The packet with this number could not be used, or not wholly.
    mutating func fault(packet: Int64) {
        if !hasFault(packet: packet) { faults.append(packet) }
    }

    /// Takes note of the next frame in order of presentation; true where it is damaged.
    mutating func isDamaged(packet: Int64, isKeyframe: Bool) -> Bool {
        if isKeyframe, !hasFault(packet: packet) { faults.removeAll { $0 < packet } }
        return faults.contains { $0 <= packet }
    }
}
