public import Foundation

/// Uncompressed footage of a white square of 8 × 8 pixels that jumps from cell to cell on black: its truth is known.
public enum SquareClip {
    /// The top left corner of the square in a frame.
    public static func corner(frame: Int, width: Int = 32, height: Int = 32) -> (x: Int, y: Int) {
        let (columns, rows) = (width / 8, height / 8)
        return (frame % columns * 8, frame / columns % rows * 8)
    }

    /// Writes `frames` frames, from the one with number `first` on, as YUV4MPEG2, limited range, 4:2:0, 10 frames a second.
    ///
    /// - Parameter corner: The top left corner of the square in a frame; from cell to cell where none is given.
    /// - Source: the format as `yuv4mpeg(5)` describes it.
    @discardableResult
    public static func write(
        to file: URL, frames: Int, from first: Int = 0, width: Int = 32, height: Int = 32,
        corner: ((Int) -> (x: Int, y: Int))? = nil
    ) throws -> String {
        var data = Data("YUV4MPEG2 W\(width) H\(height) F10:1 Ip A1:1 C420jpeg\n".utf8)
        for frame in first..<first + frames {
            let (x, y) = corner?(frame) ?? Self.corner(frame: frame, width: width, height: height)
            var luma = [UInt8](repeating: 16, count: width * height)
            for row in y..<(y + 8) { for column in x..<(x + 8) { luma[row * width + column] = 235 } }
            data += Data("FRAME\n".utf8) + Data(luma) + Data(repeating: 128, count: width * height / 2)
        }
        try data.write(to: file)
        return file.path
    }
}

/// A directory that is there for one test.
public final class ScratchDirectory {
    /// In the system's directory for temporary files, under a name that no other has.
    public let url: URL

    /// Makes the directory.
    ///
    /// - Throws: What `FileManager` says where it cannot be made.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("vigie-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The place of a file in the directory; the file need not be there.
    public func file(_ name: String) -> URL { url.appendingPathComponent(name) }
    /// The path of a file in the directory; the file need not be there.
    public func path(_ name: String) -> String { file(name).path }
}
