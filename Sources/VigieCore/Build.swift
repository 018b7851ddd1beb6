internal import CBuildInfo

/// What this build is.
public enum Build {
    /// The project's version.
    public static let version = "0.1.0"

    /// The commit it was built from, with `+` where the tree had uncommitted changes; "unknown" outside a checkout.
    public static var commit: String { unsafe String(cString: vigie_build_commit()) }

    /// The C compiler.
    public static var compiler: String { unsafe String(cString: vigie_build_compiler()) }

    /// `debug` or `release`.
    public static var configuration: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }
}
