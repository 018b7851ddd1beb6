internal import VigieTracking

/// What a rule keeps of each object that it has seen: nothing more once an object is given up.
struct PerObject<State: Sendable>: Sendable {
    /// Ascending.
    private var ids: [Int] = []
    private var states: [State] = []

    /// How many there are.
    var count: Int { ids.count }

    /// What is kept of an object; nil for nothing. Setting nil forgets it.
    subscript(id: Int) -> State? {
        get {
            let place = place(of: id)
            return place < ids.count && ids[place] == id ? states[place] : nil
        }
        set {
            let place = place(of: id)
            let isKnown = place < ids.count && ids[place] == id
            if let newValue {
                if isKnown { states[place] = newValue } else { insert(newValue, id, at: place) }
            } else if isKnown {
                remove(at: place)
            }
        }
    }

    // By index, as the library's insert and remove allocate in a debug build.
    private mutating func insert(_ state: State, _ id: Int, at place: Int) {
        ids.append(id)
        states.append(state)
        var index = ids.count - 1
        while index > place {
            ids[index] = ids[index - 1]
            states[index] = states[index - 1]
            index -= 1
        }
        ids[place] = id
        states[place] = state
    }

    private mutating func remove(at place: Int) {
        for index in place..<ids.count - 1 {
            ids[index] = ids[index + 1]
            states[index] = states[index + 1]
        }
        ids.removeLast()
        states.removeLast()
    }

    /// The place of the first id that is not less.
    private func place(of id: Int) -> Int {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
