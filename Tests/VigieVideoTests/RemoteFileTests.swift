import Foundation
import Testing
import VigieCore
import VigieVideo

/// A server on loopback that lives as long as this value.
private final class RangeServer {
    private let process = Process()
    private let input = Pipe()
    let root: String

    init(serving directory: String) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Support/range_server.py")
            .path
        let port = directory + "/.port"
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script, directory, port]
        process.standardInput = input
        try process.run()
        // The script makes the file once it listens.
        while !FileManager.default.fileExists(atPath: port) {
            guard process.isRunning else {
                throw CommandFailed(command: ["python3", script], message: "the server ended")
            }
            sched_yield()
        }
        root = "http://127.0.0.1:" + String(decoding: try bytes(of: port), as: UTF8.self)
    }

    /// SIGTERM would not do: a child inherits the signals that the thread which starts it has blocked, and those that run
    /// tests block nearly all. Closing its input would not either, as long as any other child has inherited that pipe.
    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

@Suite(.serialized) struct RemoteFileTests {
    private let directory: TemporaryDirectory
    private let server: RangeServer
    private let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(content, to: "data.bin")
        server = try RangeServer(serving: directory.path)
    }

    private func read(_ address: String, offset: Int64 = 0) throws -> (bytes: [UInt8], size: Int64?) {
        var file = try RemoteFile(address: address, offset: offset)
        var all: [UInt8] = [], piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { return (all, file.size) }
            all += piece[..<count]
        }
    }

    @Test func wholeFileOverHTTP() throws {
        let (bytes, size) = try read(server.root + "/data.bin")
        #expect(bytes == content)
        #expect(size == 300_000)
    }

    @Test func restOfAFileOverHTTP() throws {
        let (bytes, size) = try read(server.root + "/data.bin", offset: 123_457)
        #expect(bytes == Array(content[123_457...]))
        #expect(size == 300_000)
    }

    @Test func restOfALocalFile() throws {
        for prefix in ["file:", "file://"] {
            let (bytes, size) = try read(prefix + directory.path("data.bin"), offset: 299_990)
            #expect(bytes == Array(content[299_990...]))
            #expect(size == 300_000)
        }
    }

    private func failure(_ address: String, offset: Int64 = 0) -> VideoError? {
        do {
            _ = try read(address, offset: offset)
            return nil
        } catch {
            return error as? VideoError
        }
    }

    @Test func missingFileIsTheServersReason() {
        let error = failure(server.root + "/none.bin?key=secret")
        #expect(
            error == .unreachable(address: server.root + "/none.bin?key=***", reason: "Server returned 404 Not Found"))
        #expect(error?.exitCode == .service)
    }

    @Test func serverWithoutRangesCannotContinue() {
        let error = failure(server.root + "/whole/data.bin", offset: 1000)
        #expect(error?.description.contains("cannot continue") == true)
    }

    @Test func brokenConnectionIsNoEnd() { #expect(failure(server.root + "/broken/data.bin")?.exitCode == .service) }

    @Test func missingLocalFileIsTheSystemsReason() {
        #expect(failure("file:/nonexistent/x")?.description.contains("No such file or directory") == true)
    }

    @Test func interruptionEndsIt() {
        #expect(throws: VideoError.interrupted(address: server.root + "/data.bin")) {
            _ = try RemoteFile(address: server.root + "/data.bin", isInterrupted: { true })
        }
    }

    @Test func clipIsReadOverHTTP() throws {
        try directory.write(try bytes(of: fixture("mpeg4.avi")), to: "clip.avi")
        let remote = try Reading(server.root + "/clip.avi"), local = try Reading(fixture("mpeg4.avi"))
        #expect(remote.frames == local.frames)
        #expect(remote.faults == [])
        #expect(remote.description.sha256 == nil)
    }
}
