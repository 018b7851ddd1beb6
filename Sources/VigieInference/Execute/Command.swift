internal import CKernels

/// A step with its views turned into pointers: what a frame runs.
enum Command {
    case convolve(vigie_convolution)
    case convolveDepthwise(vigie_convolution)
    case pool(vigie_pooling)
    case resize(vigie_resizing)
    case map(vigie_mapping)
    case combine(vigie_combination)
    case softmax(vigie_softmax)

    /// - Parameter tables: Keeps what the command points to.
    init(_ step: Step, in arena: Arena, tables: inout [ResizeTable]) {
        switch step {
        case .convolve(let step):
            let command = vigie_convolution(
                input: step.parts > 1 ? arena.picture(inParts: step.input) : arena.picture(step.input),
                output: arena.picture(step.output),
                parts: step.parts, part_stride: step.parts > 1 ? step.input.strides[2] : 0,
                window: vigie_window(
                    step.convolution.window, dilationY: step.convolution.dilationY,
                    dilationX: step.convolution.dilationX),
                groups: step.convolution.groups, weights: arena.constant(at: step.weights),
                bias: arena.constant(at: step.bias), activation: vigie_activation(step.convolution.activation),
                residual: step.residual.map { arena.picture($0) } ?? vigie_picture(), zeros: arena.zeros)
            self = step.isDepthwise ? .convolveDepthwise(command) : .convolve(command)
        case .pool(let input, let output, let window, let mean, let countsPadding):
            self = .pool(
                vigie_pooling(
                    input: arena.picture(input), output: arena.picture(output),
                    window: vigie_window(window, dilationY: 1, dilationX: 1), mean: mean ? 1 : 0,
                    counts_padding: countsPadding ? 1 : 0))
        case .resize(let input, let output, let rows, let columns, let nearest):
            let table = ResizeTable(rows: rows, columns: columns)
            tables.append(table)
            self = .resize(
                vigie_resizing(
                    input: arena.picture(input), output: arena.picture(output), rows: table.rows,
                    columns: table.columns,
                    nearest: nearest ? 1 : 0))
        case .map(let input, let output, let activation):
            self = .map(
                vigie_mapping(
                    output: arena.pointer(output), a: arena.pointer(input), walk: vigie_walk(output, input, input),
                    activation: vigie_activation(activation)))
        case .combine(let a, let b, let output, let operation):
            self = .combine(
                vigie_combination(
                    output: arena.pointer(output), a: arena.pointer(a), b: arena.pointer(b),
                    walk: vigie_walk(output, a, b),
                    operator_: vigie_operator(operation)))
        case .softmax(let input, let output, let axis):
            let one = { (view: View) in view.sliced(axis: axis, start: 0, count: 1) }
            self = .softmax(
                vigie_softmax(
                    output: arena.pointer(output), a: arena.pointer(input),
                    walk: vigie_walk(one(output), one(input), one(input)), count: output.shape[axis],
                    output_stride: output.strides[axis], a_stride: input.strides[axis]))
        }
    }
}

/// The taps of one resize, in memory that does not move.
final class ResizeTable {
    let rows: UnsafePointer<vigie_resize_tap>
    let columns: UnsafePointer<vigie_resize_tap>

    init(rows: [ResizeTap], columns: [ResizeTap]) {
        func copy(_ taps: [ResizeTap]) -> UnsafePointer<vigie_resize_tap> {
            let memory = UnsafeMutablePointer<vigie_resize_tap>.allocate(capacity: taps.count)
            for (i, tap) in taps.enumerated() {
                (memory + i).initialize(
                    to: vigie_resize_tap(first: UInt32(tap.first), second: UInt32(tap.second), weight: tap.weight))
            }
            return UnsafePointer(memory)
        }
        self.rows = copy(rows)
        self.columns = copy(columns)
    }

    deinit {
        rows.deallocate()
        columns.deallocate()
    }
}

extension vigie_window {
    init(_ window: Window, dilationY: Int, dilationX: Int) {
        self.init(
            height: window.height, width: window.width, stride_y: window.strideY, stride_x: window.strideX,
            dilation_y: dilationY, dilation_x: dilationX, pad_top: window.padding.top, pad_left: window.padding.left)
    }
}

extension vigie_activation {
    init(_ activation: Activation) {
        switch activation {
        case .none: self.init(function: VIGIE_IDENTITY, a: 0, b: 0)
        case .relu: self.init(function: VIGIE_RELU, a: 0, b: 0)
        case .leakyRelu(let slope): self.init(function: VIGIE_LEAKY_RELU, a: slope, b: 0)
        case .sigmoid: self.init(function: VIGIE_SIGMOID, a: 0, b: 0)
        case .silu: self.init(function: VIGIE_SILU, a: 0, b: 0)
        case .hardSwish: self.init(function: VIGIE_HARD_SWISH, a: 0, b: 0)
        case .hardSigmoid(let alpha, let beta): self.init(function: VIGIE_HARD_SIGMOID, a: alpha, b: beta)
        case .clip(let low, let high): self.init(function: VIGIE_CLIP, a: low, b: high)
        case .tanh: self.init(function: VIGIE_TANH, a: 0, b: 0)
        case .exp: self.init(function: VIGIE_EXP, a: 0, b: 0)
        }
    }
}

extension vigie_operator {
    init(_ operation: BinaryOperator) {
        switch operation {
        case .add: self = VIGIE_ADD
        case .subtract: self = VIGIE_SUBTRACT
        case .multiply: self = VIGIE_MULTIPLY
        case .divide: self = VIGIE_DIVIDE
        }
    }
}

extension vigie_walk {
    /// A walk over three views of one shape: axes in the output's order of memory, neighbours merged where all allow.
    init(_ output: View, _ a: View, _ b: View) {
        var axes: [(size: Int, output: Int, a: Int, b: Int)] = []
        let order = output.shape.indices.filter { output.shape[$0] > 1 }
            .sorted { output.strides[$0] != output.strides[$1] ? output.strides[$0] > output.strides[$1] : $0 < $1 }
        for axis in order {
            let next = (size: output.shape[axis], output: output.strides[axis], a: a.strides[axis], b: b.strides[axis])
            if let last = axes.last, last.output == next.output * next.size, last.a == next.a * next.size,
                last.b == next.b * next.size
            {
                axes[axes.count - 1] = (last.size * next.size, next.output, next.a, next.b)
            } else {
                axes.append(next)
            }
        }
        precondition(axes.count <= VIGIE_MAX_AXES, "more axes than a walk has")
        // A short run at the end, such as the two halves of a channel shuffle, costs more in loops than in floats.
        let near = axes.indices.filter { axes[$0].output < 16 }
        if let longest = near.max(by: { axes[$0].size < axes[$1].size }) { axes.append(axes.remove(at: longest)) }
        axes.insert(
            contentsOf: repeatElement((size: 1, output: 0, a: 0, b: 0), count: VIGIE_MAX_AXES - axes.count),
            at: 0)
        self.init(
            size: (axes[0].size, axes[1].size, axes[2].size, axes[3].size, axes[4].size, axes[5].size),
            output: (axes[0].output, axes[1].output, axes[2].output, axes[3].output, axes[4].output, axes[5].output),
            a: (axes[0].a, axes[1].a, axes[2].a, axes[3].a, axes[4].a, axes[5].a),
            b: (axes[0].b, axes[1].b, axes[2].b, axes[3].b, axes[4].b, axes[5].b))
    }
}
