import FoundationEssentials

/// A constant of an ONNX file: numbers for the network, or whole numbers that say how (shapes, axes, sizes).
enum OnnxTensor: Equatable {
    case numbers(Tensor)
    case integers(NDArray<Int>)

    var shape: [Int] {
        switch self {
        case .numbers(let tensor): tensor.shape
        case .integers(let array): array.shape
        }
    }
}

extension OnnxTensor {
    /// Element types of the format, as far as they are read.
    enum ElementType: Int32 {
        case float = 1
        case uint8 = 2
        case int8 = 3
        case int32 = 6
        case int64 = 7
        case bool = 9
        case float16 = 10
        case double = 11

        /// Whether values of this type flow through a network as fp32.
        var isReal: Bool { self == .float || self == .float16 || self == .double }
    }

    /// Reads `tensor`, whose name for messages is `name`.
    init(_ tensor: Onnx_TensorProto, name: String, file: String) throws(ModelError) {
        func damaged(_ reason: String) -> ModelError { .malformed(file: file, place: "tensor \(name)", reason: reason) }
        guard tensor.dataLocation == .default, tensor.externalData.isEmpty else {
            throw .unsupported(
                file: file, node: name, reason: "its data is in another file; convert the model to a single file")
        }
        guard let type = ElementType(rawValue: tensor.dataType) else {
            throw .unsupported(file: file, node: name, reason: "element type \(tensor.dataType)")
        }
        var count = 1
        for size in tensor.dims {
            let (product, overflow) = count.multipliedReportingOverflow(by: Int(size))
            guard size >= 0, !overflow, product <= Graph.elementLimit else {
                throw damaged("shape \(tensor.dims) is negative or too large")
            }
            count = product
        }
        let shape = tensor.dims.map { Int($0) }
        /// - Parameter stored: How many the raw bytes or else the typed field hold.
        func expect(_ stored: Int, size: Int) throws(ModelError) {
            if tensor.rawData.isEmpty {
                guard stored == count else { throw damaged("\(stored) elements for shape \(shape)") }
            } else if tensor.rawData.count != count * size {
                throw damaged("\(tensor.rawData.count) bytes for shape \(shape) of \(size)-byte elements")
            }
        }
        let raw = tensor.rawData
        func numbers(_ elements: [Float]) -> OnnxTensor { .numbers(Tensor(shape: shape, elements: elements)) }
        func integers(_ elements: [Int]) -> OnnxTensor { .integers(NDArray(shape: shape, elements: elements)) }
        switch type {
        case .float:
            try expect(tensor.floatData.count, size: 4)
            self = numbers(raw.isEmpty ? tensor.floatData : LittleEndian.singles(in: raw))
        case .float16:
            try expect(tensor.int32Data.count, size: 2)
            self = numbers(
                raw.isEmpty
                    ? tensor.int32Data.map { Float(Float16(bitPattern: UInt16(truncatingIfNeeded: $0))) }
                    : LittleEndian.halves(in: raw))
        case .double:
            try expect(tensor.doubleData.count, size: 8)
            self = numbers(
                raw.isEmpty
                    ? tensor.doubleData.map { Float($0) }
                    : LittleEndian.numbers(UInt64.self, in: raw) { Float(Double(bitPattern: $0)) })
        case .int64:
            try expect(tensor.int64Data.count, size: 8)
            self = integers(
                raw.isEmpty ? tensor.int64Data.map { Int($0) } : LittleEndian.numbers(Int64.self, in: raw) { Int($0) })
        case .int32:
            try expect(tensor.int32Data.count, size: 4)
            self = integers(
                raw.isEmpty ? tensor.int32Data.map { Int($0) } : LittleEndian.numbers(Int32.self, in: raw) { Int($0) })
        case .int8:
            try expect(tensor.int32Data.count, size: 1)
            self = integers(
                raw.isEmpty ? tensor.int32Data.map { Int($0) } : LittleEndian.numbers(Int8.self, in: raw) { Int($0) })
        case .uint8, .bool:
            try expect(tensor.int32Data.count, size: 1)
            self = integers(
                raw.isEmpty ? tensor.int32Data.map { Int($0) } : LittleEndian.numbers(UInt8.self, in: raw) { Int($0) })
        }
    }
}
