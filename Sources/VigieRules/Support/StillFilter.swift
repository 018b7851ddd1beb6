/// Which still areas a rule is about.
struct StillFilter: Sendable {
    /// Nil for the whole picture.
    let zone: Zone?
    let kind: StillThing.Kind
    /// In shares of the picture.
    let least, most: Double

    /// Reads `zone`, `least_area` and `most_area`.
    init(_ settings: inout RuleSettings, kind: StillThing.Kind) throws(SiteError) {
        self.kind = kind
        zone = try settings.optionalZone()
        least = try settings.number("least_area", default: 0, in: 0...1)
        most = try settings.number("most_area", default: 0.05, in: 0...1)
        guard least <= most else {
            throw settings.error(at: "least_area", "'least_area' is more than 'most_area', which is \(most)")
        }
    }

    /// Whether it is about an area as that is now.
    func holds(_ area: StillThing, _ scene: borrowing Scene, into events: inout RuleEvents) -> Bool {
        let name = RuleMeasure("still", Double(area.id))
        if let zone, !scene.isInside(area.foot, zone) {
            events.note(.outsideZone, [name])
            return false
        }
        let share = area.area / (Double(scene.width) * Double(scene.height))
        guard share >= least && share <= most else {
            events.note(.area, [name, RuleMeasure("area_share", share, threshold: share < least ? least : most)])
            return false
        }
        guard area.kind == kind else {
            events.note(.kind, [name])
            return false
        }
        return true
    }
}
