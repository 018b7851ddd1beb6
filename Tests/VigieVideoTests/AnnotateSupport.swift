import CFFmpeg
import Glibc
import Testing
import VigieCore

@testable import VigieVideo

/// Eight-bit noise that is the same in every run: a linear congruential generator (Knuth, MMIX), high bits.
struct Noise {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt8 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(state >> 56)
    }
}

extension Picture {
    /// A picture whose samples, by plane, column and row of that plane, are what `value` says.
    convenience init(
        width: Int, height: Int, format: AVPixelFormat = AV_PIX_FMT_YUV420P,
        value: (_ plane: Int, _ x: Int, _ y: Int) -> UInt8
    ) throws {
        try self.init()
        frame.pointee.width = Int32(width)
        frame.pointee.height = Int32(height)
        frame.pointee.format = format.rawValue
        try FFmpegStatus.check(av_frame_get_buffer(frame, 0))
        for plane in 0..<3 where vigie_frame_data(frame, Int32(plane)) != nil {
            for y in 0..<rows(plane) { for x in 0..<columns(plane) { self[plane, x, y] = value(plane, x, y) } }
        }
    }

    static func noise(width: Int, height: Int) throws -> Picture {
        var noise = Noise(seed: 1)
        return try Picture(width: width, height: height) { _, _, _ in noise.next() }
    }

    static func grey(width: Int, height: Int) throws -> Picture {
        try Picture(width: width, height: height) { plane, _, _ in plane == 0 ? 100 : 128 }
    }

    func columns(_ plane: Int) -> Int { plane == 0 ? Int(frame.pointee.width) : (Int(frame.pointee.width) + 1) / 2 }
    func rows(_ plane: Int) -> Int { plane == 0 ? Int(frame.pointee.height) : (Int(frame.pointee.height) + 1) / 2 }

    subscript(plane: Int, x: Int, y: Int) -> UInt8 {
        get { vigie_frame_data(frame, Int32(plane))[y * Int(vigie_frame_stride(frame, Int32(plane))) + x] }
        set { vigie_frame_data(frame, Int32(plane))[y * Int(vigie_frame_stride(frame, Int32(plane))) + x] = newValue }
    }

    /// The visible samples, plane after plane.
    var samples: [[UInt8]] {
        (0..<3).map { plane in (0..<rows(plane)).flatMap { y in (0..<columns(plane)).map { self[plane, $0, y] } } }
    }

    /// A frame that shares this picture's memory, as a decoder's frames do.
    func asFrame(
        index: Int = 0, time: MediaTime? = nil, orientation: Orientation = Orientation()
    ) throws -> Frame {
        let shared = try DecodedPicture()
        try FFmpegStatus.check(av_frame_ref(shared.avFrame, frame))
        return Frame(shared, index: index, time: time, isDamaged: false, orientation: orientation)
    }
}

/// A directory of the test's own, removed with it.
final class ScratchDirectory {
    let path: String

    init() {
        var template = Array("/tmp/vigie-annotate-XXXXXX".utf8CString)
        path = String(cString: mkdtemp(&template))
    }

    deinit {
        guard let directory = opendir(path) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(file(name))
        }
        closedir(directory)
        rmdir(path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// The whole file.
    func bytes(_ name: String) -> [UInt8] {
        guard let file = fopen(file(name), "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return bytes
    }
}

/// What decoding a written file gives back.
struct DecodedVideo {
    var codec = ""
    /// Seconds.
    var times: [Double] = []
    var sizes: [SIMD2<Int>] = []
    /// The mean luma of each picture.
    var brightness: [Double] = []

    init(path: String) throws {
        var source = try VideoSource(path)
        codec = source.description.codec
        while true {
            switch try source.next() {
            case .frame(let frame):
                let time = frame.time
                times.append(try #require(time).seconds)
                sizes.append(SIMD2(frame.width, frame.height))
                var sum = 0
                for y in 0..<frame.height {
                    let row = vigie_frame_data(frame.avFrame, 0) + y * Int(vigie_frame_stride(frame.avFrame, 0))
                    for x in 0..<frame.width { sum += Int(row[x]) }
                }
                brightness.append(Double(sum) / Double(frame.width * frame.height))
            case .fault(let fault): Issue.record("fault at frame \(fault.frame): \(fault.message)")
            case .undecoded: return
            case .end: return
            }
        }
    }
}
