/// Every kind of rule that a site file can name.
let ruleTypes: [any Rule.Type] = [
    FieldDetector.self, LineDetector.self, DirectionDetector.self, LoiteringDetector.self, OccupancyCounting.self,
    LineCounting.self, StoppedVehicle.self, ObjectAbandoned.self, ObjectRemoved.self, CrowdMovement.self,
    PersonDown.self,
]

/// The names of every kind of rule that a site file can name.
public let ruleNames: [String] = ruleTypes.map { $0.name }
