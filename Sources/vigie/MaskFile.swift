internal import FoundationEssentials
internal import VigieCore
internal import VigieDetection
internal import VigieInference

/// The file that says where motion is to be ignored: `{"polygons": [[[x, y], [x, y], [x, y], …], …]}`, with x and y in 0…1
/// of the upright frame.
enum MaskFile {
    private struct Content: Decodable {
        var polygons: [[[Double]]]
    }

    /// - Throws: `ModelError` where the file cannot be read, `MaskError` where it is no such file.
    static func polygons(in path: String) throws -> [Polygon] {
        let bytes = try ModelFile.read(path)
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw MaskError(file: path, reason: "\(error.shortReason)")
        }
        return try content.polygons.enumerated().map { number, vertices in
            func refuse(_ reason: String) -> MaskError {
                MaskError(file: path, reason: "polygon \(number + 1) \(reason)")
            }
            guard vertices.count >= 3 else { throw refuse("has \(vertices.count) corners and needs at least 3") }
            return Polygon(
                try vertices.map { vertex in
                    guard vertex.count == 2 else { throw refuse("has a corner that is not [x, y]") }
                    guard vertex.allSatisfy({ (0...1).contains($0) }) else {
                        throw refuse(
                            "has a corner at \(vertex) outside 0…1: corners are parts of the frame, not pixels")
                    }
                    return Polygon.Vertex(x: vertex[0], y: vertex[1])
                })
        }
    }
}

/// Why a file is no mask.
struct MaskError: Failure {
    var file: String
    var reason: String
    var exitCode: ExitCode { .badData }
    var description: String { "\(file): this is no mask: \(reason); docs/gate.md describes the file" }
}

extension DecodingError {
    /// What is wrong, in a few words.
    fileprivate var shortReason: String {
        switch self {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not JSON of that form"
                : "\(context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()): "
                    + context.debugDescription
        @unknown default: "it is not JSON of that form"
        }
    }
}
