import CAllocations
import TestSupport
import Testing
import VigieCore
import VigieDetection
import VigieInference
import VigiePose
import VigieVideo

@testable import VigiePipeline

@Suite struct PoseEstimatorTests {
    private let scratch: ScratchDirectory
    private let estimator: PoseEstimator

    init() throws {
        scratch = try ScratchDirectory()
        let manifest = try ModelManifest(json: ModelFile.read(TinyPose.write(to: scratch.url)), file: "pose.json")
        let reader = try HeatmapReader(manifest: manifest)
        let network = try manifest.network(
            for: reader, at: [.model: scratch.path("pose.onnx")], engine: .simd, instructionSet: .best)
        estimator = PoseEstimator(reader: reader, network: network, seen: 0.75)
    }

    /// Its crop is 48 × 64 at (24, 16), a pixel of the input 2 of the frame; turned 64 × 48 at (16, 24).
    private let box = Box(x: 28.8, y: 22.4, width: 38.4, height: 51.2)
    private let lyingBox = Box(x: 22.4, y: 28.8, width: 51.2, height: 38.4)

    /// The pose in each frame of a clip.
    private func poses(
        shoulders: (x: Int, y: Int), hips: (x: Int, y: Int), box: Box, frames: Int = 1, counting: Bool = false
    ) throws -> (poses: [Pose?], allocations: [Int], allocationsOfResampler: Int) {
        let clip = try TinyPose.writeClip(
            to: scratch.file("person.y4m"), frames: frames, shoulders: shoulders, hips: hips)
        var source = try VideoSource(clip)
        var estimator = estimator
        var poses: [Pose?] = []
        var allocations: [Int] = []
        var ofResampler = 0
        reading: while true {
            switch try source.next() {
            case .end: break reading
            case .frame(let frame):
                let before = vigie_allocations_counted()
                vigie_allocations_count(1)
                let pose = try estimator.step(frame, box: box)
                vigie_allocations_count(0)
                allocations.append(vigie_allocations_counted() - before)
                poses.append(pose)
                let first = vigie_allocations_counted()
                vigie_allocations_count(1)
                let resampler = try Resampler(
                    frame: frame, region: Region(x: 24, y: 16, width: 48, height: 64),
                    input: InputSpecification(width: 24, height: 32, order: .rgb, resize: .stretch))
                vigie_allocations_count(0)
                ofResampler = vigie_allocations_counted() - first
                _ = resampler.name
            default: continue
            }
        }
        return (poses, allocations, ofResampler)
    }

    @Test func someoneUprightIsSeenAtOnce() throws {
        let pose = try #require(try poses(shoulders: (40, 32), hips: (40, 40), box: box).poses[0])
        #expect(pose.turn == .none)
        // Cell (2, 2) of 6 × 8: pixels 2 · 23 / 5 + ½ and 2 · 31 / 7 + ½, twice that from (24, 16).
        #expect(abs(pose[.leftShoulder].x - 43.4) < 1e-4 && abs(pose[.leftShoulder].y - 34.714287) < 1e-4)
        #expect(pose[.leftHip].x == pose[.leftShoulder].x && pose[.leftHip].y > 43)
        #expect(pose.trunkScore > 0.98 && pose.trunkScore < 1.01)
        #expect(pose[.nose].score == 0)
        #expect(PostureMeasures(pose, box: box).trunkRise == 1)
    }

    @Test func someoneWhoLiesIsSeenTurned() throws {
        let left = try #require(try poses(shoulders: (32, 40), hips: (40, 40), box: lyingBox).poses[0])
        #expect(left.turn == .clockwise && left.trunkScore > 0.98)
        #expect(abs(left[.leftShoulder].y - left[.leftHip].y) < 1e-4 && left[.leftShoulder].x < left[.leftHip].x)
        // Within the cell that is red: a peak is where the cell is, to less than a cell's half.
        #expect((32...40).contains(left[.leftShoulder].x) && (40...48).contains(left[.leftShoulder].y))
        let right = try #require(try poses(shoulders: (48, 40), hips: (40, 40), box: lyingBox).poses[0])
        #expect(right.turn == .counterclockwise && right[.leftShoulder].x > right[.leftHip].x)
        #expect((48...56).contains(right[.leftShoulder].x) && (40...48).contains(right[.leftShoulder].y))
        for pose in [left, right] { #expect(Posture(PostureMeasures(pose, box: lyingBox)) == .lying) }
    }

    @Test func whereNoViewShowsATrunkTheUprightOneStays() throws {
        let pose = try #require(try poses(shoulders: (48, 64), hips: (40, 40), box: box).poses[0])
        #expect(pose.turn == .none && pose.trunkScore < 0.75)
    }

    @Test func atTheFramesEdgeWhatIsBehindItIsBlack() throws {
        // The crop begins 24 to the left of the frame: cells of its left half show nothing.
        let pose = try #require(
            try poses(shoulders: (0, 32), hips: (0, 40), box: Box(x: -19.2, y: 22.4, width: 38.4, height: 51.2)).poses[
                0])
        #expect(pose.trunkScore > 0.98 && (0...8).contains(pose[.leftShoulder].x))
    }

    @Test func aBoxOutsideTheFrameHasNoPose() throws {
        let outside = Box(x: 400, y: 0, width: 10, height: 20)
        #expect(try poses(shoulders: (40, 32), hips: (40, 40), box: outside).poses[0] == nil)
    }

    @Test(.enabled(if: vigie_allocations_are_seen() != 0, "a sanitizer sees to allocations"))
    func onlyResamplersAllocate() throws {
        let (poses, allocations, ofResampler) = try poses(
            shoulders: (40, 32), hips: (40, 40), box: box, frames: 6)
        #expect(poses.count == 6 && ofResampler > 0)
        #expect(allocations.dropFirst(2).allSatisfy { $0 == ofResampler }, "\(allocations), \(ofResampler)")
    }
}
