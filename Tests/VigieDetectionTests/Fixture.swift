import VigieCore
import VigieDetection

/// Small manifests, and what tests need to run a detector on arrays.
enum Fixture {
    static let joined = #"{"rule": "distribution", "strides": [8, 16], "bins": 4, "centre": 0, "output": "out"}"#

    static let digest = String(repeating: "0", count: 64)

    static func json(
        decode: String = joined, classes: [String] = ["person", "car"], side: Int = 16, resize: String = "stretch",
        perClass: String = "{}", maximum: Int = 100, files: String? = nil, extra: String = ""
    ) -> String {
        let files = files ?? #"[{"name": "m.onnx", "role": "model", "bytes": 1, "sha256": "\#(digest)"}]"#
        let padding = resize == "letterbox" ? #", "padding": 114"# : ""
        return #"""
            {"name": "test", "title": "Test", "family": "ssd", "format": "onnx", "licence": "MIT", "origin": "here",
             "input": {"width": \#(side), "height": \#(side), "order": "rgb", "resize": "\#(resize)"\#(padding),
                       "mean": [0, 127.5, 100], "std": [1, 127.5, 3]},
             "decode": \#(decode), "classes": ["\#(classes.joined(separator: #"", ""#))"],
             "thresholds": {"score": 0.3, "nms_iou": 0.5, "per_class": \#(perClass)},
             "max_candidates": \#(maximum)\#(extra), "files": \#(files)}
            """#
    }

    static func manifest(_ json: String) throws -> ModelManifest {
        try ModelManifest(json: Array(json.utf8), file: "test.json")
    }
}

extension Detector {
    /// The candidates of a frame as large as the network's input (or another), seen as a whole.
    mutating func candidates(_ outputs: [[Float]], frameWidth: Int? = nil, frameHeight: Int? = nil) throws
        -> [Candidate]
    {
        let input = manifest.input.specification
        let layout = try layout(frameWidth: frameWidth ?? input.width, frameHeight: frameHeight ?? input.height)
        return candidates(outputs, crop: 0, of: layout)
    }

    mutating func candidates(_ outputs: [[Float]], crop: Int, of layout: CropLayout) -> [Candidate] {
        let buffers = outputs.map { output in
            let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: output.count)
            _ = buffer.initialize(from: output)
            return buffer
        }
        defer { for buffer in buffers { buffer.deallocate() } }
        var candidates: [Candidate] = []
        addCandidates(
            in: buffers.map { UnsafeBufferPointer($0) }, crop: crop, of: layout, to: &candidates)
        return candidates
    }

    /// The detections of a frame with these candidates.
    mutating func merge(_ candidates: [Candidate]) -> Detections {
        var candidates = candidates
        var detections = Detections()
        merge(&candidates, into: &detections)
        return detections
    }
}

/// A candidate that stayed, and those that gave way to it, by their indices.
struct Detection: Equatable {
    var candidate: Int
    var suppressed: [Int] = []
}

extension Detections {
    /// Best first.
    var kept: [Detection] { staying { $0 == .detected } }
    /// What would have been detected, but for its size.
    var outsideSize: [Detection] { staying { $0 == .outsideSize } }

    private func staying(_ isWanted: (Fate) -> Bool) -> [Detection] {
        fates.indices.filter { isWanted(fates[$0]) }.map { index in
            Detection(candidate: index, suppressed: fates.indices.filter { fates[$0] == .suppressed(by: index) })
        }
    }
}

extension Box {
    /// Left, top, right, bottom.
    var edges: [Float] { [left, top, right, bottom] }
}

/// Whether each number is as near as fp32 arithmetic and our own exponential let it be.
func near(_ a: [Float], _ b: [Float], within tolerance: Float = 1e-4) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}
