internal import CFFmpeg
internal import Glibc

/// Lets FFmpeg ask, while it blocks, whether to give up. Must outlive whatever it was given to.
final class Interruption: Sendable {
    let isInterrupted: @Sendable () -> Bool

    init(_ isInterrupted: @escaping @Sendable () -> Bool) { self.isInterrupted = isInterrupted }

    var callback: AVIOInterruptCB {
        AVIOInterruptCB(
            callback: { Unmanaged<Interruption>.fromOpaque($0!).takeUnretainedValue().isInterrupted() ? 1 : 0 },
            opaque: Unmanaged.passUnretained(self).toOpaque())
    }
}

/// Options for FFmpeg by name.
struct OptionDictionary: ~Copyable {
    var pointer: OpaquePointer?

    deinit {
        var dictionary = pointer
        av_dict_free(&dictionary)
    }

    mutating func set(_ name: String, _ value: String) { av_dict_set(&pointer, name, value, 0) }

    /// What a server may make this process open, and how long it may be silent. Certificates are verified.
    mutating func allowNetwork(timeoutInSeconds: Int, isRTSP: Bool) {
        set("protocol_whitelist", "http,https,httpproxy,tcp,tls,crypto,rtsp,rtsps,rtp,udp,srtp,rtmp,rtmps,srt")
        set("rw_timeout", "\(timeoutInSeconds * 1_000_000)")
        set("tls_verify", "1")
        if access(Self.certificates, R_OK) == 0 { set("ca_file", Self.certificates) }
        // Elsewhere "timeout" has other meanings: with RTMP it makes FFmpeg a server.
        if isRTSP { set("timeout", "\(timeoutInSeconds * 1_000_000)") }
    }

    /// Local files may name further local files, never a server.
    mutating func allowLocalFiles() {
        set("protocol_whitelist", "file,pipe")
        // A name that looks like a pattern is still one file.
        set("pattern_type", "none")
    }

    /// Where Debian keeps the bundle; elsewhere the TLS library's own default holds.
    private static let certificates = "/etc/ssl/certs/ca-certificates.crt"
}
