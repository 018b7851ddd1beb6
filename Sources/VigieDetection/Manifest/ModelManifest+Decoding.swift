internal import FoundationEssentials
internal import VigieCore

extension ModelManifest {
    /// The keys of a manifest, read and checked.
    struct Content: Decodable {
        let name, title, licence, origin: String
        let family: Family
        let format: Format
        let accuracy: PublishedAccuracy?
        let input: Input
        let task: Task
        let files: [File]

        enum CodingKeys: String, CodingKey, CaseIterable {
            case name, title, family, format, licence, origin, accuracy, input, decode, classes, thresholds, files
            case maximumCandidates = "max_candidates"
        }

        init(from decoder: any Decoder) throws {
            let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
            name = try keys.value(.name, expected: "lower-case letters, digits, dots and dashes", where: isModelName)
            title = try keys.value(.title)
            family = try keys.value(.family)
            format = try keys.value(.format)
            licence = try keys.value(.licence)
            origin = try keys.value(.origin)
            accuracy = try keys.optional(.accuracy)
            input = try keys.value(.input)
            switch try keys.value(.decode) as OutputRule {
            case .boxes(let rule): task = .detection(try Self.detection(keys, rule))
            case .heatmaps(let rule):
                for key in [CodingKeys.classes, .thresholds, .maximumCandidates] where keys.container.contains(key) {
                    throw keys.wrong(key, "absent: a network of heatmaps detects nothing")
                }
                let side = min(input.specification.width, input.specification.height)
                guard side / rule.stride >= 2 else {
                    throw keys.wrong(.decode, "one whose heatmaps have two cells a side or more")
                }
                task = .pose(rule)
            }
            let roles = format.roles
            files = try keys.value(.files, expected: "one file for each of \(roles.map(\.rawValue).sorted())") {
                $0.count == roles.count && Set($0.map(\.role)) == roles
            }
        }

        private static func detection(
            _ keys: StrictContainer<CodingKeys>, _ decode: DecodeRule
        ) throws -> DetectionTask {
            let classes: [String] = try keys.value(.classes, expected: "a list of names, each once") {
                !$0.isEmpty && Set($0).count == $0.count && !$0.contains("")
            }
            let thresholds: Thresholds = try keys.value(.thresholds)
            if let unknown = thresholds.perClass.keys.filter({ !classes.contains($0) }).min() {
                throw keys.wrong(.thresholds, "about classes of the model, and '\(unknown)' is none")
            }
            return DetectionTask(
                decode: decode, classes: classes, thresholds: thresholds,
                maximumCandidates: try keys.value(.maximumCandidates, expected: "1 or more") { $0 >= 1 })
        }
    }
}

extension ModelManifest.PublishedAccuracy: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable { case metric, value, dataset, source }

    /// Reads the claim; `value` must be within 0…100.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        metric = try keys.value(.metric)
        value = try keys.value(.value, expected: "0…100") { (0...100).contains($0) }
        dataset = try keys.value(.dataset)
        source = try keys.value(.source)
    }
}

extension ModelManifest.Input: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case width, height, order, resize, padding, mean, std
    }

    private enum Resize: String, Decodable { case stretch, letterbox }

    /// Reads the keys of `input`: sides 1…8192; `padding` where the picture is letterboxed, and only there.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let side = { (side: Int) in (1...8192).contains(side) }
        let padding: UInt8? = try keys.optional(.padding)
        let resize: ResizeRule
        switch (try keys.value(.resize) as Resize, padding) {
        case (.stretch, nil): resize = .stretch
        case (.stretch, _?): throw keys.wrong(.padding, "absent where the picture is stretched")
        case (.letterbox, let padding?): resize = .letterbox(padding: padding)
        case (.letterbox, nil): throw keys.wrong(.padding, "0…255 where the picture is letterboxed")
        }
        specification = InputSpecification(
            width: try keys.value(.width, expected: "1…8192", where: side),
            height: try keys.value(.height, expected: "1…8192", where: side), order: try keys.value(.order),
            resize: resize)
        mean = try keys.value(.mean, expected: "three finite numbers") { $0.count == 3 && $0.allSatisfy(\.isFinite) }
        deviation = try keys.value(.std, expected: "three positive numbers") {
            $0.count == 3 && $0.allSatisfy { $0 > 0 && $0.isFinite }
        }
    }
}

extension ModelManifest.Thresholds: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case score
        case overlap = "nms_iou"
        case perClass = "per_class"
    }

    /// Reads `score`, `nms_iou` and, where it is there, `per_class`, all within 0…1.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or out of its range.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let isShare = { (value: Float) in (0...1).contains(value) }
        score = try keys.value(.score, expected: "0…1", where: isShare)
        overlap = try keys.value(.overlap, expected: "0…1", where: isShare)
        perClass = try keys.optional(.perClass, expected: "0…1 for each class") { $0.values.allSatisfy(isShare) } ?? [:]
    }
}

extension ModelManifest.File: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name, role, bytes, sha256, addresses, also
        case madeBy = "made_by"
    }

    /// Reads one of `files`; its names must have no folder and no leading dot, as they become paths in the cache.
    ///
    /// - Throws: An error with the key's path where one is missing, unknown, or wrong.
    public init(from decoder: any Decoder) throws {
        let keys = try decoder.strictContainer(keyedBy: CodingKeys.self)
        name = try keys.value(.name, expected: "a file's name without a folder", where: isFileName)
        role = try keys.value(.role)
        bytes = try keys.value(.bytes, expected: "1 or more") { $0 >= 1 }
        guard let digest = Digest(hex: try keys.value(.sha256)) else {
            throw keys.wrong(.sha256, "64 lower-case hexadecimal digits")
        }
        self.digest = digest
        addresses = try keys.optional(.addresses) ?? []
        alsoKnownAs =
            try keys.optional(.also, expected: "files' names without folders") { $0.allSatisfy(isFileName) } ?? []
        madeBy = try keys.optional(.madeBy)
    }
}

/// Names become paths below the cache, so that they must not lead out of it.
private func isFileName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
}

private func isModelName(_ name: String) -> Bool {
    isFileName(name)
        && name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
}
