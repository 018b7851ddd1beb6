extension Padding {
    /// What makes the output ⌈size / stride⌉: half before and half after; an odd pixel goes after, or else before.
    static func same(
        _ window: Window, dilationY: Int, dilationX: Int, height: Int, width: Int, moreAfter: Bool
    ) -> Padding {
        func split(_ size: Int, _ side: Int, _ stride: Int, _ dilation: Int) -> (before: Int, after: Int) {
            let reach = (side - 1) * dilation + 1
            let total = max(0, (size - 1) / stride * stride + reach - size)
            return moreAfter ? (total / 2, total - total / 2) : (total - total / 2, total / 2)
        }
        let y = split(height, window.height, window.strideY, dilationY)
        let x = split(width, window.width, window.strideX, dilationX)
        return Padding(top: y.before, left: x.before, bottom: y.after, right: x.after)
    }
}
