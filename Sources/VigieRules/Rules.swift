/// Every kind of rule that a site file can name.
let ruleTypes: [any Rule.Type] = []
