internal import CKernels
internal import VigieCore
internal import VigieVideo

/// How the cells of the reduced picture lie in the frame.
struct MotionGrid: Sendable {
    /// The side of a cell in pixels.
    let cell: Int
    /// Cells, as stored and upright.
    let storedWidth, storedHeight, width, height: Int
    /// Upright pixels.
    let frameWidth, frameHeight: Int
    let orientation: Orientation
    /// Upright pixels left of the first cell and above it: what is left over lies there where the picture is mirrored.
    let left, top: Int

    init(storedWidth pixelsAcross: Int, storedHeight pixelsDown: Int, orientation: Orientation) {
        cell = vigie_motion_factor(pixelsAcross, pixelsDown)
        storedWidth = vigie_motion_cells(pixelsAcross, cell)
        storedHeight = vigie_motion_cells(pixelsDown, cell)
        self.orientation = orientation
        let restAcross = orientation.mirrorsStoredX ? max(0, pixelsAcross - storedWidth * cell) : 0
        let restDown = orientation.mirrorsStoredY ? max(0, pixelsDown - storedHeight * cell) : 0
        if orientation.isTransposed {
            (width, height, frameWidth, frameHeight) = (storedHeight, storedWidth, pixelsDown, pixelsAcross)
            (left, top) = (restDown, restAcross)
        } else {
            (width, height, frameWidth, frameHeight) = (storedWidth, storedHeight, pixelsAcross, pixelsDown)
            (left, top) = (restAcross, restDown)
        }
    }

    var turn: vigie_motion_turn {
        vigie_motion_turn(
            is_transposed: orientation.isTransposed ? 1 : 0, mirrors_x: orientation.mirrorsStoredX ? 1 : 0,
            mirrors_y: orientation.mirrorsStoredY ? 1 : 0)
    }

    /// The upright cell that a stored one becomes.
    func upright(x: Int, y: Int) -> (x: Int, y: Int) {
        let along = orientation.mirrorsStoredX ? storedWidth - 1 - x : x
        let across = orientation.mirrorsStoredY ? storedHeight - 1 - y : y
        return orientation.isTransposed ? (across, along) : (along, across)
    }

    /// Whether the centre of a stored cell lies in one of the polygons.
    func isMasked(x: Int, y: Int, by masks: [Polygon]) -> Bool {
        let place = upright(x: x, y: y)
        return isMasked(uprightX: place.x, y: place.y, by: masks)
    }

    /// Whether the centre of an upright cell lies in one of the polygons.
    func isMasked(uprightX x: Int, y: Int, by masks: [Polygon]) -> Bool {
        let centreX = (Double(x) + 0.5) * Double(cell) + Double(left)
        let centreY = (Double(y) + 0.5) * Double(cell) + Double(top)
        return masks.contains { $0.contains(x: centreX / Double(frameWidth), y: centreY / Double(frameHeight)) }
    }

    /// The box of an upright region in pixels; cells of a picture that is smaller than a cell are cut at its edge.
    func box(_ region: vigie_region) -> Box {
        let side = Float(cell)
        let box = Box(
            left: Float(region.left) * side + Float(left), top: Float(region.top) * side + Float(top),
            right: Float(region.right) * side + Float(left), bottom: Float(region.bottom) * side + Float(top))
        return box.clamped(width: Float(frameWidth), height: Float(frameHeight))
    }

    /// An upright region in pixels.
    func region(_ region: vigie_region, age: UInt32) -> MotionRegion {
        let side = Float(cell), count = Float(region.cells)
        return MotionRegion(
            box: box(region), area: count * side * side,
            centroidX: (Float(region.sum_x) / count + 0.5) * side + Float(left),
            centroidY: (Float(region.sum_y) / count + 0.5) * side + Float(top), age: Int(age))
    }
}
