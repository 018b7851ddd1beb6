internal import VigieCore
internal import VigieEvaluation
internal import VigieLog
internal import VigieVideo

#if canImport(Glibc)
    internal import Glibc
#endif

/// What is measured: masks of motion, from wherever they come.
enum MotionHypothesis {
    case vigieLog(String)
    case pictures(String, [NumberedPicture])
    case clip(String)

    /// What came out of a measurement.
    struct Outcome {
        let result: ChangeResult
        /// The grid of the last mask that counted.
        let grid: CellGrid
        /// For pictures, the number of the one of frame 0.
        var offset: Int?
        /// The log has no end.
        var isPartial = false
    }

    /// A log is a file that begins with a brace, or whose name says so, and what comes on standard input.
    init(_ input: String) throws {
        if input == "-" || input.hasSuffix(".jsonl") || Self.firstByte(of: input) == UInt8(ascii: "{") {
            self = .vigieLog(input)
        } else if let pictures = try VideoSource.numberedPictures(of: input) {
            self = .pictures(input, pictures)
        } else {
            self = .clip(input)
        }
    }

    private static func firstByte(of path: String) -> UInt8? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var byte: UInt8 = 0
        return read(descriptor, &byte, 1) == 1 ? byte : nil
    }

    /// As the user named it, without secrets.
    var name: String {
        switch self {
        case .vigieLog(let name), .pictures(let name, _), .clip(let name): Credentials.hidden(in: name)
        }
    }

    func measure(against truth: MaskTruth) throws -> Outcome {
        var run = MotionRun(truth: truth, name: name)
        switch self {
        case .vigieLog(let path): return try run.measure(log: path)
        case .pictures(_, let pictures): return try run.measure(pictures)
        case .clip(let address): return try run.measure(clip: address)
        }
    }
}

/// One measurement on its way.
private struct MotionRun {
    let truth: MaskTruth
    let name: String
    var measurement: ChangeMeasurement
    var grid: CellGrid?
    var cells: [UInt8] = []
    var compared = 0

    init(truth: MaskTruth, name: String) {
        self.truth = truth
        self.name = name
        measurement = ChangeMeasurement(alignment: truth.alignment, comparison: truth.comparison)
    }

    mutating func measure(log path: String) throws -> MotionHypothesis.Outcome {
        var reader = try LogReader(path: path, toleratesCut: true)
        var stream: StreamRecord?
        var clipFrames = 0
        var hasMotion = false
        while let record = try reader.next() {
            let place = "\(name), line \(reader.line)"
            switch record {
            case .stream(let record):
                guard stream == nil else { throw error(place, "a second stream: measure one at a time.") }
                stream = record
            case .frame(let record):
                clipFrames = max(clipFrames, try checked(record.frame, at: place) + 1)
            case .motion(let motion):
                guard let stream, stream.stream == motion.stream else {
                    throw error(place, "the stream \"\(motion.stream)\" has not been described.")
                }
                hasMotion = true
                clipFrames = max(clipFrames, try checked(motion.frame, at: place) + 1)
                try add(motion, stream, at: place)
            default: break
            }
        }
        guard stream != nil else { throw error(name, "this log has no stream.") }
        guard hasMotion else {
            throw error(name, "this log has no motion records: write them with 'vigie detect --explain motion'.")
        }
        var outcome = try finish(clipFrames: clipFrames)
        outcome.isPartial = reader.isCut
        return outcome
    }

    private mutating func add(_ motion: MotionRecord, _ stream: StreamRecord, at place: String) throws {
        let mask = motion.mask
        let truth = truth
        try compare(motion.frame, at: place) { cells throws(EvaluationError) in
            if cells.count != mask.width * mask.height {
                cells = [UInt8](repeating: 0, count: mask.width * mask.height)
            }
            var span = cells.mutableSpan
            mask.decode(into: &span)
            return try CellGrid(
                columns: mask.width, rows: mask.height, cell: motion.cell, frameWidth: stream.width ?? truth.width,
                frameHeight: stream.height ?? truth.height)
        }
    }

    mutating func measure(_ pictures: [NumberedPicture]) throws -> MotionHypothesis.Outcome {
        let last = pictures[pictures.count - 1]
        guard last.number <= MaskTruth.largestNumber else {
            throw error(last.path, "its name has no number of a frame.")
        }
        // Pictures whose numbers begin late are a part of a clip, and numbered as the truth is.
        let offset = TruthAlignment.firstOfClip(pictures[0].number) ?? truth.alignment.offset
        for picture in pictures {
            try compare(picture.number - offset, at: picture.path) { cells in
                let mask = try MaskPicture(picture.path)
                cells = mask.values
                return try foreground(&cells, mask.width, mask.height)
            }
        }
        var outcome = try finish(clipFrames: last.number - offset + 1)
        outcome.offset = offset
        return outcome
    }

    mutating func measure(clip address: String) throws -> MotionHypothesis.Outcome {
        var source = try VideoSource(address)
        var clipFrames = 0
        reading: while true {
            switch try source.next() {
            case .frame(let frame):
                let place = "\(name), frame \(frame.index)"
                guard !frame.isDamaged else { throw error(place, "the frame is damaged.") }
                clipFrames = frame.index + 1
                try compare(frame.index, at: place) { cells in
                    try frame.copyGrey(to: &cells)
                    return try foreground(&cells, frame.width, frame.height)
                }
            case .fault(let fault):
                throw error("\(name), frame \(fault.frame)", "the clip is damaged: \(fault.message)")
            case .undecoded: continue
            case .end: break reading
            }
        }
        return try finish(clipFrames: clipFrames)
    }

    /// Compares a frame where it counts; only then its mask is asked for.
    private mutating func compare(
        _ frame: Int, at place: String, mask: (inout [UInt8]) throws -> CellGrid
    ) throws {
        do {
            guard let number = try measurement.number(due: frame) else { return }
            // A span of a member would keep all of `self` from being changed.
            var cells: [UInt8] = []
            swap(&cells, &self.cells)
            defer { swap(&cells, &self.cells) }
            let grid = try mask(&cells)
            let (path, values) = try truth.mask(number)
            do throws(EvaluationError) {
                try measurement.add(frame: frame, truth: values.span, cells: cells.span, grid: grid)
            } catch {
                if case .level = error { throw error.about(path) }
                throw error.about(place)
            }
            self.grid = grid
            compared += 1
            if compared % 16 == 0 {
                Terminal.progress("\(compared) of \(truth.alignment.counting.count) frames")
            }
        } catch let error as EvaluationError {
            if case .file = error { throw error }
            throw error.about(place)
        }
    }

    private mutating func finish(clipFrames: Int) throws -> MotionHypothesis.Outcome {
        do throws(EvaluationError) {
            let result = try measurement.finish(clipFrames: clipFrames)
            guard let grid else { preconditionFailure("a result without a frame") }
            return MotionHypothesis.Outcome(result: result, grid: grid)
        } catch {
            throw error.about(name)
        }
    }

    private func checked(_ frame: Int, at place: String) throws -> Int {
        guard (0...MaskTruth.largestNumber).contains(frame) else { throw error(place, "\(frame) is no frame's index.") }
        return frame
    }

    private func error(_ name: String, _ reason: String) -> EvaluationError { .file(name: name, reason: reason) }
}

/// Makes a mask of a picture's grey values.
private func foreground(_ cells: inout [UInt8], _ width: Int, _ height: Int) throws(EvaluationError) -> CellGrid {
    for index in cells.indices { cells[index] = cells[index] >= MaskPicture.threshold ? 1 : 0 }
    return try CellGrid(picture: width, height)
}
