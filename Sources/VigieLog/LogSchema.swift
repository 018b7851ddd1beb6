/// The published description of a log's lines.
public enum LogSchema {
    /// A JSON Schema (2020-12) that each line of a log satisfies, UTF-8.
    public static var json: [UInt8] { PackageResources.vigie_log_schema_json }
}
