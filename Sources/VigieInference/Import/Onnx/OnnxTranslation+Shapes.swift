/// Operators that move elements without computing.
extension OnnxTranslation {
    mutating func concat(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        var inputs: [Operand] = []
        for index in node.inputs.indices { inputs.append(try operand(node, index)) }
        guard let first = inputs.first, let given = try node.integer("axis") else {
            throw node.malformed("it has no input or no axis")
        }
        let axis = try axis(given, rank: shape(of: first).count, node)
        return inputs.count == 1 ? first : try apply(.concat(axis: axis), inputs, node)
    }

    mutating func split(_ node: inout OnnxNode) throws(ModelError) -> [Operand] {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        let axis = try axis(try node.integer("axis") ?? 0, rank: shape.count, node)
        let count = node.outputs.count
        if let stated = try node.integer("num_outputs"), stated != count {
            throw node.malformed("num_outputs = \(stated) for \(count) outputs")
        }
        var sizes = try integers("split", or: 1, &node) ?? []
        if sizes.isEmpty {
            // Since operator set 18 the last piece may be smaller.
            let piece = (shape[axis] + count - 1) / count
            guard version >= 18 || piece * count == shape[axis] else {
                throw node.shapeMismatch("cannot split \(shape[axis]) into \(count) equal parts")
            }
            sizes = [Int](repeating: piece, count: count - 1)
            sizes.append(shape[axis] - piece * (count - 1))
        }
        guard sizes.count == count, sizes.allSatisfy({ $0 > 0 && $0 <= shape[axis] }),
            sizes.reduce(0, +) == shape[axis]
        else { throw node.shapeMismatch("cannot split axis \(axis) of \(shape) into \(sizes)") }
        var start = 0
        var pieces: [Operand] = []
        for size in sizes {
            pieces.append(try apply(.slice(axis: axis, start: start, end: start + size, step: 1), [input], node))
            start += size
        }
        return pieces
    }

    mutating func slice(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        var result = try operand(node, 0)
        let rank = shape(of: result).count
        guard let starts = try integers("starts", or: 1, &node),
            let ends = try integers("ends", or: 2, &node)
        else { throw node.malformed("it does not say where to start and to end") }
        let axes = try integers("axes", or: 3, &node) ?? Array(starts.indices)
        let steps = try integers(node, 4)?.elements ?? starts.map { _ in 1 }
        guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
            throw node.malformed("starts, ends, axes and steps differ in number")
        }
        for index in starts.indices {
            let axis = try axis(axes[index], rank: rank, node)
            let size = shape(of: result)[axis]
            func place(_ position: Int) -> Int { min(max(position < 0 ? position + size : position, 0), size) }
            let (start, end) = (place(starts[index]), place(ends[index]))
            guard steps[index] > 0 else { throw node.unsupported("step \(steps[index])") }
            result = try apply(.slice(axis: axis, start: start, end: end, step: steps[index]), [result], node)
        }
        return result
    }

    /// One place of an axis, or several whose slices are joined.
    mutating func gather(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        let axis = try axis(try node.integer("axis") ?? 0, rank: shape.count, node)
        guard let indices = try integers(node, 1), indices.shape.count <= 1, !indices.elements.isEmpty else {
            throw node.unsupported("indices that are no number and no list")
        }
        var slices: [Operand] = []
        for index in indices.elements {
            let place = index < 0 ? index + shape[axis] : index
            guard shape[axis] > 0, (0..<shape[axis]).contains(place) else {
                throw node.shapeMismatch("index \(index) is outside axis \(axis) of \(shape)")
            }
            slices.append(try apply(.slice(axis: axis, start: place, end: place + 1, step: 1), [input], node))
        }
        let joined = slices.count == 1 ? slices[0] : try apply(.concat(axis: axis), slices, node)
        guard indices.shape.isEmpty else { return joined }
        var without = shape
        without.remove(at: axis)
        return try apply(.reshape(without), [joined], node)
    }

    /// 0 keeps a size of the input, −1 stands for what is left.
    mutating func reshape(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        try node.require("allowzero", 0)
        guard var sizes = try integers("shape", or: 1, &node) else {
            throw node.malformed("it does not say the shape")
        }
        for axis in sizes.indices where sizes[axis] == 0 && axis < shape.count { sizes[axis] = shape[axis] }
        if let open = sizes.firstIndex(of: -1) {
            sizes[open] = 1
            guard let rest = Graph.elementCount(sizes), let count = Graph.elementCount(shape), count % rest == 0 else {
                throw node.shapeMismatch("cannot make \(sizes) of \(shape), with -1 instead of the 1 of axis \(open)")
            }
            sizes[open] = count / rest
        }
        return try apply(.reshape(sizes), [input], node)
    }

    mutating func flatten(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        let given = try node.integer("axis") ?? 1
        let axis = given == shape.count ? given : try axis(given, rank: shape.count, node)
        return try apply(.reshape([shape[..<axis].reduce(1, *), shape[axis...].reduce(1, *)]), [input], node)
    }

    mutating func squeeze(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        var dropped = Set(shape.indices.filter { shape[$0] == 1 })
        if let axes = try integers("axes", or: 1, &node) {
            var named: Set<Int> = []
            for axis in axes { named.insert(try self.axis(axis, rank: shape.count, node)) }
            guard named.isSubset(of: dropped) else {
                throw node.shapeMismatch("cannot drop axes \(axes) of \(shape)")
            }
            dropped = named
        }
        return try apply(.reshape(shape.indices.filter { !dropped.contains($0) }.map { shape[$0] }), [input], node)
    }

    mutating func unsqueeze(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        var shape = shape(of: input)
        guard let axes = try integers("axes", or: 1, &node) else {
            throw node.malformed("it does not say the axes")
        }
        var places: Set<Int> = []
        for axis in axes { places.insert(try self.axis(axis, rank: shape.count + axes.count, node)) }
        guard places.count == axes.count else { throw node.malformed("it names an axis twice") }
        for place in places.sorted() { shape.insert(1, at: place) }
        return try apply(.reshape(shape), [input], node)
    }

    mutating func transpose(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let order = try node.integers("perm") ?? Array(shape(of: input).indices.reversed())
        return try apply(.transpose(order), [input], node)
    }

    mutating func pad(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let rank = shape(of: input).count
        let mode = try node.text("mode", default: "constant")
        guard mode == "constant" else { throw node.unsupported("mode = \(mode)") }
        let given = try node.number("value")
        let value = try numbers(node, 2)?.elements.first ?? given ?? 0
        guard value.isFinite else { throw node.unsupported("a padding of \(value)") }
        guard let pads = try integers("pads", or: 1, &node) else {
            throw node.malformed("it does not say the padding")
        }
        let axes = try integers(node, 3)?.elements ?? Array(0..<rank)
        guard pads.count == 2 * axes.count else {
            throw node.malformed("\(pads.count) paddings for \(axes.count) axes")
        }
        var before = [Int](repeating: 0, count: rank)
        var after = before
        for (index, axis) in axes.enumerated() {
            let axis = try self.axis(axis, rank: rank, node)
            before[axis] = pads[index]
            after[axis] = pads[axes.count + index]
        }
        return try apply(.pad(before: before, after: after, value: value), [input], node)
    }
}
