internal import FoundationEssentials

extension TimeZoneRules {
    /// Where tzdata lies.
    static let folder = "/usr/share/zoneinfo"

    /// The zone that a site file names.
    init(_ node: SiteNode, folder: String = folder) throws(SiteError) {
        let name = try node.text("'time_zone'")
        // No dots: nothing outside of the folder can be meant, and none of its files that are no zones.
        let isName = name.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "_+-/".utf8.contains($0)
        }
        let unknown = node.error(
            "'\(name.shortened)' is no time zone: give a name of the IANA time zone database, such as Europe/Paris or UTC"
        )
        guard isName, !name.hasPrefix("/"), name != "localtime", name != "posixrules" else { throw unknown }
        guard FileManager.default.fileExists(atPath: folder) else {
            throw node.error("there are no time zones on this machine: install tzdata, which fills \(folder)")
        }
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
            data.starts(with: Array("TZif".utf8))
        else { throw unknown }
        guard let rules = TimeZoneRules(Array(data), name: name) else {
            throw node.error("\(folder)/\(name) is damaged, or of a form that this program does not read")
        }
        self = rules
    }

    /// The content of a file of tzdata; nil where it is damaged or has leap seconds.
    ///
    /// Source: RFC 9636, The Time Zone Information Format (TZif), 3: of two blocks the second has times of 64 bits.
    init?(_ bytes: [UInt8], name: String) {
        var scan = Scan(bytes: bytes)
        guard let old = scan.header(), scan.skip(old.size(ofTime: 4)), let header = scan.header(), header.leaps == 0,
            header.types > 0, bytes.count - scan.index > header.size(ofTime: 8)
        else { return nil }
        var transitions: [Transition] = []
        for _ in 0..<header.times { transitions.append(Transition(instant: scan.integer(8), offset: 0)) }
        let kinds = (0..<header.times).map { _ in scan.integer(1) & 0xFF }
        var offsets: [Int] = []
        for _ in 0..<header.types {
            offsets.append(scan.integer(4))
            guard scan.skip(2) else { return nil }
        }
        for (index, kind) in kinds.enumerated() {
            guard kind < offsets.count, index == 0 || transitions[index].instant > transitions[index - 1].instant else {
                return nil
            }
            transitions[index].offset = offsets[kind]
        }
        guard offsets.allSatisfy({ abs($0) < CivilDate.secondsPerDay }),
            scan.skip(header.characters + header.standards + header.universals)
        else { return nil }
        let footer = bytes[scan.index...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard footer.count == 3 else { return nil }
        let rule = String(decoding: footer[1], as: UTF8.self)
        let yearly = YearlyOffsets(rule)
        guard yearly != nil || rule.isEmpty else { return nil }
        self.init(name: name, first: offsets[0], transitions: transitions, yearly: yearly)
    }

    private struct Header {
        var universals, standards, leaps, times, types, characters: Int

        /// The bytes of the block behind, where a time has `size`.
        func size(ofTime size: Int) -> Int {
            times * (size + 1) + types * 6 + characters + leaps * (size + 4) + standards + universals
        }
    }

    private struct Scan {
        let bytes: [UInt8]
        var index = 0

        mutating func skip(_ count: Int) -> Bool {
            guard count <= bytes.count - index else { return false }
            index += count
            return true
        }

        /// A number with its sign, the highest byte first; the bytes must be there.
        mutating func integer(_ size: Int) -> Int {
            var value = Int(Int8(bitPattern: bytes[index]))
            for byte in bytes[index + 1..<index + size] { value = value << 8 | Int(byte) }
            index += size
            return value
        }

        mutating func header() -> Header? {
            guard bytes.count - index >= 44, bytes[index..<index + 4].elementsEqual("TZif".utf8),
                bytes[index + 4] >= UInt8(ascii: "2")
            else { return nil }
            index += 20
            let header = Header(
                universals: integer(4), standards: integer(4), leaps: integer(4), times: integer(4), types: integer(4),
                characters: integer(4))
            let counts = [
                header.universals, header.standards, header.leaps, header.times, header.types, header.characters,
            ]
            return counts.allSatisfy { $0 >= 0 } ? header : nil
        }
    }
}
