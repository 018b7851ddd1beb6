/// The classes of the COCO detection challenge.
enum CocoCategories {
    /// The official category id of a class, 1…90; nil where COCO has no class of that name.
    static func id(of name: String) -> Int? { ids[name] }

    private static let ids = Dictionary(uniqueKeysWithValues: zip(names, numbers))

    /// Of 91 categories that were planned, these 11 never got annotations.
    ///
    /// Source: Lin et al., Microsoft COCO: Common Objects in Context, 2014; `instances_val2017.json`, `categories`.
    private static let numbers = (1...90).filter { ![12, 26, 29, 30, 45, 66, 68, 69, 71, 83].contains($0) }

    private static let names = [
        "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "traffic light",
        "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog", "horse", "sheep", "cow",
        "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag", "tie", "suitcase", "frisbee",
        "skis", "snowboard", "sports ball", "kite", "baseball bat", "baseball glove", "skateboard", "surfboard",
        "tennis racket", "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple",
        "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "chair", "couch",
        "potted plant", "bed", "dining table", "toilet", "tv", "laptop", "mouse", "remote", "keyboard", "cell phone",
        "microwave", "oven", "toaster", "sink", "refrigerator", "book", "clock", "vase", "scissors", "teddy bear",
        "hair drier", "toothbrush",
    ]
}
