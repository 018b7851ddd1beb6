import Foundation

/// Where this package lies.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

/// A clip that fixtures/generate.sh made.
func fixture(_ name: String) -> String { packageRoot.appending(path: "fixtures/\(name)").path }

/// A directory that is removed with this value.
final class TemporaryDirectory {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "vigie-video-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("\(path) stays behind: \(error)") }
    }

    func path(_ name: String) -> String { path + "/" + name }

    @discardableResult func write(_ bytes: some Collection<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: path(name)))
        return path(name)
    }
}

extension TemporaryDirectory {
    /// A copy of a fixture in which the middle of some packets is overwritten.
    func breakPackets(of clip: String, at numbers: [Int]) throws -> String {
        let text = try run([
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=pos,size", "-of", "csv=p=0",
            fixture(clip),
        ])
        let packets = String(decoding: text, as: UTF8.self).split(separator: "\n")
            .map { $0.split(separator: ",").compactMap { Int($0) } }
        var bytes = try bytes(of: fixture(clip))
        for number in numbers {
            let (size, position) = (packets[number][0], packets[number][1])
            for offset in position + size / 4..<position + 3 * size / 4 { bytes[offset] = 0xFF }
        }
        return try write(bytes, to: clip)
    }
}

func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

struct CommandFailed: Error {
    var command: [String]
    var message: String
}

/// Runs a program found in PATH to its end; what it wrote to standard output.
///
/// Through files: Foundation's pipes trap where a signal (of another child's end) interrupts reading.
@discardableResult func run(_ command: [String]) throws -> [UInt8] {
    let directory = try TemporaryDirectory()
    let output = try directory.write([], to: "output"), errors = try directory.write([], to: "errors")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw CommandFailed(command: command, message: String(decoding: try bytes(of: errors), as: UTF8.self))
    }
    return try bytes(of: output)
}

/// Runs ffmpeg quietly and bit-exactly over the generated picture `source`; the path of what it wrote.
@discardableResult func encode(_ source: String, _ options: String, to path: String) throws -> String {
    let words =
        ["ffmpeg", "-v", "error", "-y", "-bitexact", "-f", "lavfi", "-i", source]
        + options.split(separator: " ").map(String.init)
    try run(words + [path])
    return path
}
