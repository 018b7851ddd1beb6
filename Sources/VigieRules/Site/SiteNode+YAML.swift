internal import Yams

/// The only file that sees the YAML parser.
extension SiteNode {
    static let largestFile = 1_048_576

    /// The tree of a file's content.
    init(_ bytes: [UInt8], file: String) throws(SiteError) {
        func error(_ line: Int, _ column: Int, _ reason: String) -> SiteError {
            SiteError(file: file, line: line, column: column, reason: reason)
        }
        guard bytes.count <= Self.largestFile else {
            throw error(1, 1, "the file has \(bytes.count) bytes: a site file has at most \(Self.largestFile)")
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = String(decoding: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self)
        try YAMLSubset.check(text, file: file)
        let root: Node?
        do {
            root = try Parser(yaml: text, encoding: .utf8).singleRoot()
        } catch let failure as YamlError {
            switch failure {
            case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
                let context = context.map { " (\($0.text))" } ?? ""
                throw error(mark.line, mark.column, "this is not YAML: \(problem)\(context)")
            case .composer(_, _, let mark, _):
                throw error(mark.line, mark.column, "a second document begins here: a site file holds one")
            case .duplicatedKeysInMapping(let keys, let context):
                throw SiteError.repeatedKey(
                    keys.first ?? "", line: context.mark.line, column: context.mark.column, file: file)
            default: throw error(1, 1, "this is not YAML")
            }
        } catch _ {
            throw error(1, 1, "this is not YAML")
        }
        guard let root else { throw error(1, 1, "the file is empty: it begins with 'vigie: 1', see docs/site.md") }
        self.init(root, file: file)
    }

    private init(_ node: Node, file: String) {
        self.file = file
        line = node.mark?.line ?? 1
        column = node.mark?.column ?? 1
        switch node {
        case .scalar(let scalar): content = .scalar(scalar.string, isPlain: scalar.style == .plain)
        case .sequence(let items): content = .list(items.map { SiteNode($0, file: file) })
        case .mapping(let pairs):
            content = .mapping(pairs.map { (SiteNode($0.key, file: file), SiteNode($0.value, file: file)) })
        case .alias: preconditionFailure("Yams makes aliases only where it writes")
        }
    }
}
