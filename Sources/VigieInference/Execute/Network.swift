internal import CKernels

/// A network that is ready to run on one core.
///
/// Not for two threads at once: each takes a `Network` of its own.
public final class Network {
    package let plan: Plan
    /// Which executor runs it.
    public let engine: Engine
    private let arena: Arena
    private let executor: any Executor
    private let kernels = vigie_kernels_scalar()!
    private var commands: [Command] = []
    private var tables: [ResizeTable] = []

    /// - Parameters:
    ///   - graph: As imported; shapes are inferred and the graph simplified here.
    ///   - file: For messages.
    package init(graph: Graph, engine: Engine, file: String) throws(ModelError) {
        var graph = graph
        try graph.inferShapes(file: file)
        graph.simplify()
        plan = try Planner.plan(graph, file: file)
        self.engine = engine
        arena = Arena(plan: plan)
        executor =
            switch engine {
            case .scalar: ScalarExecutor()
            case .blas: BLASExecutor(plan: plan)
            }
        for step in plan.steps { commands.append(Command(step, in: arena, tables: &tables)) }
    }

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

    /// The number of outputs; their indices count from 0.
    public var outputCount: Int { plan.outputs.count }

    /// The name of output `index` in the model's file.
    public func outputName(_ index: Int) -> String { plan.outputNames[index] }

    /// The shape of output `index`, outermost axis first; `output(_:)` is row-major in it.
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
        for index in commands.indices {
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
    }
}
