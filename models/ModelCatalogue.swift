/// The manifests that ship with the program, embedded so that the binary needs no files beside it.
public enum ModelCatalogue {
    /// The model that is used where none is named.
    public static let defaultName = "nanodet-plus-m-416"

    /// The model of poses that is used where none is named.
    public static let poseName = "tinypose-256x192"

    /// A manifest's name and the bytes of its JSON, in the order in which `vigie model list` shows them.
    public static let manifests: [(name: String, json: [UInt8])] = [
        ("nanodet-plus-m-416", PackageResources.nanodet_plus_m_416_json),
        ("nanodet-plus-m-1.5x-416", PackageResources.nanodet_plus_m_1_5x_416_json),
        ("yolox-nano-416", PackageResources.yolox_nano_416_json),
        ("picodet-s-416", PackageResources.picodet_s_416_json),
        ("fastestdet-352", PackageResources.fastestdet_352_json),
        ("ssdlite-person-300", PackageResources.ssdlite_person_300_json),
        ("tinypose-256x192", PackageResources.tinypose_256x192_json),
    ]
}
