public import Foundation

/// Pictures of masks, byte by byte: none of the program's code takes part.
public enum MaskFile {
    /// PGM, the plainest there is.
    public static func pgm(_ values: [UInt8], width: Int) -> Data {
        Data("P5 \(width) \(values.count / width) 255\n".utf8) + Data(values)
    }

    /// PNG with a palette of 256 greys, as CDnet's truth is; not compressed.
    ///
    /// - Source: PNG specification, third edition; RFC 1950 and 1951 (stored blocks).
    public static func png(_ values: [UInt8], width: Int) -> Data {
        let height = values.count / width
        let rows = (0..<height).flatMap { [0] + values[$0 * width..<($0 + 1) * width] }
        precondition(rows.count < 65_536, "one stored block holds no more")
        let length = UInt16(rows.count)
        var packed: [UInt8] = [0x78, 0x01, 1]
        packed += [UInt8(length & 255), UInt8(length >> 8), UInt8(~length & 255), UInt8(~length >> 8)]
        packed += rows
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in rows {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        packed += bigEndian(b << 16 | a)
        let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 3, 0, 0, 0]
        let palette = (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 3) }
        return Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
            + chunk("IHDR", header) + chunk("PLTE", palette) + chunk("IDAT", packed) + chunk("IEND", [])
    }

    /// BMP with a palette of 256 greys, rows from the bottom up, as CDnet's regions are.
    public static func bmp(_ values: [UInt8], width: Int) -> Data {
        let (height, stride) = (values.count / width, (width + 3) / 4 * 4)
        func little(_ value: Int) -> [UInt8] { bigEndian(UInt32(value)).reversed() }
        var bytes: [UInt8] = [0x42, 0x4D] + little(1078 + stride * height) + little(0) + little(1078)
        bytes += little(40) + little(width) + little(height) + [1, 0, 8, 0] + little(0) + little(stride * height)
        bytes += little(0) + little(0) + little(256) + little(0)
        for level in 0...255 { bytes += [UInt8(level), UInt8(level), UInt8(level), 0] }
        for row in (0..<height).reversed() {
            bytes += values[row * width..<(row + 1) * width] + [UInt8](repeating: 0, count: stride - width)
        }
        return Data(bytes)
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func chunk(_ name: String, _ body: [UInt8]) -> Data {
        let covered = Array(name.utf8) + body
        var crc = UInt32.max
        for byte in covered {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Data(bigEndian(UInt32(body.count)) + covered + bigEndian(~crc))
    }
}
