internal import ArgumentParser
internal import VigieCore
internal import VigieDetection

struct ModelPull: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Put a model's files into the user's cache, verified by their SHA-256.",
        discussion: """
            A download that broke off is taken up where it stopped.

            EXAMPLES
              vigie model pull nanodet-plus-m-416
              vigie model pull yolox-nano-416 --from ~/Downloads
            """)

    @Argument(help: ArgumentHelp("A model's name or a manifest.", valueName: "name|file")) var model: String
    @Option(help: ArgumentHelp("Take the files from this directory alone.", valueName: "dir")) var from: String?

    func run() throws {
        Interruption.install()
        try reporting {
            let manifest = try ModelAccess.manifest(named: model)
            let store = try ModelAccess.store()
            let paths = try store.pull(manifest, from: from, fetcher: RemoteFetcher()) { progress in
                let total = max(progress.total, 1)
                Terminal.progress(
                    "\(progress.file): \(progress.received * 100 / total) % of \((Double(total) / 1e6).decimals(1)) MB")
            }
            Terminal.clearProgress()
            for file in manifest.files { Terminal.say("\(paths[file.role] ?? "")  \(file.digest)") }
            return .done
        }
    }
}
