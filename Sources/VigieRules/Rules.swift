/// Every kind of rule that a site file can name.
let ruleTypes: [any Rule.Type] = [
    FieldDetector.self, LineDetector.self, DirectionDetector.self, LoiteringDetector.self, OccupancyCounting.self,
    LineCounting.self, StoppedVehicle.self, ObjectAbandoned.self, ObjectRemoved.self, CrowdMovement.self,
]
