import Foundation
import Testing
import VigieLog

@Suite struct FileIdentityTests {
    private func link(_ name: String, to target: String, in folder: borrowing TemporaryFolder) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
    }

    @Test func pathsToOneFileAreEqual() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", as: "a")
        try FileManager.default.linkItem(atPath: folder.path("a"), toPath: folder.path("hard"))
        try link("soft", to: "a", in: folder)
        try link("here", to: ".", in: folder)
        let a = try #require(FileIdentity(input: folder.path("a")))
        for path in ["a", "./a", "hard", "soft", "here/a", "here/here/soft"].map({ folder.url.path + "/" + $0 }) {
            #expect(FileIdentity(input: path) == a)
            #expect(FileIdentity(output: path) == a)
        }
    }

    @Test func filesWithEqualContentDiffer() throws {
        let folder = try TemporaryFolder()
        try folder.write("x", as: "a")
        try folder.write("x", as: "b")
        #expect(FileIdentity(input: folder.path("a")) != FileIdentity(input: folder.path("b")))
        #expect(FileIdentity(output: folder.path("c")) != FileIdentity(output: folder.path("a")))
    }

    @Test func pathsThatWouldMakeOneFileAreEqual() throws {
        let folder = try TemporaryFolder()
        try link("here", to: ".", in: folder)
        try link("soft", to: "new", in: folder)
        try link("softer", to: folder.path("here/soft"), in: folder)
        let new = try #require(FileIdentity(output: folder.path("new")))
        for path in ["./new", "here/new", "soft", "softer"].map({ folder.url.path + "/" + $0 }) {
            #expect(FileIdentity(output: path) == new)
        }
        #expect(FileIdentity(output: folder.path("newer")) != new)
        #expect(FileIdentity(input: folder.path("new")) == nil)
    }

    @Test func whatHoldsNothingHasNone() throws {
        let folder = try TemporaryFolder()
        #expect(FileIdentity(output: "/dev/null") == nil)
        #expect(FileIdentity(output: folder.url.path) == nil)
        #expect(FileIdentity(output: folder.path("missing/a")) == nil)
        #expect(FileIdentity(output: "") == nil)
    }
}
