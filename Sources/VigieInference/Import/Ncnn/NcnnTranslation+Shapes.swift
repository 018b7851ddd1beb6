/// Layers that move elements without computing, and those that work along an axis.
extension NcnnTranslation {
    /// ncnn's axis, which counts without the batch.
    private func axis(_ axis: Int, of shape: [Int], _ layer: NcnnLayer) throws(ModelError) -> Int {
        let rank = shape.count - 1
        guard (-rank..<rank).contains(axis) else {
            throw layer.malformed("axis \(axis) of a blob \(shape.dropFirst())")
        }
        return (axis < 0 ? axis + rank : axis) + 1
    }

    mutating func concat(_ layer: inout NcnnLayer, _ inputs: [Graph.ValueID]) throws(ModelError) -> Graph.ValueID {
        let axis = try axis(try layer.integer(0) ?? 0, of: shape(inputs[0]), layer)
        return try addNode(layer, .concat(axis: axis), inputs)
    }

    mutating func softmax(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let axis = try axis(try layer.integer(0) ?? 0, of: shape(input), layer)
        // Files from before a correction of ncnn lack this mark, and mean another axis.
        try layer.require(1, 1)
        return try addNode(layer, .softmax(axis: axis), [input])
    }

    /// −233 stands for an equal share of what is left.
    mutating func slice(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> [Graph.ValueID] {
        let sizes = try layer.integers(0) ?? []
        let axis = try axis(try layer.integer(1) ?? 0, of: shape(input), layer)
        guard sizes.count == layer.outputs.count else {
            throw layer.malformed("\(sizes.count) sizes for \(layer.outputs.count) blobs")
        }
        let whole = shape(input)[axis]
        var start = 0
        var pieces: [Graph.ValueID] = []
        for (index, given) in sizes.enumerated() {
            let size = given == -233 ? (whole - start) / (sizes.count - index) : given
            guard size > 0, size <= whole - start else {
                throw layer.malformed("cannot slice axis \(axis) of \(shape(input)) into \(sizes)")
            }
            pieces.append(
                try addNode(
                    layer, .slice(axis: axis, start: start, end: start + size, step: 1), [input], output: index))
            start += size
        }
        guard start == whole else { throw layer.malformed("\(whole - start) of axis \(axis) are left over") }
        return pieces
    }

    /// The form with lists of starts, ends and axes; −233 stands for the whole side.
    mutating func crop(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        guard let starts = try layer.integers(9), let ends = try layer.integers(10) else {
            throw layer.unsupported("a crop without lists of starts and ends")
        }
        let axes = try layer.integers(11) ?? Array(starts.indices)
        guard ends.count == starts.count, axes.count == starts.count, !axes.isEmpty else {
            throw layer.malformed("starts, ends and axes differ in number")
        }
        var result = input
        for index in starts.indices {
            let axis = try axis(axes[index], of: shape(input), layer)
            let size = shape(result)[axis]
            let start = starts[index] == -233 ? 0 : starts[index] < 0 ? starts[index] + size : starts[index]
            let end = ends[index] == -233 ? size : ends[index] <= 0 ? ends[index] + size : min(ends[index], size)
            result = try addNode(layer, .slice(axis: axis, start: start, end: end, step: 1), [result])
        }
        return result
    }

    /// Channel i·(c/groups) + j goes to j·groups + i; the other way round where the layer says so.
    mutating func shuffleChannel(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let given = try layer.integer(0) ?? 1
        let isReverse = try layer.integer(1) ?? 0 != 0
        let shape = shape(input)
        guard shape.count == 4, given > 0, shape[1] % given == 0 else {
            throw layer.malformed("cannot shuffle a blob \(shape.dropFirst()) in \(given) groups")
        }
        let groups = isReverse ? shape[1] / given : given
        let split = try addNode(layer, .reshape([shape[0], groups, shape[1] / groups, shape[2] * shape[3]]), [input])
        return try addNode(layer, .reshape(shape), [try addNode(layer, .transpose([0, 2, 1, 3]), [split])])
    }

    /// Sizes come as width, height, channels, as many as the result has axes; 0 keeps a size, −1 is what is left.
    mutating func reshape(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let shape = shape(input)
        var sizes: [Int] = []
        for key in [2, 1, 0] {
            if let size = try layer.integer(key), size != -233 { sizes.append(size) }
        }
        // In the order of the blob's own axes, from the last.
        for index in sizes.indices where sizes[index] == 0 {
            let axis = shape.count - (sizes.count - index)
            guard axis >= 1 else {
                throw layer.malformed("keeps the size of an axis that \(shape.dropFirst()) does not have")
            }
            sizes[index] = shape[axis]
        }
        if let open = sizes.firstIndex(of: -1) {
            sizes[open] = 1
            guard let rest = Graph.elementCount(sizes), shape.reduce(1, *) % rest == 0 else {
                throw layer.malformed("cannot make \(sizes) of \(shape.dropFirst()), the 1 at \(open) being open")
            }
            sizes[open] = shape.reduce(1, *) / rest
        }
        return try addNode(layer, .reshape([1] + sizes), [input])
    }

    /// Orders as ncnn numbers them, for what becomes [1, c, h, w] and [1, h, w].
    private static let orders: [Int: [[Int]]] = [
        4: [[0, 1, 2, 3], [0, 1, 3, 2], [0, 2, 1, 3], [0, 2, 3, 1], [0, 3, 1, 2], [0, 3, 2, 1]],
        3: [[0, 1, 2], [0, 2, 1]],
    ]

    mutating func permute(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let code = try layer.integer(0) ?? 0
        guard let orders = Self.orders[shape(input).count], orders.indices.contains(code) else {
            throw layer.unsupported("order 0=\(code) of a blob \(shape(input).dropFirst())")
        }
        return try addNode(layer, .transpose(orders[code]), [input])
    }

    mutating func interp(_ layer: inout NcnnLayer, _ input: Graph.ValueID) throws(ModelError) -> Graph.ValueID {
        let kind = try layer.integer(0) ?? 0
        let scales = (try layer.number(1) ?? 1, try layer.number(2) ?? 1)
        let sizes = (try layer.integer(3) ?? 0, try layer.integer(4) ?? 0)
        try layer.require(5, 0)
        let alignsCorners = try layer.integer(6) ?? 0 != 0
        let shape = shape(input)
        guard shape.count == 4 else { throw layer.unsupported("resizing of a blob that is no picture: \(shape)") }
        func pixels(_ pixels: Int, _ scale: Float, of side: Int) throws(ModelError) -> Int {
            if pixels != 0 { return pixels }
            let scaled = Float(side) * scale
            guard scaled >= 1, scaled <= Float(Graph.elementLimit), scaled == scaled.rounded(.down) else {
                throw layer.unsupported("scale \(scale), which does not make whole pixels of \(side)")
            }
            return Int(scaled)
        }
        var resize = Resize(
            mode: .nearestFloor, coordinates: .asymmetric, height: try pixels(sizes.0, scales.0, of: shape[2]),
            width: try pixels(sizes.1, scales.1, of: shape[3]))
        switch kind {
        case 1: break
        case 2:
            resize.mode = .linear
            resize.coordinates = alignsCorners ? .alignCorners : .halfPixel
        default: throw layer.unsupported("parameter 0=\(kind), where 1 (nearest) and 2 (bilinear) are")
        }
        return try addNode(layer, .resize(resize), [input])
    }
}
