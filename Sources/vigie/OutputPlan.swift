internal import FoundationEssentials
internal import VigieCore
internal import VigieLog
internal import VigieVideo

/// One stream with the outputs that it gets.
struct ClipJob {
    /// One clip; several are joined.
    var clips: [String]
    /// The first clip as it may be shown: without credentials.
    var shownClip: String { Credentials.hidden(in: clips[0]) }
    /// All of them, for a person.
    var shownClips: String { shownClip + (clips.count > 1 ? " and \(clips.count - 1) more, joined" : "") }
    /// The stream's name in the log.
    var stream: String
    var log: String
    var annotation: String?
}

/// Which stream is written where; settled before the first clip is opened.
struct OutputPlan {
    let jobs: [ClipJob]

    /// - Parameter inputFiles: What model and mask were read from.
    /// - Throws: `OutputError` where an output directory is missing and cannot be made, or where an output would replace an
    ///   input, whichever clip's, or another output.
    init(_ command: Detect, inputFiles: [String]) throws {
        let streams = command.join ? [command.clips] : command.clips.map { [$0] }
        let names = Self.streamNames(of: streams.map { $0[0] })
        let isSingle = streams.count == 1
        let logDirectory = try Self.directory(command.log, isSingle: isSingle)
        let annotationDirectory = try Self.directory(command.annotate, isSingle: isSingle)
        jobs = zip(streams, names).map { clips, name in
            ClipJob(
                clips: clips, stream: name,
                log: logDirectory.map { "\($0)/\(name).jsonl" } ?? command.log ?? "\(name).jsonl",
                annotation: command.annotate.map { file in annotationDirectory.map { "\($0)/\(name).mp4" } ?? file })
        }
        try Self.refuseLosses(of: jobs, inputFiles: inputFiles)
    }

    /// Each output must be a file of its own, whatever links and paths say.
    private static func refuseLosses(of jobs: [ClipJob], inputFiles: [String]) throws {
        var uses: [FileIdentity: String] = [:]
        for input in inputFiles + jobs.flatMap(\.clips).flatMap({ VideoSource.localFiles(of: $0) }) {
            let name = input == "-" ? "standard input" : "the input \(input)"
            if let identity = FileIdentity(input: input) { uses[identity] = "\(name), which would be lost" }
        }
        for output in jobs.flatMap({ [$0.log, $0.annotation] }).compactMap(\.self) {
            guard let identity = FileIdentity(output: output) else { continue }
            if let use = uses[identity] { throw OutputError(path: output, reason: "it is the same file as \(use)") }
            uses[identity] = output == "-" ? "standard output" : "another output, \(output)"
        }
    }

    /// The directory that an output stands for: always for several clips, for one where it is there or ends in a slash.
    private static func directory(_ output: String?, isSingle: Bool) throws -> String? {
        guard let output else { return nil }
        var isDirectory = false
        let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isDirectory)
        guard isDirectory || output.hasSuffix("/") || !isSingle else { return nil }
        if exists && !isDirectory {
            throw OutputError(path: output, reason: "it is a file; several clips need a directory")
        }
        do {
            try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        } catch {
            throw OutputError(path: output, reason: "the directory cannot be made")
        }
        return output.hasSuffix("/") ? String(output.dropLast()) : output
    }

    /// The clips' names without folder and extension; one that is taken gets the first of `-2`, `-3`, … that is not.
    static func streamNames(of clips: [String]) -> [String] {
        var taken: Set<String> = []
        return clips.map { clip in
            let name = freeName(for: streamName(of: Credentials.hidden(in: clip)), taken)
            taken.insert(name)
            return name
        }
    }

    private static func freeName(for stem: String, _ taken: Set<String>) -> String {
        guard taken.contains(stem) else { return stem }
        var number = 2
        while taken.contains("\(stem)-\(number)") { number += 1 }
        return "\(stem)-\(number)"
    }

    private static func streamName(of clip: String) -> String {
        if clip == "-" { return "stdin" }
        let path = clip.split(separator: "?").first.map(String.init) ?? clip
        let last = path.split(separator: "/").last.map(String.init) ?? ""
        let dot = last.lastIndex(of: ".")
        let stem = dot.map { $0 == last.startIndex ? last : String(last[..<$0]) } ?? last
        // A name stands in ids and in file names.
        let name = stem.map { $0.isLetter || $0.isNumber || "-_.+".contains($0) ? $0 : "_" }
        return name.allSatisfy { $0 == "." } ? "clip" : String(name)
    }
}

/// An output that cannot be made.
struct OutputError: Failure {
    var path: String
    var reason: String
    var exitCode: ExitCode { .cannotCreate }
    var description: String { "\(path) cannot be created: \(reason)" }
}
