internal import VigieCore

extension ModelStore {
    /// Puts a model's files into the cache, unless they are there: from `directory` alone where it is given, else from
    /// the search paths, else from the manifest's addresses.
    ///
    /// A file appears in the cache whole and verified, or not at all. What came before a connection broke stays beside
    /// it (`.part`), and the next call goes on there, from whichever source.
    ///
    /// - Parameter progress: called as bytes arrive.
    /// - Returns: the paths in the cache.
    public func pull(
        _ manifest: ModelManifest, from directory: String? = nil, fetcher: some ModelFetcher,
        progress: (PullProgress) -> Void = { _ in }
    ) throws(ModelStoreError) -> [ModelManifest.Role: String] {
        var paths: [ModelManifest.Role: String] = [:]
        for file in manifest.files {
            let target = cachePath(of: file, in: manifest)
            paths[file.role] = target
            if check(target, against: file.digest) == .right { continue }
            let folder = "\(cacheDirectory)/\(manifest.name)"
            do { try FileTree.makeDirectory(folder) } catch {
                throw .cannotCreate(path: folder, reason: error.description)
            }
            var sources = places(of: file, in: manifest, under: directory.map { [$0] } ?? searchPaths).map(Source.path)
            if directory == nil { sources += file.addresses.map { Source.address($0, fetcher) } }
            let remedy = directory.map { "'\($0)' does not hold it" } ?? remedy(for: file, of: manifest)
            try install(file, of: manifest, at: target, from: sources, remedy: remedy, progress)
        }
        return paths
    }

    /// Tries the sources one after the other.
    private func install(
        _ file: ModelManifest.File, of manifest: ModelManifest, at target: String, from sources: [Source],
        remedy: String, _ progress: (PullProgress) -> Void
    ) throws(ModelStoreError) {
        let part = try PartialFile(of: file, at: target)
        var refusal: ModelStoreError?
        var attempts: [String] = []
        for source in sources {
            switch try part.receive(from: source, progress) {
            case .installed: return
            case .absent: continue
            case .broken(let reason): attempts.append("\(source.place): \(reason)")
            case .wrong(let found):
                refusal =
                    refusal ?? .wrongDigest(place: source.place, expected: file.digest, found: found)
            }
        }
        try part.removeIfEmpty()
        if let refusal { throw refusal }
        if attempts.isEmpty { throw .missing(model: manifest.name, file: file.name, remedy: remedy) }
        throw .unreachable(file: file.name, attempts: attempts, remedy: remedy)
    }
}

/// Where a file may come from.
private enum Source {
    case path(String)
    case address(String, any ModelFetcher)

    /// For messages: without credentials.
    var place: String {
        switch self {
        case .path(let path): path
        case .address(let address, _): Credentials.hidden(in: address)
        }
    }

    func open(from offset: Int) throws -> any ByteReader {
        switch self {
        case .path(let path): try FileReader(path)
        case .address(let address, let fetcher): try fetcher.open(address, from: offset)
        }
    }
}

/// A file on the disk as a source.
private final class FileReader: ByteReader {
    let start = 0
    let totalBytes: Int?
    private let file: SystemFile

    init(_ path: String) throws(SystemError) {
        let file = try SystemFile(path, .read)
        totalBytes = try file.size()
        self.file = file
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try file.read(into: buffer) }
}

/// A file of the cache on its way there.
private struct PartialFile: ~Copyable {
    enum Outcome {
        case installed
        /// The source has no such file.
        case absent
        /// The source cannot be read to its end.
        case broken(String)
        /// The source has other bytes.
        case wrong(Digest)
    }

    private let expected: ModelManifest.File
    private let target, path: String
    private let storage: SystemFile

    /// Opens what there is of it, and locks it against other processes.
    init(of expected: ModelManifest.File, at target: String) throws(ModelStoreError) {
        self.expected = expected
        self.target = target
        path = "\(target).part"
        do { storage = try Self.openLocked(path) } catch {
            throw .cannotCreate(
                path: path, reason: error.isLockedByAnother ? "another process is fetching it" : error.description)
        }
    }

    private static func openLocked(_ path: String) throws(SystemError) -> SystemFile {
        let file = try SystemFile(path, .update)
        try file.lock()
        return file
    }

    /// Completes the file from a source, verifies it and puts it in its place.
    func receive(from source: Source, _ progress: (PullProgress) -> Void) throws(ModelStoreError) -> Outcome {
        let kept = try size()
        let offset = kept < expected.bytes ? kept : 0
        let outcome = try receive(from: source, offset: offset, progress)
        // What was here from another day may be the fault.
        if case .wrong = outcome, offset > 0 { return try receive(from: source, offset: 0, progress) }
        return outcome
    }

    private func receive(
        from source: Source, offset: Int, _ progress: (PullProgress) -> Void
    ) throws(ModelStoreError) -> Outcome {
        var reader: any ByteReader
        do { reader = try source.open(from: offset) } catch let error as SystemError where error.isAbsence {
            return .absent
        } catch { return .broken("\(error)") }
        if let total = reader.totalBytes, total != expected.bytes {
            return .broken("has \(total) bytes where the manifest says \(expected.bytes)")
        }
        var received = reader.start == offset ? offset : 0
        guard received == reader.start else { return .broken("begins at byte \(reader.start) instead of \(offset)") }
        var digest = try keepFirst(received)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count: Int
            do { count = try reader.read(into: buffer) } catch { return .broken("\(error)") }
            if count == 0 { break }
            guard received + count <= expected.bytes else {
                try writing { () throws(SystemError) in try storage.truncate(to: 0) }
                return .broken("has more than the \(expected.bytes) bytes that the manifest says")
            }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            try writing { () throws(SystemError) in try storage.write(bytes) }
            digest.update(bytes)
            received += count
            progress(PullProgress(file: expected.name, received: received, total: expected.bytes))
        }
        guard received == expected.bytes else { return .broken("ended after \(received) of \(expected.bytes) bytes") }
        guard digest.finish() == expected.digest else {
            try writing { () throws(SystemError) in try storage.truncate(to: 0) }
            return .wrong(digest.finish())
        }
        try writing { () throws(SystemError) in
            try storage.synchronise()
            try FileTree.move(path, to: target)
        }
        return .installed
    }

    /// Removes what has no bytes that would be worth keeping.
    func removeIfEmpty() throws(ModelStoreError) {
        if try size() == 0 { try writing { () throws(SystemError) in try FileTree.remove(path) } }
    }

    private func size() throws(ModelStoreError) -> Int {
        try writing { () throws(SystemError) in try storage.size() }
    }

    /// Goes to byte `count`, with nothing behind it.
    ///
    /// - Returns: the digest of what is before it.
    private func keepFirst(_ count: Int) throws(ModelStoreError) -> DigestBuilder {
        try writing { () throws(SystemError) in
            var digest = DigestBuilder()
            try storage.truncate(to: count)
            try storage.digestAll(into: &digest)
            return digest
        }
    }

    private func writing<Result>(_ body: () throws(SystemError) -> Result) throws(ModelStoreError) -> Result {
        do { return try body() } catch { throw .cannotWrite(path: path, reason: error.description) }
    }
}
