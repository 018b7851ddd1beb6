internal import CKernels

/// A region from look to look. Times are in tenths of a second.
struct StillTrack {
    /// What a look says of a region.
    struct Judgement {
        /// Since when it has looked as it does.
        var onset: UInt32
        var kind: StillRegion.Kind
        /// Light that fell on the scene: it still shows the scene's pattern.
        var isLight: Bool
        /// Hardly other than the scene.
        var isFaint: Bool
    }

    /// What its cells are called: another at each look, so that those it has left are its no more.
    var mark: UInt32 = 0
    var id: Int?
    var region = vigie_region()
    private(set) var onset: UInt32 = 0
    private(set) var kind = StillRegion.Kind.unclear
    /// Whether the last look showed it.
    var isPresent = false
    /// Whether it has been worth a report.
    private(set) var isReported = false
    var lastSeen: UInt32 = 0
    /// Since when it has been light only, or faint.
    private var lightSince, faintSince: UInt32?

    /// For how long a region may be missing.
    static let lostAfter: UInt32 = 30
    /// After how long light, what is faint, and a thing have become part of the scene.
    private static let lightAccepted: UInt32 = 100
    private static let faintAccepted: UInt32 = 600
    private static let thingAccepted: UInt32 = 9000

    mutating func step(_ judgement: Judgement, _ region: vigie_region, time: UInt32, stay: UInt32) {
        self.region = region
        isPresent = true
        lastSeen = time
        onset = judgement.onset
        kind = judgement.kind
        lightSince = judgement.isLight ? lightSince ?? time : nil
        faintSince = judgement.isFaint ? faintSince ?? time : nil
        if !judgement.isLight && !judgement.isFaint && time - onset >= stay { isReported = true }
    }

    /// Whether it is to become part of the scene.
    func isAccepted(time: UInt32) -> Bool {
        if let lightSince, time - lightSince >= Self.lightAccepted { return true }
        if let faintSince, time - faintSince >= Self.faintAccepted { return true }
        return time - onset >= Self.thingAccepted
    }
}
