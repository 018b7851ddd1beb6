internal import VigieCore

extension Site {
    /// Reads a site file.
    ///
    /// - Parameters:
    ///   - bytes: The file's content.
    ///   - file: Its name, for errors.
    ///   - classes: The names of the model's classes, by index.
    /// - Throws: `SiteError` for the first thing that is wrong.
    public static func read(_ bytes: [UInt8], file: String, classes: [String]) throws(SiteError) -> Site {
        try read(bytes, file: file, classes: classes, rules: ruleTypes)
    }

    static func read(
        _ bytes: [UInt8], file: String, classes: [String], rules: [any Rule.Type]
    ) throws(SiteError) -> Site {
        throw SiteError(file: file, line: 1, column: 1, reason: "site files are not read yet")
    }
}
