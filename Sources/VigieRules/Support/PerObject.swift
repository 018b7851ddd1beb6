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
                if isKnown {
                    states[place] = newValue
                } else {
                    ids.insert(id, at: place)
                    states.insert(newValue, at: place)
                }
            } else if isKnown {
                ids.remove(at: place)
                states.remove(at: place)
            }
        }
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
