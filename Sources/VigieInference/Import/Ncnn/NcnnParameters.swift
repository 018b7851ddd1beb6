/// The text of a `.param` file, as layers.
///
/// Line 1 is a magic number, line 2 the counts of layers and blobs; then each line is
/// `Type name inputCount outputCount inputs… outputs… key=value…`, an array being `-23300-key=count,value,…`.
///
/// Source: github.com/Tencent/ncnn, docs/developer-guide/param-and-model-file-structure.md.
struct NcnnParameters {
    static let magic = "7767517"
    /// A key of −23300 − k holds an array for key k.
    private static let arrayBase = -23300

    private(set) var layers: [NcnnLayer] = []

    init(_ bytes: [UInt8], file: String) throws(ModelError) {
        func damaged(_ line: Int, _ reason: String) -> ModelError {
            .malformed(file: file, place: "line \(line)", reason: reason)
        }
        let blanks = [UInt8](" \t\r".utf8)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.split(whereSeparator: blanks.contains).map { String(decoding: $0, as: UTF8.self) }
        }
        guard lines[0] == [Self.magic] else { throw damaged(1, "this is no ncnn text; it begins with \(Self.magic)") }
        guard lines.count > 1, lines[1].count == 2, let layerCount = Int(lines[1][0]), let blobCount = Int(lines[1][1])
        else { throw damaged(2, "the counts of layers and blobs are missing") }
        for (index, words) in lines.enumerated().dropFirst(2) where !words.isEmpty {
            layers.append(try Self.layer(words, line: index + 1, file: file))
        }
        guard layers.count == layerCount else {
            throw damaged(2, "\(layerCount) layers are announced and \(layers.count) follow")
        }
        let blobs = layers.reduce(0) { $0 + $1.outputs.count }
        guard blobs == blobCount else { throw damaged(2, "\(blobCount) blobs are announced and \(blobs) are made") }
    }

    private static func layer(_ words: [String], line: Int, file: String) throws(ModelError) -> NcnnLayer {
        func damaged(_ reason: String) -> ModelError { .malformed(file: file, place: "line \(line)", reason: reason) }
        guard words.count >= 4, let inputs = Int(words[2]), let outputs = Int(words[3]),
            (0...words.count).contains(inputs), (0...words.count).contains(outputs), words.count >= 4 + inputs + outputs
        else { throw damaged("a layer has a type, a name, two counts, and as many blobs") }
        var layer = NcnnLayer(
            file: file, line: line, type: words[0], name: words[1], inputs: Array(words[4..<4 + inputs]),
            outputs: Array(words[(4 + inputs)...].prefix(outputs)))
        for word in words[(4 + inputs + outputs)...] {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let key = Int(parts[0]) else { throw damaged("\(word) is no key=value") }
            let isArray = key <= arrayBase
            let values = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard isArray ? Int(values[0]) == values.count - 1 : values.count == 1 else {
                throw damaged("\(word) has another count of values than it says")
            }
            let place = isArray ? arrayBase - max(key, arrayBase - NcnnLayer.largestKey - 1) : key
            guard (0...NcnnLayer.largestKey).contains(place) else { throw damaged("\(word) has an unknown key") }
            guard layer.set(place, isArray ? .array(Array(values.dropFirst())) : .single(values[0])) else {
                throw damaged("key \(place) comes twice")
            }
        }
        return layer
    }
}
