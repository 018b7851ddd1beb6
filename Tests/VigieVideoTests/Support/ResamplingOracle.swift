import CFFmpeg
import VigieCore
import VigieVideo

/// Resampling as the textbooks have it, in double precision, written without a look at the kernel.
struct ResamplingOracle {
    var canvas: Canvas
    var orientation = Orientation()
    private let rows: [[[UInt16]]]

    init(_ canvas: Canvas, orientation: Orientation = Orientation()) {
        self.canvas = canvas
        self.orientation = orientation
        rows = (0..<(canvas.components < 3 ? 1 : 3)).map { c in (0..<canvas.height(of: c)).map { canvas.row($0, of: c) }
        }
    }

    /// Unrounded RGB, clamped to 0…255, of output pixel (x, y).
    func rgb(x: Int, y: Int, region: Region, count: (width: Int, height: Int)) -> [Double] {
        let upright = (
            Double(region.x) + (Double(x) + 0.5) * Double(region.width) / Double(count.width),
            Double(region.y) + (Double(y) + 0.5) * Double(region.height) / Double(count.height)
        )
        // Corner coordinates: pixel 0 covers 0…1.
        var (u, v) = orientation.isTransposed ? (upright.1, upright.0) : upright
        var (regionU, regionV) = (region.x..<region.x + region.width, region.y..<region.y + region.height)
        if orientation.isTransposed { swap(&regionU, &regionV) }
        if orientation.mirrorsStoredX {
            u = Double(canvas.width) - u
            regionU = canvas.width - regionU.upperBound..<canvas.width - regionU.lowerBound
        }
        if orientation.mirrorsStoredY {
            v = Double(canvas.height) - v
            regionV = canvas.height - regionV.upperBound..<canvas.height - regionV.lowerBound
        }
        let samples = rows.indices.map { component -> Double in
            let (scaleX, scaleY) = (1 << canvas.shiftX(component), 1 << canvas.shiftY(component))
            let (siteX, siteY) = site(scaleX, scaleY)
            return interpolate(
                rows[component], (u - 0.5 - siteX) / Double(scaleX), (v - 0.5 - siteY) / Double(scaleY),
                regionU.lowerBound / scaleX...(regionU.upperBound - 1) / scaleX,
                regionV.lowerBound / scaleY...(regionV.upperBound - 1) / scaleY)
        }
        return convert(samples).map { min(255, max(0, $0)) }
    }

    private func interpolate(
        _ plane: [[UInt16]], _ x: Double, _ y: Double, _ rangeX: ClosedRange<Int>, _ rangeY: ClosedRange<Int>
    ) -> Double {
        let (x0, y0) = (x.rounded(.down), y.rounded(.down))
        func sample(_ dx: Int, _ dy: Int) -> Double {
            let i = min(max(Int(x0) + dx, rangeX.lowerBound), rangeX.upperBound)
            let j = min(max(Int(y0) + dy, rangeY.lowerBound), rangeY.upperBound)
            return Double(plane[j][i])
        }
        let (fx, fy) = (x - x0, y - y0)
        return (sample(0, 0) * (1 - fx) + sample(1, 0) * fx) * (1 - fy) + (sample(0, 1) * (1 - fx) + sample(1, 1) * fx)
            * fy
    }

    /// Luma pixels from the first luma centre to the first chroma centre.
    private func site(_ scaleX: Int, _ scaleY: Int) -> (Double, Double) {
        let middle = (Double(scaleX - 1) / 2, Double(scaleY - 1) / 2)
        switch canvas.avFrame.pointee.chroma_location {
        case AVCHROMA_LOC_CENTER: return middle
        case AVCHROMA_LOC_TOPLEFT: return (0, 0)
        case AVCHROMA_LOC_TOP: return (middle.0, 0)
        case AVCHROMA_LOC_BOTTOMLEFT: return (0, Double(scaleY - 1))
        case AVCHROMA_LOC_BOTTOM: return (middle.0, Double(scaleY - 1))
        case AVCHROMA_LOC_LEFT: return (0, middle.1)
        default: return String(cString: canvas.descriptor.pointee.name).hasPrefix("yuvj") ? middle : (0, middle.1)
        }
    }

    private func convert(_ samples: [Double]) -> [Double] {
        let isYUV = canvas.components >= 3 && !canvas.isRGB
        let name = String(cString: canvas.descriptor.pointee.name)
        let range = canvas.avFrame.pointee.color_range
        let isFull = range == AVCOL_RANGE_UNSPECIFIED ? !isYUV || name.hasPrefix("yuvj") : range == AVCOL_RANGE_JPEG
        let depth = canvas.depth(0)
        let unit = Double(1 << (depth - 8))
        let top = Double(1 << depth) - 1
        func level(_ v: Double) -> Double { isFull ? v / top : (v / unit - 16) / 219 }
        func difference(_ v: Double) -> Double { isFull ? (v - 128 * unit) / top : (v / unit - 128) / 224 }
        guard isYUV else {
            return (samples.count == 1 ? [samples[0], samples[0], samples[0]] : samples).map { 255 * level($0) }
        }
        let (y, cb, cr) = (level(samples[0]), difference(samples[1]), difference(samples[2]))
        let weights: (Double, Double)
        switch canvas.avFrame.pointee.colorspace {
        case AVCOL_SPC_RGB: return [samples[2], samples[0], samples[1]].map { 255 * level($0) }
        case AVCOL_SPC_YCGCO: return [y - cb + cr, y + cb, y - cb - cr].map { 255 * $0 }
        case AVCOL_SPC_BT709: weights = (0.2126, 0.0722)
        case AVCOL_SPC_BT2020_NCL: weights = (0.2627, 0.0593)
        case AVCOL_SPC_FCC: weights = (0.30, 0.11)
        case AVCOL_SPC_SMPTE240M: weights = (0.212, 0.087)
        default: weights = (0.299, 0.114)
        }
        let (kr, kb) = weights
        let red = y + 2 * (1 - kr) * cr
        let blue = y + 2 * (1 - kb) * cb
        return [red, (y - kr * red - kb * blue) / (1 - kr - kb), blue].map { 255 * $0 }
    }

    /// How far `bytes` (RGB, stretched) lie from the unrounded truth.
    func error(of bytes: [UInt8], region: Region, input: InputSpecification) -> (worst: Double, mean: Double) {
        var worst = 0.0, sum = 0.0
        for y in 0..<input.height {
            for x in 0..<input.width {
                let truth = rgb(x: x, y: y, region: region, count: (input.width, input.height))
                for channel in 0..<3 {
                    let difference = abs(Double(bytes[(y * input.width + x) * 3 + channel]) - truth[channel])
                    worst = max(worst, difference)
                    sum += difference
                }
            }
        }
        return (worst, sum / Double(bytes.count))
    }
}
