internal import VigieTracking

/// Reads what a site file says of its streams.
struct StreamReader {
    let schedules: [Schedule]
    let classNames: [String]
    let ruleTypes: [any Rule.Type]

    func streams(_ node: SiteNode) throws(SiteError) -> [StreamSite] {
        let mapping = try SiteMapping(node, "'streams'")
        guard !mapping.named.isEmpty else {
            throw node.error("'streams' names no stream: begin with \"\(StreamSite.anyName)\", which is any")
        }
        var streams: [StreamSite] = []
        for (name, place, value) in mapping.named {
            try place.checkName("a stream")
            streams.append(try stream(name, value))
        }
        return streams
    }

    private func stream(_ name: String, _ node: SiteNode) throws(SiteError) -> StreamSite {
        var mapping = try SiteMapping(node, "a stream")
        let camera = try mapping.take("camera")
        let zonesNode = try mapping.take("zones")
        let linesNode = try mapping.take("lines")
        let rulesNode = try mapping.take("rules")
        try mapping.finish()

        var zones: [Zone] = []
        if let zonesNode {
            for (name, place, value) in try SiteMapping(zonesNode, "'zones'").named {
                try place.checkName("a zone")
                zones.append(Zone(name: name, polygon: try ShapeReader(what: "zone '\(name)'").polygon(value)))
            }
        }
        var lines: [Line] = []
        if let linesNode {
            for (name, place, value) in try SiteMapping(linesNode, "'lines'").named {
                try place.checkName("a line")
                lines.append(Line(name: name, points: try ShapeReader(what: "line '\(name)'").points(value)))
            }
        }
        var rules: [RuleDefinition] = []
        if let rulesNode {
            for (name, place, value) in try SiteMapping(rulesNode, "'rules'").named {
                try place.checkName("a rule")
                rules.append(try rule(name, value, zones, lines))
            }
        }
        return StreamSite(
            name: name, camera: try camera.map(Self.camera) ?? .auto, zones: zones, lines: lines, rules: rules)
    }

    private static func camera(_ node: SiteNode) throws(SiteError) -> Tracker.Camera {
        guard case .scalar(let text, _) = node.content, let camera = Tracker.Camera(rawValue: text) else {
            throw node.error(
                "'camera' is \(Tracker.Camera.allCases.map(\.rawValue).alternatives), but here is \(node.found)")
        }
        return camera
    }

    private func rule(
        _ name: String, _ node: SiteNode, _ zones: [Zone], _ lines: [Line]
    ) throws(SiteError) -> RuleDefinition {
        var mapping = try SiteMapping(node, "a rule")
        let kinds = ruleTypes.map { $0.name }
        let kindNode = try mapping.require("rule", ", the name of what it is: \(kinds.alternatives)")
        let kind = try kindNode.text("the name of a kind of rule")
        guard let type = ruleTypes.first(where: { $0.name == kind }) else {
            throw kindNode.unknown(kind, "kind of rule", kinds)
        }
        mapping.what = type.name
        let schedule = try mapping.take("schedule").map { node throws(SiteError) in
            let name = try node.text("the name of a schedule")
            guard let schedule = schedules.first(where: { $0.name == name }) else {
                throw node.unknown(name, "schedule of the site", schedules.map(\.name))
            }
            return schedule
        }
        var settings = RuleSettings(mapping, zones: zones, lines: lines, classNames: classNames)
        let rule = try type.init(&settings)
        try settings.mapping.finish()
        return RuleDefinition(
            name: name, kind: kind, rule: rule, schedule: schedule, zone: settings.zone?.name,
            line: settings.line?.name, classes: settings.classes)
    }
}

extension SiteNode {
    /// - Throws: Where the name could not stand in a line of text.
    func checkName(_ what: String) throws(SiteError) {
        let name = try text("the name of \(what)")
        guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }),
            name.unicodeScalars.contains(where: { $0 != " " })
        else { throw error("the name of \(what) is a line of text") }
    }
}
