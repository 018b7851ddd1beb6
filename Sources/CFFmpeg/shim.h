// FFmpeg for Swift. Macros and variadic functions do not import: each has a `static inline` twin here that
// translates and decides nothing.
#ifndef VIGIE_CFFMPEG_SHIM_H
#define VIGIE_CFFMPEG_SHIM_H

#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/display.h>
#include <libavutil/dict.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

/// AVERROR(x): a POSIX error number as FFmpeg returns it.
static inline int vigie_averror(int posix) { return AVERROR(posix); }

static const int vigie_averror_eof = AVERROR_EOF;
static const int vigie_averror_invaliddata = AVERROR_INVALIDDATA;
static const int vigie_averror_exit = AVERROR_EXIT;
static const int vigie_averror_decoder_not_found = AVERROR_DECODER_NOT_FOUND;
static const int vigie_averror_stream_not_found = AVERROR_STREAM_NOT_FOUND;
static const int vigie_averror_protocol_not_found = AVERROR_PROTOCOL_NOT_FOUND;
static const int64_t vigie_nopts = AV_NOPTS_VALUE;

/// frame->data[i]; tuples cannot be indexed from Swift.
static inline uint8_t *vigie_frame_data(const AVFrame *frame, int plane) { return frame->data[plane]; }

/// frame->linesize[i] in bytes; may be negative.
static inline int vigie_frame_stride(const AVFrame *frame, int plane) { return frame->linesize[plane]; }

/// frame->data and frame->linesize as sws_scale wants them.
static inline const uint8_t *const *vigie_frame_planes(const AVFrame *frame) { return (const uint8_t *const *)frame->data; }
static inline uint8_t *const *vigie_frame_mutable_planes(AVFrame *frame) { return frame->data; }
static inline const int *vigie_frame_strides(const AVFrame *frame) { return frame->linesize; }

/// descriptor->comp[i].
static inline AVComponentDescriptor vigie_pixel_component(const AVPixFmtDescriptor *descriptor, int i) {
    return descriptor->comp[i];
}

/// formats->streams[i].
static inline AVStream *vigie_stream(const AVFormatContext *format, int i) { return format->streams[i]; }

#endif
