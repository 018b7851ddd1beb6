/// The manifests that ship with the program, embedded so that the binary needs no files beside it.
public enum ModelCatalogue {
    /// The model that is used where none is named.
    public static let defaultName = "nanodet-plus-m-416"

    /// A manifest's name and the bytes of its JSON, in the order in which `vigie model list` shows them.
    public static let manifests: [(name: String, json: [UInt8])] = [
        ("test", PackageResources.test_json)
    ]
}
