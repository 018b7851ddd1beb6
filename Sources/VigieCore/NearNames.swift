/// Suggestions for a misspelt name.
package enum NearNames {
    /// At most three names within two edits, nearest first.
    package static func of(_ name: String, among names: [String]) -> [String] {
        let near = names.enumerated().map { (distance: distance(name, $1), place: $0, name: $1) }
            .filter { $0.distance <= 2 && $0.distance < $0.name.count }
        return near.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.prefix(3).map(\.name)
    }

    /// Levenshtein's distance, letters compared without case.
    static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b.lowercased())
        var row = Array(0...b.count)
        for (i, letter) in a.lowercased().enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let substitution = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, diagonal + 1, row[j] + 1)
            }
        }
        return row[b.count]
    }
}
