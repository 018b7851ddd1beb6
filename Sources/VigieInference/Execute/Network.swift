internal import CKernels
public import VigieCore

/// A network that is ready to run on one core.
///
/// Not for two threads at once: each takes a `Network` of its own.
public final class Network {
    package let plan: Plan
    /// What computes it.
    public let engine: Engine
    /// Whose kernels run.
    public let instructionSet: InstructionSet
    private let arena: Arena
    private let executor: any Executor
    private let kernels: UnsafePointer<vigie_kernels>
    private var commands: [Command] = []
    private var tables: [ResizeTable] = []
    /// The step that reads a picture's bytes itself, where one can.
    private let bytesStep: Int?
    private let bytesScratch: UnsafeMutableBufferPointer<Float>

    /// - Parameters:
    ///   - graph: As imported; shapes are inferred and the graph simplified here.
    ///   - instructionSet: Of the `simd` engine; the others have their own.
    ///   - file: For messages.
    package init(
        graph: Graph, engine: Engine, instructionSet: InstructionSet = .best, file: String
    ) throws(ModelError) {
        var graph = graph
        try graph.inferShapes(file: file)
        graph.simplify()
        self.engine = engine
        self.instructionSet = engine == .scalar ? .scalar : instructionSet
        kernels = self.instructionSet.kernels
        let layout: WeightLayout = engine == .blas || kernels.pointee.panel == 0 ? .plain : .panels
        plan = try Planner.plan(graph, layout: layout, file: file)
        arena = Arena(plan: plan)
        executor = engine == .blas ? BLASExecutor(plan: plan) : KernelExecutor(kernels: kernels)
        for step in plan.steps { commands.append(Command(step, in: arena, tables: &tables)) }
        bytesStep = engine == .blas ? nil : plan.bytesStep
        let scratch = bytesStep.map { [commands] step in Self.scratchCount(commands[step]) } ?? 0
        bytesScratch = .allocate(capacity: scratch)
    }

    deinit { bytesScratch.deallocate() }

    /// The size of the picture that `input` holds: height, width, channels.
    public var inputShape: (height: Int, width: Int, channels: Int) {
        (plan.input.shape[2], plan.input.shape[3], plan.input.shape[1])
    }

    /// How far results may be from the specification's; nil where they are equal to the bit.
    public var tolerance: Float? { executor.tolerance }

    /// What a log says of the engine beside its name.
    public var engineDetail: String? { executor.detail }

    /// The network's input, `height × width × channels`, to be filled before `run()`.
    public var input: UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(start: arena.pointer(plan.input), count: plan.input.count)
    }

    /// How many outputs the network has.
    public var outputCount: Int { plan.outputs.count }

    /// The name of output `index` in the model's file.
    public func outputName(_ index: Int) -> String { plan.outputNames[index] }

    /// The shape of output `index` in the model's file.
    public func outputShape(_ index: Int) -> [Int] { plan.outputs[index].shape }

    /// Multiply-adds of one run, convolutions only.
    public var multiplications: Int { plan.multiplications }

    /// Floats of weights and other constants.
    public var constantCount: Int { plan.constants.count }

    /// Bytes of constants and working memory.
    public var memoryInBytes: Int { (plan.constants.count + plan.arenaCount) * MemoryLayout<Float>.stride }

    /// Output `index`, row-major in the shape of the graph's output; valid until the next `run()`.
    public func output(_ index: Int) -> UnsafeBufferPointer<Float> {
        let view = plan.outputs[index]
        return UnsafeBufferPointer(start: arena.pointer(view), count: view.count)
    }

    /// Computes the outputs from the input. Allocates nothing.
    public func run() {
        for index in commands.indices { run(index) }
    }

    /// Computes the outputs from a picture of bytes. Allocates nothing.
    ///
    /// - Parameters:
    ///   - pixels: `height × width × channels`, as the network's input.
    ///   - scale: a mean for each channel, then as many deviations: a byte stands for (byte − mean) / deviation.
    public func run(_ pixels: UnsafeBufferPointer<UInt8>, scale: UnsafeBufferPointer<Float>) {
        let first = prepare(pixels, scale)
        for index in commands.indices { run(index, first: first, pixels, scale) }
    }

    /// As `run(_:scale:)`, and adds to each layer's time, in nanoseconds, what it took.
    ///
    /// - Precondition: `times` has `layers.count` elements.
    public func run(
        _ pixels: UnsafeBufferPointer<UInt8>, scale: UnsafeBufferPointer<Float>, times: inout [Int]
    ) {
        precondition(times.count == commands.count, "\(times.count) times for \(commands.count) layers")
        let clock = ContinuousClock()
        let first = prepare(pixels, scale)
        for index in commands.indices {
            let duration = clock.measure { run(index, first: first, pixels, scale) }.components
            times[index] += Int(duration.seconds) * 1_000_000_000 + Int(duration.attoseconds / 1_000_000_000)
        }
    }

    /// The steps of a run.
    public var layers: [Layer] { zip(plan.steps, plan.stepNames).map { Layer($0, name: $1) } }

    /// Returns the step that reads the bytes itself; nil where the input was filled from them instead.
    private func prepare(_ pixels: UnsafeBufferPointer<UInt8>, _ scale: UnsafeBufferPointer<Float>) -> Int? {
        let channels = plan.input.shape[1]
        precondition(
            pixels.count == plan.input.count && scale.count == 2 * channels,
            "\(pixels.count) bytes and \(scale.count) values for an input of \(plan.input.shape)")
        if let bytesStep { return bytesStep }
        precondition(channels == 3, "pictures of bytes have three channels")
        vigie_normalise_u8_f32(pixels.baseAddress, pixels.count / 3, scale.baseAddress, input.baseAddress)
        return nil
    }

    @inline(__always)
    private func run(
        _ index: Int, first: Int?, _ pixels: UnsafeBufferPointer<UInt8>, _ scale: UnsafeBufferPointer<Float>
    ) {
        guard index == first, case .convolve(let convolution) = commands[index] else { return run(index) }
        var command = vigie_byte_convolution(
            pixels: pixels.baseAddress, scale: scale.baseAddress, scratch: bytesScratch.baseAddress,
            convolution: convolution)
        kernels.pointee.convolve_bytes(&command)
    }

    private func run(_ index: Int) {
        switch commands[index] {
        case .convolve(var command): executor.convolve(&command)
        case .convolveDepthwise(var command): kernels.pointee.convolve_depthwise(&command)
        case .pool(var command): kernels.pointee.pool(&command)
        case .resize(var command): kernels.pointee.resize(&command)
        case .map(var command): kernels.pointee.map(&command)
        case .combine(var command): kernels.pointee.combine(&command)
        case .softmax(var command): kernels.pointee.softmax(&command)
        }
    }

    private static func scratchCount(_ command: Command) -> Int {
        guard case .convolve(let c) = command else { preconditionFailure("only a convolution reads bytes") }
        let row = ((c.output.width - 1) * c.window.stride_x + c.window.width) * c.input.channels
        return c.window.height * row + Int(VIGIE_PANEL)
    }
}
