/// The published description of a site file.
public enum SiteSchema {
    /// A JSON Schema (2020-12) that each site file satisfies, UTF-8.
    public static var json: [UInt8] { PackageResources.vigie_site_schema_json }
}
