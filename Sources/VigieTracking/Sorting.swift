extension Array where Element: Comparable {
    /// Sorts in place and allocates nothing, which the standard library's sort does not promise. The order of equal
    /// elements is not kept.
    ///
    /// - Complexity: about O(n^1.3).
    /// - Source: Shell's method with the gaps of Ciura, "Best Increments for the Average Case of Shellsort", FCT 2001.
    mutating func shellSort() {
        let gaps: [8 of Int] = [701, 301, 132, 57, 23, 10, 4, 1]
        for step in gaps.indices {
            let gap = gaps[step]
            var index = gap
            while index < count {
                let element = self[index]
                var place = index
                while place >= gap, element < self[place - gap] {
                    self[place] = self[place - gap]
                    place -= gap
                }
                self[place] = element
                index += 1
            }
        }
    }
}

extension [Double] {
    /// The middle value, or the mean of the two; sorts the array, which must not be empty.
    mutating func median() -> Double {
        shellSort()
        return (self[(count - 1) / 2] + self[count / 2]) / 2
    }
}
