internal import VigieCore

/// Lines of a MOTChallenge result file: `frame,id,left,top,width,height,score,-1,-1,-1`.
public enum MOTResults {
    /// Appends a line for each object that is believed and was seen in the frame. Frames and ids count from 1.
    ///
    /// Numbers are the shortest decimals that read back to the same fp32.
    public static func append(_ objects: [TrackedObject], frame: Int, to text: inout [UInt8]) {
        for object in objects where object.state == .confirmed {
            let box = object.box
            text.append(
                contentsOf:
                    "\(frame),\(object.id + 1),\(box.x),\(box.y),\(box.width),\(box.height),\(object.score),-1,-1,-1\n"
                    .utf8)
        }
    }
}
