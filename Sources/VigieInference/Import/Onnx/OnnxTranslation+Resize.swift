extension OnnxTranslation {
    /// `Resize` of operator sets 10 and later, and its forerunner `Upsample`.
    mutating func resize(_ node: inout OnnxNode) throws(ModelError) -> Operand {
        let input = try operand(node, 0)
        let shape = shape(of: input)
        guard shape.count == 4 else { throw node.unsupported("resizing of \(shape), where pictures are") }
        let size = try size(of: shape, &node)
        guard size[..<2] == shape[..<2] else { throw node.unsupported("resizing of batch or channels") }
        let mode = try node.text("mode", default: "nearest")
        var resize = Resize(mode: .linear, coordinates: .asymmetric, height: size[2], width: size[3])
        if node.type == "Resize", version >= 11 {
            resize.coordinates = try coordinates(from: shape, to: size, &node)
            // Only cubic interpolation and cropping read these.
            for name in ["cubic_coeff_a", "exclude_outside", "extrapolation_value"] { node.ignore(name) }
            try node.require("antialias", 0)
        }
        switch mode {
        case "linear": node.ignore("nearest_mode")
        case "nearest": resize.mode = try nearest(from: shape, to: size, &node)
        default: throw node.unsupported("mode = \(mode)")
        }
        return try apply(.resize(resize), [input], node)
    }

    private func coordinates(
        from shape: [Int], to size: [Int], _ node: inout OnnxNode
    ) throws(ModelError) -> Resize.Coordinates {
        let name = try node.text("coordinate_transformation_mode", default: "half_pixel")
        switch name {
        case "half_pixel": return .halfPixel
        // Differs only for one pixel of output, which is then the first of the input.
        case "pytorch_half_pixel" where (2...3).allSatisfy({ size[$0] > 1 || shape[$0] == 1 }): return .halfPixel
        case "asymmetric": return .asymmetric
        case "align_corners": return .alignCorners
        default: throw node.unsupported("coordinate_transformation_mode = \(name)")
        }
    }

    private func nearest(from shape: [Int], to size: [Int], _ node: inout OnnxNode) throws(ModelError) -> Resize.Mode {
        if node.type == "Upsample" || version < 11 {
            // Rounding was not specified then; enlarging by whole factors leaves no choice.
            guard (2...3).allSatisfy({ size[$0] % shape[$0] == 0 }) else {
                throw node.unsupported("nearest from \(shape) to \(size), which is no whole factor")
            }
            return .nearestFloor
        }
        let name = try node.text("nearest_mode", default: "round_prefer_floor")
        switch name {
        case "floor": return .nearestFloor
        case "round_prefer_floor": return .nearestRoundPreferFloor
        default: throw node.unsupported("nearest_mode = \(name)")
        }
    }

    /// The output's shape, from sizes or scales.
    private mutating func size(of shape: [Int], _ node: inout OnnxNode) throws(ModelError) -> [Int] {
        let isOld = node.type == "Upsample" || version < 11
        var axes = Array(shape.indices)
        if let given = try node.integers("axes") {
            axes = []
            for axis in given { axes.append(try self.axis(axis, rank: shape.count, node)) }
        }
        let policy = try node.text("keep_aspect_ratio_policy", default: "stretch")
        guard policy == "stretch" else { throw node.unsupported("keep_aspect_ratio_policy = \(policy)") }
        var size = shape
        if !isOld, let sizes = try integers(node, 3)?.elements, !sizes.isEmpty {
            guard sizes.count == axes.count else { throw node.malformed("\(sizes.count) sizes for \(axes.count) axes") }
            for (axis, pixels) in zip(axes, sizes) { size[axis] = pixels }
            return size
        }
        guard let scales = try numbers("scales", or: isOld ? 1 : 2, &node),
            scales.count == axes.count
        else { throw node.malformed("it has no sizes and no scale for each of \(axes.count) axes") }
        for (axis, scale) in zip(axes, scales) {
            let pixels = Float(shape[axis]) * scale
            // Elsewhere the file's scale and the ratio of the sizes would sample different places.
            guard pixels >= 1, pixels <= Float(Graph.elementLimit), pixels == pixels.rounded(.down) else {
                throw node.unsupported("scale \(scale), which does not make whole pixels of \(shape[axis])")
            }
            size[axis] = Int(pixels)
        }
        return size
    }
}
