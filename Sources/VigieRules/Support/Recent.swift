/// The last values of a sequence, up to so many: the oldest give way.
struct Recent<Element: Sendable>: Sendable {
    private let capacity: Int
    private var elements: [Element] = []
    private var oldest = 0

    init(capacity: Int) {
        precondition(capacity > 0, "room for \(capacity) values")
        self.capacity = capacity
    }

    /// How many there are.
    var count: Int { elements.count }

    /// From the oldest, at 0, to the newest.
    subscript(index: Int) -> Element { elements[(oldest + index) % elements.count] }

    /// The newest; nil where there is none.
    var last: Element? { count > 0 ? self[count - 1] : nil }

    mutating func append(_ element: Element) {
        if elements.isEmpty { elements.reserveCapacity(capacity) }
        if elements.count < capacity {
            elements.append(element)
        } else {
            elements[oldest] = element
            oldest = (oldest + 1) % capacity
        }
    }
}
