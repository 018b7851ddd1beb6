internal import VigieCore

/// Draws detections on pictures of one size: first the mosaics, then the boxes, then the labels and the caption.
struct AnnotationPainter {
    /// Luma samples, even: about 1/360 of the picture's height.
    let lineWidth: Int
    private let palette: Palette
    private let atlas: GlyphAtlas?

    /// - Parameter atlas: Nil draws no text and no plates.
    init(pictureHeight: Int, palette: Palette, atlas: GlyphAtlas?) {
        lineWidth = 2 * max(1, (pictureHeight + 360) / 720)
        self.palette = palette
        self.atlas = atlas
    }

    /// The em size, in pixels, that stays readable at this height.
    static func fontSize(pictureHeight: Int) -> Int { max(12, pictureHeight / 40) }

    /// - Parameter annotations: In pixels of the canvas; the later lie on top.
    func draw(_ annotations: [Annotation], caption: String, on canvas: YUVCanvas) {
        for annotation in annotations where annotation.isBlurred { hide(annotation.box, on: canvas) }
        for annotation in annotations { outline(annotation, on: canvas) }
        guard let atlas else { return }
        let title = plate(caption, left: 0, top: 0, atlas, canvas)
        var taken = title.isEmpty ? [] : [title]
        for annotation in annotations {
            guard let place = place(for: annotation, avoiding: taken, atlas, canvas) else { continue }
            taken.append(place)
            write(annotation.label, on: place, palette[annotation.colourIndex], atlas, canvas)
        }
        write(caption, on: title, palette.caption, atlas, canvas)
    }

    /// Makes what is inside `box`, and 5 % of its size around it, unrecognisable.
    ///
    /// The samples are replaced by the means of blocks whose sides are at least 1/6 of the box's shorter side and at
    /// least 8 pixels, so a picture keeps some six by six numbers of a box that is as wide as high. A smooth blur of
    /// the same extent looks stronger and is weaker: it is a convolution, which keeps a weighted sum for every pixel,
    /// and where the kernel is known deconvolution gets detail back. Block means leave nothing else to solve for. What
    /// stays open to attack: a person seen over many pictures moves against the blocks, and shape, gait and clothing
    /// still tell.
    private func hide(_ box: Box, on canvas: YUVCanvas) {
        let grown = Box(
            x: box.x - 0.05 * box.width, y: box.y - 0.05 * box.height, width: 1.1 * box.width,
            height: 1.1 * box.height)
        guard let area = PixelRect(covering: grown) else { return }
        // Of the whole area, not of the part in the picture: a face cut by the edge is hidden as coarsely.
        let shorter = min(area.width, area.height)
        canvas.mosaic(area, blockSide: max(8, 2 * ((shorter + 11) / 12)))
    }

    /// Draws the lines just inside the box's edges.
    private func outline(_ annotation: Annotation, on canvas: YUVCanvas) {
        guard let box = PixelRect(covering: annotation.box) else { return }
        let colour = palette[annotation.colourIndex].plate
        let innerTop = min(box.top + lineWidth, box.bottom)
        let innerBottom = max(box.bottom - lineWidth, innerTop)
        canvas.fill(PixelRect(left: box.left, top: box.top, right: box.right, bottom: innerTop), with: colour)
        canvas.fill(PixelRect(left: box.left, top: innerBottom, right: box.right, bottom: box.bottom), with: colour)
        let innerLeft = min(box.left + lineWidth, box.right)
        let innerRight = max(box.right - lineWidth, innerLeft)
        canvas.fill(PixelRect(left: box.left, top: innerTop, right: innerLeft, bottom: innerBottom), with: colour)
        canvas.fill(PixelRect(left: innerRight, top: innerTop, right: box.right, bottom: innerBottom), with: colour)
    }

    /// Where the label goes: above the box, below it, or inside at its top; the first that is in the picture and hides
    /// no other plate, else the first that is in the picture. Nil where the box or the text cannot be seen.
    func place(
        for annotation: Annotation, avoiding taken: [PixelRect], _ atlas: GlyphAtlas, _ canvas: YUVCanvas
    ) -> PixelRect? {
        guard let box = PixelRect(covering: annotation.box)?.intersection(canvas.bounds), !box.isEmpty else {
            return nil
        }
        let height = plateHeight(atlas)
        let tops = [box.top - height, box.bottom, box.top].filter { $0 >= 0 && $0 + height <= canvas.height }
        let places = tops.map { plate(annotation.label, left: box.left, top: $0, atlas, canvas) }
        guard let first = places.first, !first.isEmpty else { return nil }
        return places.first { place in !taken.contains { $0.overlaps(place) } } ?? first
    }

    private func plateHeight(_ atlas: GlyphAtlas) -> Int { atlas.cellHeight + 2 * lineWidth }

    /// A plate for as much of `text` as the picture is wide, moved left where it would reach beyond; empty where
    /// there is no text or no room.
    private func plate(
        _ text: String, left: Int, top: Int, _ atlas: GlyphAtlas, _ canvas: YUVCanvas
    ) -> PixelRect {
        let height = plateHeight(atlas)
        let characters = min(text.count, max(0, (canvas.width - 2 * lineWidth) / atlas.cellWidth))
        guard characters > 0, height <= canvas.height else { return PixelRect(left: 0, top: 0, right: 0, bottom: 0) }
        let width = characters * atlas.cellWidth + 2 * lineWidth
        let left = min(left, canvas.width - width)
        return PixelRect(left: left, top: top, right: left + width, bottom: top + height)
    }

    private func write(
        _ text: String, on plate: PixelRect, _ style: Palette.Style, _ atlas: GlyphAtlas, _ canvas: YUVCanvas
    ) {
        guard !plate.isEmpty else { return }
        canvas.fill(plate, with: style.plate)
        let characters = (plate.width - 2 * lineWidth) / atlas.cellWidth
        for (index, character) in text.prefix(characters).enumerated() where character != " " {
            canvas.blend(
                atlas[character], left: plate.left + lineWidth + index * atlas.cellWidth, top: plate.top + lineWidth,
                colour: style.text)
        }
    }
}
