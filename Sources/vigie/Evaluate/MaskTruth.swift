internal import FoundationEssentials
internal import VigieCore
internal import VigieEvaluation
internal import VigieVideo

/// The truth of change detection: a directory of numbered masks, with CDnet's layout where it has that.
struct MaskTruth {
    /// Numbers beyond are no numbers of frames.
    static let largestNumber = 1 << 40

    /// As the user named it.
    let directory: String
    let masks: [NumberedPicture]
    let alignment: TruthAlignment
    /// Pixels of each mask.
    let width, height: Int
    /// The picture that says which pixels count; nil where all do.
    let region: String?
    /// The file that says which numbers count; nil where there is none, or the user said it.
    let rangeFile: String?
    /// The masks keep their values; otherwise they tell motion from no motion only.
    let isExact: Bool
    private let regionValues: [UInt8]?

    init(_ command: Evaluate) throws {
        directory = command.truth
        let layout = Layout(command.truth)
        let masks = try Self.masks(of: layout.masks)
        guard masks[masks.count - 1].number <= Self.largestNumber else {
            throw EvaluationError.file(name: masks[masks.count - 1].path, reason: "its name has no number of a frame.")
        }
        self.masks = masks
        let isRangeGiven = command.from != nil && command.to != nil
        let range = isRangeGiven ? nil : try layout.file(["temporalROI.txt"]).map(TemporalRange.init)
        rangeFile = range?.path
        do throws(EvaluationError) {
            alignment = try TruthAlignment(
                numbers: masks.map(\.number), offset: command.offset, from: command.from ?? range?.from,
                to: command.to ?? range?.to)
        } catch {
            throw error.exitCode == .usage ? error : error.about(command.truth)
        }
        let first = try MaskPicture(masks[0].path)
        (width, height, isExact) = (first.width, first.height, first.isExact)
        region = command.region ?? layout.file(["ROI.bmp", "ROI.png", "ROI.jpg"])
        regionValues = try region.map { try Self.region($0, first.width, first.height) }
    }

    var comparison: FrameComparison { FrameComparison(width: width, height: height, region: regionValues) }

    private static func masks(of directory: String) throws -> [NumberedPicture] {
        do {
            if let masks = try VideoSource.numberedPictures(of: directory) { return masks }
        } catch VideoError.noPictures {
            throw EvaluationError.file(
                name: directory, reason: "there are no numbered masks (such as gt000001.png) in it.")
        }
        throw EvaluationError.file(
            name: directory, reason: "truth is a directory of numbered masks, which this is not.")
    }

    /// The mask of a number that there is.
    func mask(_ number: Int) throws -> (path: String, values: [UInt8]) {
        var (low, high) = (0, masks.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if masks[middle].number < number { low = middle + 1 } else { high = middle }
        }
        let path = masks[low].path
        let picture = try MaskPicture(path)
        guard picture.width == width, picture.height == height else {
            throw EvaluationError.file(
                name: path,
                reason: "the mask has \(picture.width) × \(picture.height) pixels, the first one \(width) × \(height).")
        }
        return (path, isExact ? picture.values : picture.values.map { $0 >= MaskPicture.threshold ? 255 : 0 })
    }

    private static func region(_ path: String, _ width: Int, _ height: Int) throws -> [UInt8] {
        let picture = try MaskPicture(path)
        guard picture.width == width, picture.height == height else {
            throw EvaluationError.file(
                name: path,
                reason:
                    "the region has \(picture.width) × \(picture.height) pixels, the truth's masks \(width) × \(height)."
            )
        }
        guard !picture.isExact else { return picture.values }
        return picture.values.map { $0 >= MaskPicture.threshold ? 255 : 0 }
    }
}

/// Where the files of a truth are.
private struct Layout {
    /// The directory of the masks.
    let masks: String
    /// The directories that may hold the files beside them.
    private let places: [String]

    /// `directory` is CDnet's, which has the masks in `groundtruth`, or holds the masks itself. Where it is that
    /// `groundtruth`, the files beside it count as well: without them the figures would be others.
    init(_ directory: String) {
        let inner = directory.hasSuffix("/") ? directory + "groundtruth" : directory + "/groundtruth"
        if FileManager.default.fileExists(atPath: inner) {
            masks = inner
            places = [directory]
        } else {
            masks = directory
            let isInner = directory.split(separator: "/").last == "groundtruth"
            places = isInner ? [directory, directory + "/.."] : [directory]
        }
    }

    /// The first of these files that is there.
    func file(_ names: [String]) -> String? {
        for place in places {
            for name in names {
                let path = place.hasSuffix("/") ? place + name : place + "/" + name
                if FileManager.default.fileExists(atPath: path) { return path }
            }
        }
        return nil
    }
}

/// CDnet's `temporalROI.txt`: the first and the last number that count.
private struct TemporalRange {
    let path: String
    let from, to: Int

    init(_ path: String) throws {
        self.path = path
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw EvaluationError.file(name: path, reason: "it cannot be read as text.")
        }
        let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
        guard numbers.count == 2, let from = numbers[0], let to = numbers[1], from <= to, from >= 0,
            to <= MaskTruth.largestNumber
        else {
            throw EvaluationError.file(
                name: path, reason: "it must hold two numbers, the first and the last that count.")
        }
        (self.from, self.to) = (from, to)
    }
}
