extension Tracker {
    /// Gives detections to tracks of some kind, and notes how close that was.
    mutating func match(_ match: TrackedObject.Match, _ gate: Gate, _ isWanted: (Track) -> Bool) {
        assign(match, gate, isWanted)
        findRunnersUp()
        for row in trackOfRow.indices {
            let column = assignment.columnOfRow[row]
            guard column >= 0 else { continue }
            tracks[trackOfRow[row]].association = TrackedObject.Association(
                detection: column, match: match, cost: cost(ofExcess: excesses[row].own, gate),
                limit: Float(1 - gate.similarity),
                runnerUp: excesses[row].other > 0 ? cost(ofExcess: excesses[row].other, gate) : nil)
            candidates.take(column)
        }
    }

    /// Finds which tracks of some kind, of those that have no detection yet, go with which free detections: so that the sum
    /// of what their similarities exceed the gate's by is the largest. Nothing is decided yet.
    mutating func assign(_ match: TrackedObject.Match, _ gate: Gate, _ isWanted: (Track) -> Bool) {
        assignment.begin()
        trackOfRow.removeAll(keepingCapacity: true)
        for index in tracks.indices where tracks[index].association == nil && isWanted(tracks[index]) {
            assignment.beginRow()
            trackOfRow.append(index)
            let expected = match == .recovered ? tracks[index].lastSeen : tracks[index].box
            addEdges(match, gate, expected.grown(by: gate.buffer), tracks[index].classIndex)
        }
        assignment.solve(columns: candidates.rectangles.count)
    }

    /// Lets the row that was begun last have the detections that are similar enough.
    private mutating func addEdges(_ match: TrackedObject.Match, _ gate: Gate, _ area: Rectangle, _ classIndex: Int) {
        let (sure, least) = (configuration.sureScore, configuration.leastScore)
        var next = candidates.firstPlace(near: area, buffer: gate.buffer)
        while let index = candidates.detection(at: next, near: area, buffer: gate.buffer) {
            next += 1
            guard candidates.isFree[index], candidates.classIndices[index] == classIndex else { continue }
            let score = candidates.scores[index]
            guard match == .weak ? score >= least && score < sure : score >= sure else { continue }
            var similarity = area.heightIoU(with: candidates.rectangles[index].grown(by: gate.buffer))
            // Of two that are equally near the surer one is the better bet; among unsure ones the score says little.
            if match != .weak { similarity *= score }
            if similarity > gate.similarity { assignment.add(column: index, weight: similarity - gate.similarity) }
        }
    }

    /// For each row that has a column: the weight of that edge, and the greatest of another edge of either.
    private mutating func findRunnersUp() {
        rowOfDetection.removeAll(keepingCapacity: true)
        for _ in candidates.rectangles.indices { rowOfDetection.append(-1) }
        excesses.removeAll(keepingCapacity: true)
        for _ in trackOfRow.indices { excesses.append((own: 0, other: 0)) }
        for row in trackOfRow.indices where assignment.columnOfRow[row] >= 0 {
            rowOfDetection[assignment.columnOfRow[row]] = row
        }
        for row in trackOfRow.indices {
            for edge in assignment.edges(ofRow: row) {
                let (column, weight) = (assignment.column(ofEdge: edge), assignment.weight(ofEdge: edge))
                let rival = rowOfDetection[column]
                if rival == row {
                    excesses[row].own = weight
                    continue
                }
                excesses[row].other = max(excesses[row].other, weight)
                if rival >= 0 { excesses[rival].other = max(excesses[rival].other, weight) }
            }
        }
    }

    private func cost(ofExcess excess: Double, _ gate: Gate) -> Float { Float(1 - gate.similarity - excess) }
}
