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
    public let family: Family
    public let format: Format
    /// SPDX identifier of the licence under which the weights are published.
    public let licence: String
    /// Who trained it, and where it is published.
    public let origin: String
    /// What its makers claim; nil where they claim nothing.
    public let accuracy: PublishedAccuracy?
    public let input: Input
    public let decode: DecodeRule
    /// Names in the order of the network's class scores.
    public let classes: [String]
    public let thresholds: Thresholds
    /// The best so many candidates of a crop enter suppression.
    public let maximumCandidates: Int
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
    }

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

    public struct PublishedAccuracy: Sendable, Equatable {
        /// Such as "AP" (COCO, IoU 0.50:0.95).
        public let metric: String
        /// In per cent.
        public let value: Double
        public let dataset: String
        public let source: String
    }

    /// What the network wants to see.
    public struct Input: Sendable, Equatable {
        public let specification: InputSpecification
        /// Per channel, in the network's channel order: each value v of 0…255 becomes (v − mean) / deviation.
        public let mean, deviation: [Float]
    }

    public struct Thresholds: Sendable, Equatable {
        /// A candidate's score must be above it.
        public let score: Float
        /// Of two boxes of a class that overlap by more, the better stays.
        public let overlap: Float
        /// Instead of `score`, by class name.
        public let perClass: [String: Float]
    }

    public enum Role: String, Sendable, Decodable, CaseIterable {
        case model, param, bin
    }

    public struct File: Sendable, Equatable {
        public let name: String
        public let role: Role
        public let bytes: Int
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
            decode = content.decode
            classes = content.classes
            thresholds = content.thresholds
            maximumCandidates = content.maximumCandidates
            files = content.files
        } catch { throw .manifest(file: file, error) }
        digest = Digest(of: json)
    }
}
