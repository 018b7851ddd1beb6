import Foundation
import TestSupport
import Testing

/// Python's own file server on loopback, which lives as long as this value.
private final class FileServer {
    private let process = Process()
    let root: String

    init(serving directory: ScratchDirectory) throws {
        let output = directory.file(".server")
        try Data().write(to: output)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", directory.url.path,
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        while true {
            // "Serving HTTP on 127.0.0.1 port 8000 (http://127.0.0.1:8000/) ..."
            let said = try String(contentsOf: output, encoding: .utf8)
            if let address = said.firstMatch(of: /\((http:.*)\/\)/) {
                root = String(address.1)
                return
            }
            try #require(process.isRunning)
            sched_yield()
        }
    }

    /// The threads that run tests block SIGTERM, and children inherit that.
    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// Whatever a secret in an address comes by, it is not shown.
@Suite struct CredentialCommandTests {
    private let scratch: ScratchDirectory
    private let server: FileServer

    init() throws {
        scratch = try ScratchDirectory()
        try TinyModel.write(to: scratch.url)
        server = try FileServer(serving: scratch)
    }

    /// All that the command says, and its logs with their names.
    private func everything(of arguments: String...) throws -> (status: Int32, text: String) {
        let result = try Command.run(
            arguments + ["--model", "tiny.json", "--log", "logs/"], in: scratch.url,
            environment: ["VIGIE_MODEL_PATH": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")])
        var text = result.output + result.error
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path("logs")) {
            text += try name + "\n" + String(contentsOf: scratch.file("logs/" + name), encoding: .utf8)
        }
        return (result.status, text)
    }

    @Test(arguments: [[], ["--json"]]) func summaryAndLogHideIt(options: [String]) throws {
        try SquareClip.write(to: scratch.file("squares.y4m"), frames: 2)
        let address = server.root + "/squares.y4m?token=secret"
        let (status, text) = try everything(of: "detect", address, options.first ?? "--force")
        #expect(status == 0, "\(text)")
        #expect(!text.contains("secret"), "\(text)")
        // The summary's name of the clip, and the log's source.
        #expect(text.components(separatedBy: server.root + "/squares.y4m?token=***").count == 3)
    }

    @Test func theReasonOfAFailureHidesIt() throws {
        try Data("YUV4MPEG2 W32 H32 F10:1 Ip A1:1 C420jpeg\n".utf8).write(to: scratch.file("none.y4m"))
        let (status, text) = try everything(of: "detect", server.root + "/none.y4m?key=secret")
        #expect(status == 65, "\(text)")
        #expect(text.contains("\"reason\":\"\(server.root)/none.y4m?key=***: not one frame could be decoded\""))
        #expect(!text.contains("secret"), "\(text)")
    }

    @Test func theNameOfTheStreamHidesIt() throws {
        try SquareClip.write(to: scratch.file("user=me&password=secret"), frames: 2)
        let (status, text) = try everything(of: "detect", server.root + "/user=me&password=secret")
        #expect(status == 0, "\(text)")
        #expect(!text.contains("secret"), "\(text)")
    }

    @Test func anAddressThatCannotBeReachedHidesIt() throws {
        let (status, text) = try everything(of: "detect", "http://me:secret@127.0.0.1:1/clip.mp4?token=secret")
        #expect(status == 69, "\(text)")
        #expect(!text.contains("secret"), "\(text)")
    }
}
