internal import CFFmpeg

/// Tells from a packet's first bytes whether other frames may refer to its frame.
///
/// - Source: ITU-T H.264, 7.3.1 (`nal_ref_idc`) and Annex B; ITU-T H.265, 7.3.1.2 and table 7-1 (even types below 16 are
///   sub-layer non-reference pictures); ISO/IEC 14496-15, 5.2.4.1 and 8.3.3.1 (length-prefixed units).
struct ReferenceParser {
    private let isHEVC: Bool
    /// Bytes of the length before each unit; 0 for start codes.
    private let lengthBytes: Int

    /// Nil for codecs of which this cannot be told.
    init?(_ parameters: AVCodecParameters) {
        switch parameters.codec_id {
        case AV_CODEC_ID_H264: isHEVC = false
        case AV_CODEC_ID_HEVC: isHEVC = true
        default: return nil
        }
        let place = isHEVC ? 21 : 4
        if let extra = parameters.extradata, Int(parameters.extradata_size) > place, extra[0] == 1 {
            lengthBytes = Int(extra[place] & 3) + 1
        } else {
            lengthBytes = 0
        }
    }

    /// True where it cannot be told.
    func isReference(_ packet: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        while let unit = nextUnit(packet, from: &place) {
            if let answer = answer(packet[unit]) { return answer }
        }
        return true
    }

    /// What the unit with this first byte says; nil for one that is no slice of a picture.
    private func answer(_ header: UInt8) -> Bool? {
        if isHEVC {
            let type = header >> 1 & 0x3F
            return type < 32 ? type >= 16 || type % 2 == 1 : nil
        }
        return (1...5).contains(header & 0x1F) ? header >> 5 & 3 != 0 : nil
    }

    /// Where the header of the next unit is.
    private func nextUnit(_ packet: UnsafeBufferPointer<UInt8>, from place: inout Int) -> Int? {
        guard lengthBytes > 0 else {
            while place + 3 < packet.count {
                defer { place += 1 }
                if packet[place] == 0, packet[place + 1] == 0, packet[place + 2] == 1 { return place + 3 }
            }
            return nil
        }
        guard place + lengthBytes < packet.count else { return nil }
        var length = 0
        for index in 0..<lengthBytes { length = length << 8 | Int(packet[place + index]) }
        let unit = place + lengthBytes
        guard length > 0, length <= packet.count - unit else { return nil }
        place = unit + length
        return unit
    }
}
