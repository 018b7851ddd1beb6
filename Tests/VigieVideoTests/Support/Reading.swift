import VigieCore
import VigieVideo

/// What came out of a source, frame by frame.
struct Reading {
    struct Picture: Equatable {
        var time: MediaTime?
        var width, height: Int
        var isDamaged: Bool
        var hash: PictureHash
    }

    var description: StreamDescription
    var frames: [Picture] = []
    var faults: [DecodeFault] = []
    /// What ended it before its end.
    var error: VideoError?

    init(_ address: String, options: VideoOptions = VideoOptions()) throws {
        self.init(try VideoSource(address, options: options))
    }

    init(joining addresses: [String], options: VideoOptions = VideoOptions()) throws {
        self.init(try VideoSource(joining: addresses, options: options))
    }

    private init(_ source: consuming VideoSource) {
        var source = source
        description = source.description
        var hasher = PictureHasher()
        do throws(VideoError) {
            reading: while true {
                switch try source.next() {
                case .frame(let frame):
                    frames.append(
                        Picture(
                            time: frame.time, width: frame.width, height: frame.height, isDamaged: frame.isDamaged,
                            hash: frame.hash(using: &hasher)))
                    precondition(frame.index == frames.count - 1)
                case .fault(let fault): faults.append(fault)
                case .undecoded: preconditionFailure("nobody asked for frames to be left out")
                case .end: break reading
                }
            }
        } catch {
            self.error = error
        }
    }
}
