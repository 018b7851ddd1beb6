/// What the truth of change detection says of a pixel.
///
/// - Source: CDnet 2014 (Wang et al., CVPR workshops 2014, doi:10.1109/CVPRW.2014.126), section 3, and the readme of its
///   data set, which names the grey levels.
public enum ChangeLabel: Int, Sendable, Hashable, CaseIterable {
    /// 0: nothing moves.
    case `static`
    /// 50: a moving shadow, which is no motion.
    case shadow
    /// 85: outside the region of interest; not counted.
    case outside
    /// 170: motion that cannot be told, as at blurred edges; not counted.
    case unknown
    /// 255: motion.
    case motion

    /// Its grey level in a mask of the truth.
    public var level: UInt8 {
        switch self {
        case .static: 0
        case .shadow: 50
        case .outside: 85
        case .unknown: 170
        case .motion: 255
        }
    }

    /// For each grey level the raw value of its label; `allCases.count` for a level that means nothing.
    static let ofLevels: [Int] = (0...255).map { level in
        allCases.first { Int($0.level) == level }?.rawValue ?? allCases.count
    }
}
