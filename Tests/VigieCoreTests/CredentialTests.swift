import Testing
import VigieCore

@Suite struct CredentialTests {
    @Test(arguments: [
        // Paths, and addresses without secrets, stay as they are.
        ("footage/vtest.avi", "footage/vtest.avi"), ("/data/token=1/a@b.mp4", "/data/token=1/a@b.mp4"), ("-", "-"),
        ("rtsp://10.0.0.2:554/live/1", "rtsp://10.0.0.2:554/live/1"),
        ("http://[fe80::1]/a@b?channel=1", "http://[fe80::1]/a@b?channel=1"),
        // User and password, the latter with what ought to have been escaped.
        ("rtsp://admin:pass@10.0.0.2/live", "rtsp://10.0.0.2/live"),
        ("rtsp://admin@camera/live", "rtsp://camera/live"), ("rtsp://a:p@ss@camera/live", "rtsp://camera/live"),
        ("rtsp://a:p/s?s@camera:554/live", "rtsp://camera:554/live"),
        ("http://u:p@[fe80::1]:80/x", "http://[fe80::1]:80/x"),
        // Parameters, wherever cameras and stores put them.
        ("https://store/clip.mp4?x=1&Access_Token=abc&y=2", "https://store/clip.mp4?x=1&Access_Token=***&y=2"),
        (
            "https://s3/clip?X-Amz-Signature=ab%2F&X-Amz-Credential=AK/2025&X-Amz-Date=1",
            "https://s3/clip?X-Amz-Signature=***&X-Amz-Credential=***&X-Amz-Date=1"
        ),
        ("rtsp://cam/user=admin&password=&channel=1", "rtsp://cam/user=***&password=***&channel=1"),
        ("rtsp://cam/user=admin_password=x_channel=1.sdp", "rtsp://cam/user=***"),
        ("srt://host:9000?passphrase=long&streamid=read:a:b", "srt://host:9000?passphrase=***&streamid=***"),
        ("http://host/#key=1;sig=2", "http://host/#key=***"),
        ("rtmp://host/app pubUser=a pubPasswd=b", "rtmp://host/app pubUser=***"),
        ("http://host/?t=1&password=a/b?c#d,e&x=1", "http://host/?t=1&password=***&x=1"),
        // Several addresses in one.
        ("concat:http://u:p@a/1|http://u:p@b/2", "concat:http://a/1|http://b/2"),
    ])
    func secretsLeaveAnAddress(address: String, expected: String) {
        // Whoever shows an address need not know whether it was cleaned before.
        #expect(Credentials.hidden(in: expected) == expected)
        #expect(Credentials.hidden(in: address) == expected)
    }
}
