// What writing an annotated video needs of FFmpeg beyond shim.h, on the same terms.
#ifndef VIGIE_CFFMPEG_ANNOTATE_SHIM_H
#define VIGIE_CFFMPEG_ANNOTATE_SHIM_H

#include <libavutil/error.h>

static const int vigie_averror_filter_not_found = AVERROR_FILTER_NOT_FOUND;

#endif
