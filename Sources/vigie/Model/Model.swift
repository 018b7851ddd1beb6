internal import ArgumentParser

struct Model: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, fetch, inspect and check detection models.",
        discussion: """
            A model is a manifest, which ships with vigie or is a file of yours, and the files that it names. These are looked
            for in the user's cache ($XDG_CACHE_HOME/vigie/models), then in the directories of VIGIE_MODEL_PATH; 'pull' also
            tries the manifest's addresses. Every file is checked by its SHA-256 each time.
            """,
        subcommands: [ModelList.self, ModelInfo.self, ModelPull.self, ModelCheck.self, ModelInit.self])
}
