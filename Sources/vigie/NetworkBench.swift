internal import VigieCore
internal import VigieDetection
internal import VigieInference
internal import VigieLog

/// The time of a network alone, run after run.
struct NetworkBench {
    private let manifest: ModelManifest
    private let network: Network
    private let normaliser: Normaliser
    private let pixels: [UInt8]

    init(_ manifest: ModelManifest, _ network: Network) {
        self.manifest = manifest
        self.network = network
        normaliser = Normaliser(manifest.input)
        pixels = RawInput.pattern(manifest)
    }

    /// - Parameters:
    ///   - runs: At most; a signal ends them early.
    ///   - layers: Whether each layer is timed too, in runs of their own.
    func measure(runs: Int, layers: Bool) -> NetworkReport {
        var report = NetworkReport(manifest: manifest, network: network)
        let clock = ContinuousClock()
        for _ in 0..<3 { run() }
        for _ in 0..<runs where !Interruption.isRequested { report.runs.append(clock.measure(run).milliseconds) }
        guard layers else { return report }
        var best = network.layers.map { _ in Int.max }
        for _ in 0..<runs where !Interruption.isRequested {
            var times = best.map { _ in 0 }
            pixels.withUnsafeBufferPointer { pixels in
                normaliser.scale.withUnsafeBufferPointer { network.run(pixels, scale: $0, times: &times) }
            }
            for index in best.indices { best[index] = min(best[index], times[index]) }
        }
        report.layers = zip(network.layers, best).map { ($0, Double($1) / 1e6) }
        return report
    }

    private func run() {
        pixels.withUnsafeBufferPointer { pixels in
            normaliser.scale.withUnsafeBufferPointer { network.run(pixels, scale: $0) }
        }
    }
}

/// What was measured of a network.
struct NetworkReport {
    let manifest: ModelManifest
    let network: Network
    /// Milliseconds of each run.
    var runs: [Double] = []
    /// Each layer with its smallest time, milliseconds.
    var layers: [(layer: Layer, milliseconds: Double)] = []

    init(manifest: ModelManifest, network: Network) {
        self.manifest = manifest
        self.network = network
    }

    private var minimum: Double { runs.min() ?? .nan }
    private var gigaflops: Double { 2 * Double(network.multiplications) / minimum / 1e6 }

    var text: String {
        var lines = [
            "\(manifest.name)  \(network.engine.rawValue), \(network.instructionSet) kernels, one thread",
            "",
            "runs        \(runs.count)",
            "minimum     \(minimum.decimals(2)) ms, \(gigaflops.decimals(1)) GFLOP/s",
            "median      \(runs.quantile(0.5).decimals(2)) ms, p95 \(runs.quantile(0.95).decimals(2)) ms",
            "inferences  \((1000 / minimum).decimals(1)) a second on one core, at best",
        ]
        if !layers.isEmpty { lines += ["", layerTable] }
        return lines.joined(separator: "\n")
    }

    private var layerTable: String {
        var table = Table(["layer", "operation", "output", "ms", "GFLOP/s"], numeric: [3, 4])
        for (layer, milliseconds) in layers {
            table.add([
                layer.name, layer.operation, layer.output.map(String.init).joined(separator: "×"),
                milliseconds.decimals(3),
                layer.multiplications > 0
                    ? (2 * Double(layer.multiplications) / max(milliseconds, 1e-6) / 1e6).decimals(1) : "",
            ])
        }
        let sum = layers.reduce(0) { $0 + $1.milliseconds }
        let pointwise = layers.filter(\.layer.isPointwise)
        let time = pointwise.reduce(0) { $0 + $1.milliseconds }
        let work = pointwise.reduce(0) { $0 + Double($1.layer.multiplications) }
        return table.text + "\n\nsum of layers   \(sum.decimals(2)) ms; 1×1 convolutions \(time.decimals(2)) ms at "
            + "\((2 * work / time / 1e6).decimals(1)) GFLOP/s"
    }

    var json: String {
        var json = CanonicalJSON()
        json.object {
            $0.member("engine", network.engine.rawValue)
            $0.member("gflops", gigaflops)
            $0.member("kernels", network.instructionSet.name)
            if !layers.isEmpty { $0.member("layers", layers.map(LayerLine.init)) }
            $0.member("median_ms", runs.quantile(0.5))
            $0.member("min_ms", minimum)
            $0.member("model", manifest.name)
            $0.member("multiplications", network.multiplications)
            $0.member("p95_ms", runs.quantile(0.95))
            $0.member("runs_ms", runs)
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

private struct LayerLine: CanonicalValue {
    let layer: Layer
    let milliseconds: Double

    func write(to json: inout CanonicalJSON) {
        json.object {
            $0.member("min_ms", milliseconds)
            $0.member("multiplications", layer.multiplications)
            $0.member("name", layer.name)
            $0.member("operation", layer.operation)
            $0.member("output", layer.output)
            $0.member("pointwise", layer.isPointwise)
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}

extension [Double] {
    /// The value that this share of all is below; NaN of none.
    func quantile(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? .nan : sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
