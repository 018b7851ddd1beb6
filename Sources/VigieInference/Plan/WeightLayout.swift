internal import CKernels

/// How a convolution's weights lie for the kernels that run it.
package struct WeightLayout: Sendable, Equatable {
    /// Output channels side by side; 0 for all of a group.
    var panel: Int

    /// `[groups][kH][kW][C / groups][O / groups]`.
    package static let plain = WeightLayout(panel: 0)

    /// `[groups][panels][kH][kW][C / groups][panel]`; see `vigie_convolution` for the last one.
    package static let panels = WeightLayout(panel: Int(VIGIE_PANEL))

    /// Brings `[O, C / groups, kH, kW]` into this layout; depthwise weights become `[kH][kW][C]` in any.
    func pack(_ weights: Tensor, groups: Int) -> [Float] {
        let outputs = weights.shape[0] / groups
        let channels = weights.shape[1]
        let kernel = weights.shape[2] * weights.shape[3]
        if outputs == 1 && channels == 1 && groups > 1 {
            return (0..<kernel).flatMap { tap in (0..<groups).map { weights.elements[$0 * kernel + tap] } }
        }
        let width = panel == 0 ? outputs : panel
        let panels = (outputs + width - 1) / width
        var result = [Float](repeating: 0, count: groups * panels * kernel * channels * width)
        var target = 0
        for group in 0..<groups {
            for index in 0..<panels {
                let over = outputs - index * width
                // Not more than half a panel left over: the panel's first half ends with the last channel.
                let lanes = panel > 0 && over <= width / 2 ? width / 2 : width
                let first = max(0, min(index * width, outputs - lanes))
                for tap in 0..<kernel {
                    for channel in 0..<channels {
                        for lane in 0..<min(lanes, outputs) {
                            let output = group * outputs + first + lane
                            result[target + lane] = weights.elements[(output * channels + channel) * kernel + tap]
                        }
                        target += width
                    }
                }
            }
        }
        return result
    }
}
