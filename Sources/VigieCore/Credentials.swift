/// What in an address grants access, and so must not be shown.
public enum Credentials {
    /// An address as logs, messages and summaries may hold it: without user name and password, and with `***` for each
    /// parameter that grants access.
    ///
    /// Paths come back as they are. In an address a parameter is any `name=value` after the host, as cameras also put
    /// them into the path; it is hidden where its name is that of a user or contains a word such as `token` or `pass`.
    /// A secret that has no name, such as a stream key in the path, cannot be told apart and stays.
    public static func hidden(in address: String) -> String {
        var parts = address.split(separator: "://", omittingEmptySubsequences: false)
        // A list of addresses, or one within another's parameters, has several.
        for i in parts.indices.dropFirst() { parts[i] = hidden(inHierarchy: parts[i]) }
        return parts.joined(separator: "://")
    }

    /// `user:password@host:port/path?query` after its `scheme://`.
    private static func hidden(inHierarchy part: Substring) -> Substring {
        let end = part.firstIndex(where: "/?#".contains) ?? part.endIndex
        var rest = part
        if let at = part[..<end].lastIndex(of: "@") {
            rest = part[part.index(after: at)...]
        } else if !isPort(part[..<end]), let at = part.lastIndex(of: "@") {
            // A password with a bare slash: no valid address, but its secret must not be kept.
            rest = part[part.index(after: at)...]
        }
        let host = rest.prefix { !"/?#".contains($0) }
        return host + hidingParameters(rest[host.endIndex...])
    }

    /// Whether what follows the last colon of an authority can be a port.
    private static func isPort(_ authority: Substring) -> Bool {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return true }
        return authority[colon...].dropFirst().allSatisfy(\.isNumber)
    }

    private static func hidingParameters(_ text: Substring) -> Substring {
        var result: Substring = ""
        var rest = text
        while !rest.isEmpty {
            var parameter = rest.prefix { !"/?&;#, ".contains($0) }
            if let equals = parameter.firstIndex(of: "="), grantsAccess(parameter[..<equals].lowercased()) {
                // Only `&` surely ends a secret; it may hold the other separators, bare.
                parameter = rest.prefix { $0 != "&" }
                result += parameter[...equals] + "***"
            } else {
                result += parameter
            }
            rest = rest[parameter.endIndex...]
            result += rest.prefix(1)
            rest = rest.dropFirst()
        }
        return result
    }

    private static func grantsAccess(_ name: String) -> Bool {
        ["usr", "login", "sig", "streamid"].contains(name)
            || ["user", "token", "key", "pass", "pwd", "auth", "secret", "signature", "credential", "session"]
                .contains(where: name.contains)
    }
}
