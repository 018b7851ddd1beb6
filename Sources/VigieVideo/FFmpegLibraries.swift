internal import CFFmpeg

/// The FFmpeg libraries that this process runs with.
public enum FFmpegLibraries {
    /// Version by name: `avcodec`, `avformat`, `avutil`, `swscale`.
    public static var versions: [String: String] {
        [
            "avcodec": text(avcodec_version()), "avformat": text(avformat_version()), "avutil": text(avutil_version()),
            "swscale": text(swscale_version()),
        ]
    }

    /// AV_VERSION_INT: major in the upper 16 bits, then 8 for minor, 8 for micro.
    private static func text(_ version: UInt32) -> String { "\(version >> 16).\(version >> 8 & 255).\(version & 255)" }

    /// Keeps FFmpeg's own messages off standard error; what went wrong comes as a `VideoError` or a `DecodeFault`.
    static let silence: Void = av_log_set_level(AV_LOG_QUIET)

    /// The sentence that FFmpeg or the C library has for an error number.
    static func message(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(AV_ERROR_MAX_STRING_SIZE)) { text in
            // Fills in a numbered text even where it knows none.
            av_strerror(code, text.baseAddress, text.count)
            return String(cString: text.baseAddress!)
        }
    }
}

/// A C string of FFmpeg's; nil for a null pointer.
func string(_ text: UnsafePointer<CChar>?) -> String? { text.map { String(cString: $0) } }
