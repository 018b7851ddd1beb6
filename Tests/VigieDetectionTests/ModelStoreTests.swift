import Foundation
import Testing
import VigieCore
import VigieDetection

@Suite struct ModelStoreTests {
    /// A folder of its own for each test, gone after it.
    final class Folder {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "vigie-store-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ bytes: [UInt8], _ name: String) throws {
            let file = "\(path)/\(name)"
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: file))
        }

        func read(_ name: String) -> [UInt8]? {
            FileManager.default.contents(atPath: "\(path)/\(name)").map(Array.init)
        }
    }

    /// Serves `content`; breaks after `limit` bytes of a call, and counts what it was asked.
    final class Server: ModelFetcher, @unchecked Sendable {
        // Tests call it from one thread.
        var content: [String: [UInt8]]
        var limit = Int.max
        var canResume = true
        private(set) var offsets: [Int] = []

        init(_ content: [String: [UInt8]]) { self.content = content }

        func open(_ address: String, from offset: Int) throws -> any ByteReader {
            offsets.append(offset)
            guard let bytes = content[address] else { throw Refusal(reason: "404 Not Found") }
            let start = canResume ? offset : 0
            return Reader(start: start, totalBytes: bytes.count, rest: bytes[start...], limit: limit)
        }
    }

    struct Refusal: Error, CustomStringConvertible {
        var reason: String
        var description: String { reason }
    }

    struct Reader: ByteReader {
        let start: Int
        let totalBytes: Int?
        var rest: ArraySlice<UInt8>
        var limit: Int

        mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            if rest.isEmpty { return 0 }
            guard limit > 0 else { throw Refusal(reason: "connection reset") }
            let piece = rest.prefix(min(1000, limit, buffer.count))
            buffer.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            limit -= piece.count
            return piece.count
        }
    }

    private let content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    private let folder: Folder
    private let store: ModelStore

    init() throws {
        folder = try Folder()
        store = ModelStore(
            cacheDirectory: "\(folder.path)/cache", searchPaths: ["\(folder.path)/a", "\(folder.path)/b"])
    }

    private func manifest(addresses: [String] = ["https://one/m"], extra: String = "") throws -> ModelManifest {
        let list = addresses.map { "\"\($0)\"" }.joined(separator: ", ")
        return try Fixture.manifest(
            Fixture.json(
                files: #"""
                    [{"name": "m.onnx", "role": "model", "bytes": \#(content.count), "also": ["upstream.onnx"],
                      "sha256": "\#(Digest(of: content))", "addresses": [\#(list)]\#(extra)}]
                    """#))
    }

    @Test func environmentSaysWhereTheCacheIs() throws {
        #expect(
            try ModelStore(environment: ["XDG_CACHE_HOME": "/x", "HOME": "/h"]).cacheDirectory == "/x/vigie/models")
        #expect(
            try ModelStore(environment: ["XDG_CACHE_HOME": "x", "HOME": "/h"]).cacheDirectory
                == "/h/.cache/vigie/models")
        #expect(try ModelStore(environment: ["HOME": "/h", "VIGIE_MODEL_PATH": "/a::/b"]).searchPaths == ["/a", "/b"])
        #expect(throws: ModelStoreError.self) { try ModelStore(environment: [:]) }
    }

    @Test(arguments: ["cache/test/m.onnx", "a/m.onnx", "b/upstream.onnx", "b/test/m.onnx"])
    func locatesAFileInEachPlace(place: String) throws {
        try folder.write(content, place)
        #expect(try store.locate(manifest()) == [.model: "\(folder.path)/\(place)"])
    }

    @Test func aMissingModelSaysHowToGetIt() throws {
        let error = #expect(throws: ModelStoreError.self) { try store.locate(manifest()) }
        #expect(
            error?.description == "the model test is not here, as its file m.onnx is missing; get it by"
                + " 'vigie model pull test', or name a directory that holds it in VIGIE_MODEL_PATH")
        #expect(error?.exitCode == .missingInput)
        let made = try manifest(addresses: [], extra: #", "made_by": "models/tools/m.sh""#)
        #expect(
            #expect(throws: ModelStoreError.self) { try store.locate(made) }?.description
                == "the model test is not here, as its file m.onnx is missing; make it by"
                + " 'models/tools/m.sh DIRECTORY' and name that directory in VIGIE_MODEL_PATH")
    }

    @Test func aFlippedByteIsFoundEachTime() throws {
        var flipped = content
        flipped[77] ^= 1
        try folder.write(content, "a/m.onnx")
        _ = try store.locate(manifest())
        try folder.write(flipped, "a/m.onnx")
        let error = ModelStoreError.wrongDigest(
            place: "\(folder.path)/a/m.onnx", expected: Digest(of: content), found: Digest(of: flipped))
        #expect(throws: error) { try store.locate(manifest()) }
        #expect(error.exitCode == .badData)
        #expect(
            error.description.contains(Digest(of: content).hex) && error.description.contains(Digest(of: flipped).hex))
        // A place further on that is right is taken.
        try folder.write(content, "b/m.onnx")
        #expect(try store.locate(manifest()) == [.model: "\(folder.path)/b/m.onnx"])
    }

    @Test func pullsFromAnAddressAndTellsHowFarItIs() throws {
        let server = Server(["https://one/m": content])
        var progress: [PullProgress] = []
        let paths = try store.pull(manifest(), fetcher: server) { progress.append($0) }
        #expect(paths == [.model: "\(folder.path)/cache/test/m.onnx"])
        #expect(folder.read("cache/test/m.onnx") == content)
        #expect(folder.read("cache/test/m.onnx.part") == nil)
        #expect(progress.map(\.received) == [1000, 2000, 3000, 4000, 5000])
        #expect(progress.allSatisfy { $0.total == 5000 && $0.file == "m.onnx" })
        _ = try store.pull(manifest(), fetcher: server)
        #expect(server.offsets == [0])
    }

    @Test func goesOnWhereAConnectionBroke() throws {
        let server = Server(["https://one/m": content])
        server.limit = 1500
        let error = #expect(throws: ModelStoreError.self) { try store.pull(manifest(), fetcher: server) }
        #expect(
            error?.description == "m.onnx cannot be fetched (https://one/m: connection reset); get it by"
                + " 'vigie model pull test', or name a directory that holds it in VIGIE_MODEL_PATH")
        #expect(error?.exitCode == .service)
        #expect(folder.read("cache/test/m.onnx") == nil)
        #expect(folder.read("cache/test/m.onnx.part") == Array(content[..<1500]))
        server.limit = .max
        _ = try store.pull(manifest(), fetcher: server)
        #expect(server.offsets == [0, 1500])
        #expect(folder.read("cache/test/m.onnx") == content)
    }

    @Test func anAddressLosesItsSecretsInMessages() throws {
        let address = "https://me:secret@one/m?token=secret"
        let manifest = try manifest(addresses: [address])
        for server in [Server([:]), Server([address: Array(content.reversed())])] {
            let error = #expect(throws: ModelStoreError.self) { try store.pull(manifest, fetcher: server) }
            #expect(error?.description.contains("https://one/m?token=***: ") == true)
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test func goesOnAtTheNextAddress() throws {
        let server = Server(["https://two/m": content])
        _ = try store.pull(manifest(addresses: ["https://one/m", "https://two/m"]), fetcher: server)
        #expect(folder.read("cache/test/m.onnx") == content)
    }

    @Test func startsAgainWhereTheServerCannotResume() throws {
        try folder.write(Array(content[..<1500]), "cache/test/m.onnx.part")
        let server = Server(["https://one/m": content])
        server.canResume = false
        _ = try store.pull(manifest(), fetcher: server)
        #expect(server.offsets == [1500])
        #expect(folder.read("cache/test/m.onnx") == content)
    }

    @Test(arguments: [
        Array(repeating: UInt8(9), count: 1500), Array(repeating: 9, count: 5000), Array(repeating: 9, count: 9000),
    ])
    func startsAgainWhereTheRestOfAnotherDayIsWrong(part: [UInt8]) throws {
        try folder.write(part, "cache/test/m.onnx.part")
        _ = try store.pull(manifest(), fetcher: Server(["https://one/m": content]))
        #expect(folder.read("cache/test/m.onnx") == content)
    }

    @Test func refusesOtherBytesAndKeepsNothing() throws {
        var flipped = content
        flipped[4999] ^= 0x80
        let server = Server(["https://one/m": flipped])
        #expect(
            throws: ModelStoreError.wrongDigest(
                place: "https://one/m", expected: Digest(of: content), found: Digest(of: flipped))
        ) { try store.pull(manifest(), fetcher: server) }
        #expect(folder.read("cache/test/m.onnx") == nil && folder.read("cache/test/m.onnx.part") == nil)
    }

    @Test func refusesAnotherSize() throws {
        let server = Server(["https://one/m": content + [1]])
        let error = #expect(throws: ModelStoreError.self) { try store.pull(manifest(), fetcher: server) }
        #expect(error?.description.contains("has 5001 bytes where the manifest says 5000") == true)
    }

    @Test func replacesADamagedFileInTheCache() throws {
        try folder.write([1, 2, 3], "cache/test/m.onnx")
        _ = try store.pull(manifest(), fetcher: Server(["https://one/m": content]))
        #expect(folder.read("cache/test/m.onnx") == content)
    }

    @Test func takesSearchPathsBeforeAddresses() throws {
        try folder.write(content, "b/upstream.onnx")
        let server = Server([:])
        _ = try store.pull(manifest(), fetcher: server)
        #expect(server.offsets.isEmpty && folder.read("cache/test/m.onnx") == content)
    }

    @Test func fromADirectoryLooksNowhereElse() throws {
        try folder.write(content, "a/m.onnx")
        let server = Server(["https://one/m": content])
        let error = #expect(throws: ModelStoreError.self) {
            try store.pull(manifest(), from: "\(folder.path)/c", fetcher: server)
        }
        #expect(error?.exitCode == .missingInput && server.offsets.isEmpty)
        #expect(folder.read("cache/test/m.onnx.part") == nil)
        try folder.write(content, "c/upstream.onnx")
        _ = try store.pull(manifest(), from: "\(folder.path)/c", fetcher: server)
        #expect(folder.read("cache/test/m.onnx") == content)
    }

    @Test func aCacheThatCannotBeMadeIsSaid() throws {
        try folder.write([], "cache")
        let error = #expect(throws: ModelStoreError.self) {
            try store.pull(manifest(), fetcher: Server(["https://one/m": content]))
        }
        #expect(error?.exitCode == .cannotCreate)
        #expect(error?.description == "\(folder.path)/cache/test: cannot be created: Not a directory")
    }
}
