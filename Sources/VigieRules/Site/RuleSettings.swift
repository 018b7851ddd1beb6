/// The settings of one rule as they stand in a site file: a rule takes what it knows, and what is left is refused.
public struct RuleSettings {}
