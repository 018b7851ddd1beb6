import CFFmpeg
import VigieCore

@testable import VigiePipeline
@testable import VigieVideo

/// A clip in which things go wrong where a test wants it.
struct ScriptedSource: EventSource, ~Copyable {
    /// What happens to a frame.
    enum Accident: Sendable {
        /// A fault comes before it.
        case fault(DecodeFault.Kind)
        /// It comes damaged.
        case damage
        /// It comes in a pixel format that nobody can read.
        case unreadable
        /// Reading fails instead.
        case failure(VideoError)
    }

    private var source: VideoSource
    private var accidents: [Int: Accident]
    private var held: Frame?

    /// - Parameter accidents: By the frame's index.
    init(_ source: consuming VideoSource, _ accidents: [Int: Accident]) {
        self.source = source
        self.accidents = accidents
    }

    mutating func next() throws(VideoError) -> VideoEvent {
        if let frame = held.take() { return .frame(frame) }
        switch try source.next() {
        case .fault(let fault): return .fault(fault)
        case .undecoded(let frame): return .undecoded(frame)
        case .end: return .end
        case .frame(let frame): return try meet(frame)
        }
    }

    mutating func setPace(_ pace: DecodePace) { source.setPace(pace) }

    private mutating func meet(_ frame: consuming Frame) throws(VideoError) -> VideoEvent {
        guard let accident = accidents[frame.index] else { return .frame(frame) }
        switch accident {
        case .fault(let kind):
            let fault = DecodeFault(
                kind: kind, position: Int64(frame.index), pts: frame.time?.pts, frame: frame.index, message: "made up")
            held = consume frame
            return .fault(fault)
        case .damage:
            return .frame(
                try Frame(referringTo: frame.avFrame, index: frame.index, time: frame.time, isDamaged: true))
        case .unreadable:
            frame.avFrame.pointee.format = AV_PIX_FMT_VDPAU.rawValue
            return .frame(try Frame(referringTo: frame.avFrame, index: frame.index, time: frame.time))
        case .failure(let error): throw error
        }
    }
}
