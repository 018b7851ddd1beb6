internal import CFFmpeg
internal import Glibc

/// A status of FFmpeg's that says that a call failed.
struct FFmpegStatus: Error {
    let code: Int32

    /// FFmpeg's or the system's words for it.
    var reason: String { FFmpegLibraries.message(code) }

    /// Returns a status that is no failure.
    @discardableResult
    static func check(_ status: Int32) throws(FFmpegStatus) -> Int32 {
        guard status >= 0 else { throw FFmpegStatus(code: status) }
        return status
    }

    static var outOfMemory: FFmpegStatus { FFmpegStatus(code: vigie_averror(ENOMEM)) }
}

/// One frame's memory; freed with the last reference.
final class Picture {
    let frame: UnsafeMutablePointer<AVFrame>

    init() throws(FFmpegStatus) {
        guard let frame = av_frame_alloc() else { throw .outOfMemory }
        self.frame = frame
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = frame
        av_frame_free(&frame)
    }
}

/// Filters of FFmpeg's in a row, from one picture to one picture.
final class FilterChain {
    /// One filter and its arguments in FFmpeg's syntax.
    struct Step: Hashable {
        var name: String
        var arguments: String
    }

    private let graph: UnsafeMutablePointer<AVFilterGraph>
    private var source: UnsafeMutablePointer<AVFilterContext>
    private var sink: UnsafeMutablePointer<AVFilterContext>

    /// - Parameter input: What the pictures look like: size, pixel format, sample aspect ratio.
    init(input: UnsafePointer<AVFrame>, steps: [Step]) throws(FFmpegStatus) {
        guard let graph = avfilter_graph_alloc() else { throw .outOfMemory }
        // One thread: pictures are small, and a pool for each chain would cost more than it saves.
        graph.pointee.nb_threads = 1
        do {
            let (picture, aspect) = (input.pointee, input.pointee.sample_aspect_ratio)
            // Time stamps pass by on the outside; the filters need some time base.
            let arguments =
                "video_size=\(picture.width)x\(picture.height):pix_fmt=\(picture.format):time_base=1/1000"
                + ":pixel_aspect=\(aspect.num)/\(max(1, aspect.den))"
            let source = try Self.add(Step(name: "buffer", arguments: arguments), to: graph)
            var last = source
            for step in steps + [Step(name: "buffersink", arguments: "")] {
                let next = try Self.add(step, to: graph)
                try FFmpegStatus.check(avfilter_link(last, 0, next, 0))
                last = next
            }
            try FFmpegStatus.check(avfilter_graph_config(graph, nil))
            (self.graph, self.source, self.sink) = (graph, source, last)
        } catch {
            var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
            avfilter_graph_free(&graph)
            throw error
        }
    }

    deinit {
        var graph: UnsafeMutablePointer<AVFilterGraph>? = graph
        avfilter_graph_free(&graph)
    }

    /// Whether this FFmpeg has the filter.
    static func offers(_ name: String) -> Bool { avfilter_get_by_name(name) != nil }

    /// Puts the filtered `input` into `output`, whose former content is dropped. The input stays as it is.
    func apply(to input: UnsafeMutablePointer<AVFrame>, into output: Picture) throws(FFmpegStatus) {
        av_frame_unref(output.frame)
        try FFmpegStatus.check(av_buffersrc_add_frame_flags(source, input, Int32(AV_BUFFERSRC_FLAG_KEEP_REF)))
        try FFmpegStatus.check(av_buffersink_get_frame(sink, output.frame))
    }

    private static func add(
        _ step: Step, to graph: UnsafeMutablePointer<AVFilterGraph>
    ) throws(FFmpegStatus) -> UnsafeMutablePointer<AVFilterContext> {
        guard let filter = avfilter_get_by_name(step.name) else {
            throw FFmpegStatus(code: vigie_averror(ENOSYS))
        }
        var context: UnsafeMutablePointer<AVFilterContext>?
        try FFmpegStatus.check(avfilter_graph_create_filter(&context, filter, nil, step.arguments, nil, graph))
        guard let context else { throw .outOfMemory }
        return context
    }
}
