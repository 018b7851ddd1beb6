/// One of the numbered pictures of a directory or a pattern.
public struct NumberedPicture: Sendable, Hashable {
    /// The number in its name, the last where there are several; `Int.max` where it does not fit.
    public let number: Int
    /// Where it is.
    public let path: String
}

extension VideoSource {
    /// The pictures that opening a directory or a pattern would read one after the other, in the order of their numbers.
    ///
    /// - Returns: Nil where `address` is neither.
    /// - Throws: `VideoError.missing`, `.unreadable`, `.empty`, and `.noPictures` where there is none.
    public static func numberedPictures(of address: String) throws(VideoError) -> [NumberedPicture]? {
        let pictures: [NumberedPicture]
        switch try Address(address) {
        case .pipe, .url, .file: return nil
        case .directory(let path): pictures = NumberedPictures(in: path).pictures
        case .pattern(let directory, let prefix, let digits, let suffix):
            pictures = NumberedPictures(in: directory, prefix: prefix, digits: digits, suffix: suffix).pictures
        }
        guard !pictures.isEmpty else { throw .noPictures(address: address) }
        return pictures
    }
}
