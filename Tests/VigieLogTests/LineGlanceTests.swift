import Testing

@testable import VigieLog

@Suite struct LineGlanceTests {
    private func glance(_ line: String) -> LineGlance? { LineGlance(Array(line.utf8)[...]) }

    @Test func whatALineIsAboutIsFound() {
        let line =
            #"{"box":[1,{"id":"x"}],"frame":12,"id":"s/12/0","raw":{"frame":3,"type":"a"},"stream":"s","type":"detection"}"#
        let found = glance(line)
        #expect(found?.type == "detection" && found?.id == "s/12/0" && found?.stream == "s" && found?.frame == 12)
        #expect(found?.reference == "s/12/0")
    }

    @Test func aFrameIsNamedByItsStreamAndIndex() {
        #expect(glance(#"{ "stream" : "a/b", "frame": 7 , "type": "frame" }"#)?.reference == "a/b/7")
        #expect(glance(#"{"frame":7,"stream":"a","type":"motion"}"#)?.reference == nil)
    }

    @Test(arguments: [
        #"{"id":"a\"b","type":"event"}"#, #"{"id":"a"}"#, #"{"id":"a","type":"event""#, "no JSON", "", #"{"type":"ev"#,
    ])
    func whatAGlanceCannotTellIsLeftToTheReader(line: String) {
        #expect(glance(line) == nil)
    }

    @Test func escapedTextInOtherFieldsDoesNotMatter() {
        #expect(glance(#"{"message":"\"type\":\"frame\"\\","type":"fault"}"#)?.type == "fault")
    }

    @Test(arguments: ExampleLog.records + ExtremeLog.records) func aRecordHasTheSameNameAtAGlance(record: Record) {
        guard let glance = glance(lines(of: [record])[0]) else { return }
        #expect(glance.type == record.type)
        #expect(glance.reference == record.reference)
    }
}
