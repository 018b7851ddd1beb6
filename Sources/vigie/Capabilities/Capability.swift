internal import VigieLog
internal import VigieRules

/// Something that can be raised, for someone who wants to know what a program does.
struct Capability: CanonicalValue {
    /// The rule's name in site files and events.
    let name: String
    /// What it says of whom.
    let says: String
    /// ONVIF's topic for it, below `tns1:`; nil where ONVIF has none.
    ///
    /// Source: ONVIF Analytics Service Specification, annex "Specified Rules"; of the camera's state the Imaging Service.
    let topic: String?
    /// Whether it needs a pose model besides the detector.
    var needsPoses = false
    /// The page that has measured figures and the command that gives them; nil where nothing is measured.
    var figures: Figures?

    /// Where figures are from.
    struct Figures: CanonicalValue {
        let page, command: String

        func write(to json: inout CanonicalJSON) {
            json.object {
                $0.member("command", command)
                $0.member("page", page)
            }
        }
    }

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("figures", figures)
            $0.member("name", name)
            $0.member("needs_poses", needsPoses)
            $0.member("onvif", topic.map { "tns1:\($0)" })
            $0.member("says", says)
        }
    }
}

extension Capability {
    /// Every rule that a site file can name, in the order of `ruleNames`; nil stands for one that nobody has described.
    static var rules: [Capability?] { ruleNames.map { name in described.first { $0.name == name } } }

    private static let described = [
        Capability(
            name: "FieldDetector", says: "somebody is in a zone", topic: "RuleEngine/FieldDetector/ObjectsInside"),
        Capability(name: "LineDetector", says: "somebody crosses a line", topic: "RuleEngine/LineDetector/Crossed"),
        Capability(name: "DirectionDetector", says: "somebody moves the wrong way", topic: nil),
        Capability(
            name: "LoiteringDetector", says: "somebody stays in a zone",
            topic: "RuleEngine/LoiteringDetector/ObjectIsLoitering"),
        Capability(
            name: "OccupancyCounting",
            says: "there are too many; ONVIF's counts who passes lines, this one who is seen",
            topic: "RuleEngine/CountAggregation/OccupancyCounter"),
        Capability(
            name: "LineCounting", says: "how many cross a line", topic: "RuleEngine/CountAggregation/Counter"),
        Capability(name: "StoppedVehicle", says: "a vehicle stands still", topic: nil),
        Capability(name: "ObjectAbandoned", says: "a thing was put down and left", topic: nil),
        Capability(name: "ObjectRemoved", says: "a thing was taken away", topic: nil),
        Capability(name: "CrowdMovement", says: "a crowd surges, scatters or runs into another", topic: nil),
        Capability(
            name: "PersonDown", says: "somebody lies", topic: nil, needsPoses: true,
            figures: Figures(page: "docs/posture.md", command: "bench/accuracy/run.sh down.py")),
    ]

    /// The state of the camera, which needs no site file.
    static let camera = [
        Capability(
            name: "CameraCovered", says: "something is before the lens", topic: "VideoSource/GlobalSceneChange"),
        Capability(
            name: "CameraDefocused", says: "the picture has lost its detail", topic: "VideoSource/ImageTooBlurry"),
        Capability(
            name: "CameraMoved", says: "the camera looks elsewhere", topic: "VideoSource/GlobalSceneChange"),
        Capability(name: "CameraFrozen", says: "the picture stands still", topic: nil),
        Capability(
            name: "CameraDark", says: "the picture is too dark", topic: "VideoSource/ImageTooDark"),
        Capability(name: "CameraFlicker", says: "the brightness swings", topic: nil),
    ]
}
