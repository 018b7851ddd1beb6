import Testing
import VigieCore

@testable import VigieRules

@Suite struct SiteErrorTests {
    @Test func aSentenceNamesThePlace() {
        let error = SiteError(file: "site.yaml", line: 3, column: 7, reason: "'colour' is no key here")
        #expect(error.description == "site.yaml:3:7: 'colour' is no key here")
        #expect(error.exitCode == .badData)
    }
}
