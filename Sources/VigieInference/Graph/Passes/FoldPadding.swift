extension Graph {
    /// Lets a convolution or a mean pool pad for itself where a node in front of it adds zeros around the picture.
    ///
    /// A mean pool then counts its padding, as it did when that was part of the picture. A maximum pool is left alone:
    /// its own padding never wins, zeros may.
    mutating func foldPadding() {
        let producers = producers
        for (index, node) in nodes.enumerated() {
            guard let source = producers[node.inputs[0]],
                case .pad(let before, let after, value: 0) = nodes[source].operation, before.count == 4,
                before[0] == 0, before[1] == 0, after[0] == 0, after[1] == 0
            else { continue }
            func padded(_ window: Window) -> Window {
                var window = window
                window.padding.top += before[2]
                window.padding.left += before[3]
                window.padding.bottom += after[2]
                window.padding.right += after[3]
                return window
            }
            switch node.operation {
            case .convolution(var convolution):
                convolution.window = padded(convolution.window)
                nodes[index].operation = .convolution(convolution)
            case .averagePool(let window, let countsPadding) where countsPadding || window.padding == Padding():
                nodes[index].operation = .averagePool(padded(window), countsPadding: true)
            default: continue
            }
            nodes[index].inputs[0] = nodes[source].inputs[0]
        }
    }
}
