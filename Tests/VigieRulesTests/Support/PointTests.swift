import Foundation
import Testing

@testable import VigieRules

@Suite struct PointTests {
    @Test func theCosineIsThatOfTheLibrary() {
        for tenth in 0...1800 {
            let degrees = Double(tenth) / 10
            #expect(abs(cosine(degrees: degrees) - cos(degrees / 180 * Double.pi)) <= 1e-15, "\(degrees)")
        }
        #expect(cosine(degrees: 0) == 1 && cosine(degrees: 180) == -1)
    }

    @Test(
        arguments: [
            (Point(x: 3, y: 4), 4.0), (Point(x: -3, y: 4), 5), (Point(x: 13, y: -4), 5), (Point(x: 5, y: 0), 0),
        ] as [(Point, Double)])
    func theDistanceIsThatToThePiece(point: Point, distance: Double) {
        #expect(point.distance(fromPieceBetween: Point(x: 0, y: 0), and: Point(x: 10, y: 0)) == distance)
    }

    @Test func aPieceOfNoLengthIsAPoint() {
        let point = Point(x: 1, y: 1)
        #expect(Point(x: 4, y: 5).distance(fromPieceBetween: point, and: point) == 5)
    }

    @Test func downIsRightOfWhatGoesRight() {
        #expect(Point(x: 1, y: 0).cross(Point(x: 0, y: 1)) == 1)
        #expect(Point(x: 1, y: 0).cross(Point(x: 0, y: -1)) == -1)
    }
}
