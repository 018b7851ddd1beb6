import VigieCore

@main struct Vigie {
    static func main() { print("vigie \(Build.version) (\(Build.commit))") }
}
