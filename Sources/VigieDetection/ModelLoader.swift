internal import Glibc
public import VigieCore
public import VigieInference

extension ModelManifest {
    /// The network of a model, planned and ready to run, with the outputs that `detector` reads.
    ///
    /// - Parameters:
    ///   - paths: where each file of the manifest is.
    ///   - instructionSet: Of the `simd` engine.
    /// - Throws: `ModelError`, `DetectionError`.
    public func network(
        for detector: Detector, at paths: [Role: String], engine: Engine, instructionSet: InstructionSet
    ) throws -> Network {
        try network(at: paths, engine, instructionSet) { (graph, file) throws(DetectionError) in
            try detector.prepare(&graph, file: file)
        }
    }

    /// The network of a pose model, planned and ready to run, with the heatmaps that `reader` reads; otherwise as for a
    /// detector.
    public func network(
        for reader: HeatmapReader, at paths: [Role: String], engine: Engine, instructionSet: InstructionSet
    ) throws -> Network {
        try network(at: paths, engine, instructionSet) { (graph, file) throws(DetectionError) in
            try reader.prepare(&graph, file: file)
        }
    }

    /// The network with the outputs that are read for its task.
    ///
    /// - Throws: `ModelError`, `DetectionError`.
    public func network(at paths: [Role: String], engine: Engine, instructionSet: InstructionSet) throws -> Network {
        switch task {
        case .detection:
            try network(for: Detector(manifest: self), at: paths, engine: engine, instructionSet: instructionSet)
        case .pose:
            try network(for: HeatmapReader(manifest: self), at: paths, engine: engine, instructionSet: instructionSet)
        }
    }

    private func network(
        at paths: [Role: String], _ engine: Engine, _ instructionSet: InstructionSet,
        prepare: (inout Graph, _ file: String) throws(DetectionError) -> Void
    ) throws -> Network {
        var graph = try graph(at: paths)
        let file = mainPath(of: paths)
        try prepare(&graph, file)
        return try Network(graph: graph, engine: engine, instructionSet: instructionSet, file: file)
    }

    /// The network with the outputs that its file names: for comparing raw numbers with other programs'.
    public func rawNetwork(
        at paths: [Role: String], engine: Engine, instructionSet: InstructionSet
    ) throws -> Network {
        try Network(graph: graph(at: paths), engine: engine, instructionSet: instructionSet, file: mainPath(of: paths))
    }

    /// The network as published.
    package func graph(at paths: [Role: String]) throws(ModelError) -> Graph {
        let shape = [1, 3, input.specification.height, input.specification.width]
        func bytes(_ role: Role) throws(ModelError) -> [UInt8] {
            guard let path = paths[role] else { preconditionFailure("a manifest has every file of its format") }
            return try ModelFile.read(path)
        }
        switch format {
        case .onnx:
            return try OnnxImporter.load(bytes(.model), file: mainPath(of: paths), inputShape: shape)
        case .ncnn:
            return try NcnnImporter.load(
                param: bytes(.param), bin: bytes(.bin), paramFile: mainPath(of: paths), binFile: paths[.bin] ?? "",
                inputShape: shape)
        }
    }

    private func mainPath(of paths: [Role: String]) -> String { paths[format == .onnx ? .model : .param] ?? name }
}

/// Reading a model's file whole.
package enum ModelFile {
    /// Larger than any detector for a small box, and small enough to be read at once.
    static let largest = 1 << 30

    package static func read(_ path: String) throws(ModelError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(file: path, reason: "it is no regular file")
        }
        guard status.st_size <= largest else { throw .unreadable(file: path, reason: "it is larger than 1 GiB") }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            while count < buffer.count {
                let got = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard failure == 0 else { throw .unreadable(file: path, reason: String(cString: strerror(failure))) }
        return bytes
    }
}
