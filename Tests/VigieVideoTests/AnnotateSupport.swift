import CFFmpeg
import Glibc
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
        for plane in 0..<3 {
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
        let shared = try OwnedFrame()
        try FFmpegStatus.check(av_frame_ref(shared.pointer, frame))
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
}

/// The whole file.
func bytes(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return bytes
}

/// What decoding a written file gives back.
struct DecodedVideo {
    var codec = ""
    /// Seconds.
    var times: [Double] = []
    var sizes: [SIMD2<Int32>] = []
    /// The mean luma of each picture.
    var brightness: [Double] = []

    init(path: String) throws {
        var format: UnsafeMutablePointer<AVFormatContext>?
        try FFmpegStatus.check(avformat_open_input(&format, "file:" + path, nil, nil))
        defer { avformat_close_input(&format) }
        try FFmpegStatus.check(avformat_find_stream_info(format, nil))
        let stream = format!.pointee.streams[0]!
        let decoder = avcodec_find_decoder(stream.pointee.codecpar.pointee.codec_id)
        var context = avcodec_alloc_context3(decoder)
        defer { avcodec_free_context(&context) }
        try FFmpegStatus.check(avcodec_parameters_to_context(context, stream.pointee.codecpar))
        try FFmpegStatus.check(avcodec_open2(context, decoder, nil))
        codec = String(cString: decoder!.pointee.name)
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        let picture = try Picture()
        while true {
            let isAtEnd = av_read_frame(format, packet) < 0
            try FFmpegStatus.check(avcodec_send_packet(context, isAtEnd ? nil : packet))
            av_packet_unref(packet)
            while avcodec_receive_frame(context, picture.frame) >= 0 {
                let frame = picture.frame.pointee
                times.append(Double(frame.best_effort_timestamp) * av_q2d(stream.pointee.time_base))
                sizes.append(SIMD2(frame.width, frame.height))
                let luma = picture.samples[0]
                brightness.append(Double(luma.reduce(0) { $0 + Int($1) }) / Double(luma.count))
            }
            if isAtEnd { return }
        }
    }
}
