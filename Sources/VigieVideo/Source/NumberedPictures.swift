internal import Glibc

/// The numbered pictures of a directory, in the order of their numbers; gaps are fine.
struct NumberedPictures: Sendable, Hashable {
    let pictures: [NumberedPicture]

    var paths: [String] { pictures.map(\.path) }

    /// The largest group of pictures whose names differ in their last number only; of equally large ones the first by name.
    init(in directory: String) {
        let candidates = Self.names(in: directory).compactMap(NumberedName.init).filter(\.isPicture)
        let groups = Dictionary(grouping: candidates) { $0.prefix + "\0" + $0.suffix }
        let best = groups.min { a, b in a.value.count != b.value.count ? a.value.count > b.value.count : a.key < b.key }
        pictures = Self.sorted(best?.value ?? [], in: directory)
    }

    /// Those that `printf` would print from the pattern.
    init(in directory: String, prefix: String, digits: Int, suffix: String) {
        let matching = Self.names(in: directory).compactMap { name -> NumberedName? in
            guard name.hasPrefix(prefix), name.dropFirst(prefix.count).hasSuffix(suffix) else { return nil }
            let number = name.dropFirst(prefix.count).dropLast(suffix.count)
            guard number.utf8.allSatisfy(NumberedName.isDigit), !number.isEmpty,
                number.count == digits || number.count > digits && number.first != "0"
            else { return nil }
            return NumberedName(prefix: prefix, number: String(number), suffix: suffix)
        }
        pictures = Self.sorted(matching, in: directory)
    }

    private static func sorted(_ names: [NumberedName], in directory: String) -> [NumberedPicture] {
        names.sorted().map { name in
            // A number beyond 63 bits is no number of a frame.
            NumberedPicture(
                number: Int(name.number) ?? .max,
                path: (directory.hasSuffix("/") ? directory : directory + "/") + name.name)
        }
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            // d_name is a C array inside the entry.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}

/// A file name around its last number: `img` `000042` `.jpg`.
struct NumberedName: Comparable, Hashable {
    var prefix, number, suffix: String

    init(prefix: String, number: String, suffix: String) {
        self.prefix = prefix
        self.number = number
        self.suffix = suffix
    }

    /// Nil where there is no digit before the extension.
    init?(_ name: String) {
        let bytes = Array(name.utf8)
        let stem = bytes.lastIndex(of: UInt8(ascii: ".")) ?? bytes.count
        guard let last = bytes[..<stem].lastIndex(where: Self.isDigit) else { return nil }
        let first = bytes[..<last].lastIndex { !Self.isDigit($0) }.map { $0 + 1 } ?? 0
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        self.init(prefix: text(0..<first), number: text(first..<last + 1), suffix: text(last + 1..<bytes.count))
    }

    var name: String { prefix + number + suffix }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static let extensions: Set<String> = [
        "avif", "bmp", "dpx", "exr", "jp2", "jpeg", "jpg", "jxl", "pbm", "pgm", "png", "pnm", "ppm", "tga", "tif",
        "tiff", "webp",
    ]

    var isPicture: Bool {
        suffix.lastIndex(of: ".").map { Self.extensions.contains(suffix[suffix.index(after: $0)...].lowercased()) }
            ?? false
    }

    /// By number, however many digits it has; then by name.
    static func < (a: NumberedName, b: NumberedName) -> Bool {
        let x = a.number.drop { $0 == "0" }, y = b.number.drop { $0 == "0" }
        if x.count != y.count { return x.count < y.count }
        return x == y ? a.name < b.name : x < y
    }
}
