/// The 17 keypoints of COCO, in COCO's order; left and right are the person's own.
///
/// Source: the category `person` of COCO's keypoint annotations (cocodataset.org/#format-data).
public enum Joint: Int, Sendable, CaseIterable {
    case nose, leftEye, rightEye, leftEar, rightEar, leftShoulder, rightShoulder, leftElbow, rightElbow, leftWrist,
        rightWrist, leftHip, rightHip, leftKnee, rightKnee, leftAnkle, rightAnkle

    /// COCO's names, in this order.
    public static let names = [
        "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
        "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
        "right_ankle",
    ]

    /// COCO's name, such as `left_hip`.
    public var name: String { Self.names[rawValue] }
}
