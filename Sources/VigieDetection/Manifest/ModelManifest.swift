internal import FoundationEssentials
public import VigieCore

/// What Vigie has to know of a model that its files do not say: where they come from, what the network wants to see,
/// and what its numbers mean.
///
/// Written as JSON; docs/models.md describes every key. A key that is not known is an error.
public struct ModelManifest: Sendable, Equatable {
    /// Lower-case letters, digits, dots and dashes: the name on the command line and of the folder in the cache.
    public let name: String
    /// One line for people.
    public let title: String
    /// The kind of network, for people.
    public let family: Family
    /// What the model's files are written in.
    public let format: Format
    /// SPDX identifier of the licence under which the weights are published.
    public let licence: String
    /// Who trained it, and where it is published.
    public let origin: String
    /// What its makers claim; nil where they claim nothing.
    public let accuracy: PublishedAccuracy?
    /// The picture that the network wants, and how its bytes become floats.
    public let input: Input
    /// What the network is for, and what its outputs mean.
    public let task: Task
    /// The files that the model consists of, one for each of `format.roles`.
    public let files: [File]
    /// Of the manifest's bytes.
    public let digest: Digest

    /// The architecture, for people; what is computed is said by `decode` alone.
    public enum Family: String, Sendable, Decodable, CaseIterable {
        case nanodetPlus = "nanodet-plus"
        case yolox
        case picodet
        case fastestdet
        case ssd
        case tinypose
    }

    /// What a network is for.
    public enum Task: Sendable, Equatable {
        /// Finding objects in a picture.
        case detection(DetectionTask)
        /// Finding the keypoints of one person in a crop.
        case pose(HeatmapRule)
    }

    /// How a detector's outputs become detections.
    public struct DetectionTask: Sendable, Equatable {
        /// How the network's outputs become boxes.
        public let decode: DecodeRule
        /// Names in the order of the network's class scores.
        public let classes: [String]
        /// Which candidates are detections; the user may set other scores.
        public let thresholds: Thresholds
        /// The best so many candidates of a crop enter suppression.
        public let maximumCandidates: Int
    }

    /// The format of a model's files.
    public enum Format: String, Sendable, Decodable, CaseIterable {
        case onnx
        case ncnn

        /// The files that a model in this format consists of.
        public var roles: Set<Role> {
            switch self {
            case .onnx: [.model]
            case .ncnn: [.param, .bin]
            }
        }
    }

    /// One figure that the model's makers publish, not one of ours.
    public struct PublishedAccuracy: Sendable, Equatable {
        /// Such as "AP" (COCO, IoU 0.50:0.95).
        public let metric: String
        /// In per cent.
        public let value: Double
        /// What it was measured on, such as "COCO val2017".
        public let dataset: String
        /// Where the figure is published.
        public let source: String
    }

    /// What the network wants to see.
    public struct Input: Sendable, Equatable {
        /// Size, order of the channels, and how a region is brought to that size.
        public let specification: InputSpecification
        /// Per channel, in the network's channel order: each value v of 0…255 becomes (v − mean) / deviation.
        public let mean, deviation: [Float]
    }

    /// Which candidates are detections: scores and an overlap, each 0…1.
    public struct Thresholds: Sendable, Equatable {
        /// A candidate's score must be above it.
        public let score: Float
        /// Of two boxes of a class that overlap by more, the better stays.
        public let overlap: Float
        /// Instead of `score`, by class name.
        public let perClass: [String: Float]
    }

    /// What a file holds: a whole network (ONNX), or an ncnn network's structure (`param`) or weights (`bin`).
    public enum Role: String, Sendable, Decodable, CaseIterable {
        case model, param, bin
    }

    /// One of a model's files; its digest says which bytes are right, wherever they come from.
    public struct File: Sendable, Equatable {
        /// The file's name in the cache, without a folder.
        public let name: String
        /// Which of the format's files it is.
        public let role: Role
        /// Size in bytes, at least 1.
        public let bytes: Int
        /// SHA-256 of the file; one with another is refused.
        public let digest: Digest
        /// URLs of exactly these bytes, in the order in which they are tried.
        public let addresses: [String]
        /// Other names under which a directory may hold the file.
        public let alsoKnownAs: [String]
        /// The project's script that makes the file in the directory it is given; nil for one that is published.
        public let madeBy: String?
    }

    /// Reads a manifest.
    ///
    /// - Parameters:
    ///   - json: the manifest's bytes.
    ///   - file: for messages.
    /// - Throws: `DetectionError.manifest`, naming the key.
    public init(json: [UInt8], file: String) throws(DetectionError) {
        do {
            let content = try JSONDecoder().decode(Content.self, from: Data(json))
            name = content.name
            title = content.title
            family = content.family
            format = content.format
            licence = content.licence
            origin = content.origin
            accuracy = content.accuracy
            input = content.input
            task = content.task
            files = content.files
        } catch { throw .manifest(file: file, error) }
        digest = Digest(of: json)
    }
}

extension ModelManifest {
    /// Names of what it detects, in the order of the network's class scores; none where it detects nothing.
    public var classes: [String] {
        if case .detection(let task) = task { task.classes } else { [] }
    }

    /// - Throws: `DetectionError.option` where the model detects nothing.
    public func detection() throws(DetectionError) -> DetectionTask {
        guard case .detection(let task) = task else {
            throw .option(
                name: "model", reason: "\(name) finds a person's keypoints and detects nothing: name a detector")
        }
        return task
    }

    /// - Throws: `DetectionError.option` where the model finds no keypoints.
    public func pose() throws(DetectionError) -> HeatmapRule {
        guard case .pose(let rule) = task else {
            throw .option(name: "model", reason: "\(name) is a detector and finds no keypoints: name a pose model")
        }
        return rule
    }
}
