internal import VigieCore

/// An anchor of SSD, in pixels of the input.
struct Anchor: Sendable, Equatable {
    var centreX, centreY, width, height: Float
}

extension AnchorRule {
    /// Anchors of each cell of each level.
    var perCell: [Int] {
        let full = aspectRatios.count + (interpolatedAspectRatio == nil ? 0 : 1)
        return strides.indices.map { $0 == 0 && reducesLowestLevel ? 3 : full }
    }

    /// All anchors: level by level, cell by cell from the top left, anchor by anchor.
    ///
    /// A level's scale is interpolated between `minimumScale` and `maximumScale`; an anchor of scale s and ratio a is
    /// s·√a wide and s/√a high, in units of the picture's shorter side. Cells are side / columns wide, and anchors in
    /// their middle.
    ///
    /// - Source: `create_ssd_anchors` in TensorFlow's `object_detection/anchor_generators/
    ///   multiple_grid_anchor_generator.py`; Liu et al., SSD, 2016 (arXiv 1512.02325), section 2.2.
    func anchors(grids: [Grid], input: InputSpecification) -> [Anchor] {
        var anchors: [Anchor] = []
        let unit = Float(min(input.width, input.height))
        for (level, grid) in grids.enumerated() {
            let sizes = shapes(level: level).map { scale, ratio in
                (width: scale * ratio.squareRoot() * unit, height: scale / ratio.squareRoot() * unit)
            }
            let stepX = Float(input.width) / Float(grid.columns)
            let stepY = Float(input.height) / Float(grid.rows)
            for row in 0..<grid.rows {
                for column in 0..<grid.columns {
                    anchors += sizes.map { size in
                        Anchor(
                            centreX: (Float(column) + 0.5) * stepX, centreY: (Float(row) + 0.5) * stepY,
                            width: size.width, height: size.height)
                    }
                }
            }
        }
        return anchors
    }

    private func shapes(level: Int) -> [(scale: Float, ratio: Float)] {
        let scale = scale(level: level)
        if level == 0 && reducesLowestLevel { return [(0.1, 1), (scale, 2), (scale, 0.5)] }
        let shapes = aspectRatios.map { (scale: scale, ratio: $0) }
        guard let interpolatedAspectRatio else { return shapes }
        let next = level + 1 < strides.count ? self.scale(level: level + 1) : 1
        return shapes + [((scale * next).squareRoot(), interpolatedAspectRatio)]
    }

    private func scale(level: Int) -> Float {
        strides.count == 1
            ? minimumScale
            : minimumScale + (maximumScale - minimumScale) * Float(level) / Float(strides.count - 1)
    }
}
