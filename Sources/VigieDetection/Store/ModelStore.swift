internal import VigieCore

/// Where models' files are: the user's cache, and directories that the user names.
public struct ModelStore: Sendable {
    /// Holds a folder for each model.
    public let cacheDirectory: String
    /// Directories that hold files, or a folder for each model.
    public let searchPaths: [String]

    /// A store in these directories, none of which has to exist; the cache comes first, then the others in their order.
    public init(cacheDirectory: String, searchPaths: [String] = []) {
        self.cacheDirectory = cacheDirectory
        self.searchPaths = searchPaths
    }

    /// The store of the user: `$XDG_CACHE_HOME/vigie/models` (or `$HOME/.cache/…`), then the directories of
    /// `VIGIE_MODEL_PATH`, separated by colons.
    ///
    /// - Throws: `ModelStoreError.cannotCreate` where neither variable says where the cache is.
    public init(environment: [String: String]) throws(ModelStoreError) {
        // The specification has relative paths ignored.
        let cache =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.cache" }
        guard let cache else {
            throw .cannotCreate(path: "the cache of models", reason: "neither XDG_CACHE_HOME nor HOME is set")
        }
        self.init(
            cacheDirectory: "\(cache)/vigie/models",
            searchPaths: (environment["VIGIE_MODEL_PATH"] ?? "").split(separator: ":").map(String.init))
    }

    /// The paths of a model's files; each file's SHA-256 is verified each time.
    ///
    /// - Throws: `ModelStoreError`: `.missing`, `.unreadable`, or `.wrongDigest` where a file is found and no place has
    ///   the right one.
    public func locate(_ manifest: ModelManifest) throws(ModelStoreError) -> [ModelManifest.Role: String] {
        var paths: [ModelManifest.Role: String] = [:]
        for file in manifest.files {
            let candidates = [cachePath(of: file, in: manifest)] + places(of: file, in: manifest, under: searchPaths)
            paths[file.role] = try firstRight(candidates, file, of: manifest)
        }
        return paths
    }

    private func firstRight(
        _ paths: [String], _ file: ModelManifest.File, of manifest: ModelManifest
    ) throws(ModelStoreError) -> String {
        var problem: ModelStoreError?
        for path in paths {
            switch check(path, against: file.digest) {
            case .right: return path
            case .absent: continue
            case .wrong(let error): problem = problem ?? error
            }
        }
        throw problem
            ?? .missing(model: manifest.name, file: file.name, remedy: remedy(for: file, of: manifest))
    }

    func cachePath(of file: ModelManifest.File, in manifest: ModelManifest) -> String {
        "\(cacheDirectory)/\(manifest.name)/\(file.name)"
    }

    /// Where directories may hold a file.
    func places(
        of file: ModelManifest.File, in manifest: ModelManifest, under directories: [String]
    ) -> [String] {
        directories.flatMap { directory in
            ([file.name] + file.alsoKnownAs + ["\(manifest.name)/\(file.name)"]).map { "\(directory)/\($0)" }
        }
    }

    enum Finding: Equatable {
        case right
        case absent
        case wrong(ModelStoreError)
    }

    /// What there is at `path`.
    func check(_ path: String, against expected: Digest) -> Finding {
        do {
            var digest = DigestBuilder()
            try SystemFile(path, .read).digestAll(into: &digest)
            let found = digest.finish()
            return found == expected
                ? .right : .wrong(.wrongDigest(place: path, expected: expected, found: found))
        } catch {
            return error.isAbsence ? .absent : .wrong(.unreadable(path: path, reason: error.description))
        }
    }

    /// How to get a file that is nowhere.
    func remedy(for file: ModelManifest.File, of manifest: ModelManifest) -> String {
        if let script = file.madeBy {
            return "make it by '\(script) DIRECTORY' and name that directory in VIGIE_MODEL_PATH"
        }
        let directory = "name a directory that holds it in VIGIE_MODEL_PATH"
        return file.addresses.isEmpty ? directory : "get it by 'vigie model pull \(manifest.name)', or \(directory)"
    }
}
