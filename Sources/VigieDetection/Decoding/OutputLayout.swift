package import VigieCore
package import VigieInference

extension Graph {
    /// Makes `expected` the graph's outputs, in this order, each as rows of channels, `[1, rows, channels]`.
    ///
    /// An output `[1, channels, height, width]` is transposed by nodes that are added; one of two or three axes is taken
    /// as it is.
    ///
    /// - Parameter file: for messages.
    /// - Throws: `DetectionError.network` where an output is missing or has another shape.
    package mutating func arrangeOutputs(as expected: [ExpectedOutput], file: String) throws(DetectionError) {
        var arranged: [ValueID] = []
        for output in expected { arranged.append(try arrange(output, file: file)) }
        outputs = arranged
    }

    /// Checks that the graph has one input, a picture of the size that the manifest says.
    package func checkInput(_ input: InputSpecification, file: String) throws(DetectionError) {
        guard inputs.count == 1 else {
            throw .network(
                file: file, value: "inputs \(inputs.map { values[$0].name })", reason: "a detector has one, a picture")
        }
        let value = values[inputs[0]]
        guard value.shape == [1, 3, input.height, input.width] else {
            throw .network(
                file: file, value: "input \(value.name)",
                reason: "has shape \(value.shape ?? []), and the manifest says [1, 3, \(input.height), \(input.width)]")
        }
    }

    private mutating func arrange(_ output: ExpectedOutput, file: String) throws(DetectionError) -> ValueID {
        guard var id = values.lastIndex(where: { $0.name == output.name }) else {
            let names = outputs.map { values[$0].name }.joined(separator: ", ")
            throw .network(file: file, value: "output \(output.name)", reason: "is not there; the network has \(names)")
        }
        let shape = values[id].shape ?? []
        let rowsAndChannels =
            shape.count == 4 ? [shape[0], shape[2] * shape[3], shape[1]] : (shape.count == 2 ? [1] : []) + shape
        guard rowsAndChannels == [1, output.rows, output.channels] else {
            throw .network(
                file: file, value: "output \(output.name)",
                reason: "has shape \(shape), and the manifest's classes and strides make"
                    + " \(output.rows) rows of \(output.channels)")
        }
        if shape.count == 4 {
            let (channels, height, width) = (shape[1], shape[2], shape[3])
            append(.transpose([0, 2, 3, 1]), to: &id, shape: [1, height, width, channels])
            append(.reshape([1, height * width, channels]), to: &id, shape: [1, height * width, channels])
        }
        return id
    }

    private mutating func append(_ operation: Operation, to id: inout ValueID, shape: [Int]) {
        let name = "\(values[id].name).rows"
        id = addNode(name, operation, inputs: [id], output: name)
        values[id].shape = shape
    }
}
