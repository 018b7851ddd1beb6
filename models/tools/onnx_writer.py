"""Writes a convolutional network on square pictures as ONNX: the few operators that an SSD needs.

The same calls give the same bytes. Source of the field numbers: onnx/onnx.proto, IR version 7.
"""

from typing import NamedTuple

import wire

IR_VERSION, OPSET = 7, 13

FLOAT, INT64 = 1, 7  # TensorProto.DataType
INT, INTS = 2, 7  # AttributeProto.AttributeType


class Picture(NamedTuple):
    """A tensor [1, channels, side, side]."""

    name: str
    channels: int
    side: int


class Filters(NamedTuple):
    """The weights of a convolution: for each output channel its taps by input channel, row and column."""

    rows: list
    shape: list


def same_padding(size, kernel, stride):
    """TensorFlow's "SAME": pixels before and after, the odd one after, so that ⌈size / stride⌉ come out."""
    total = max(0, (_quotient_up(size, stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


class Writer:
    """Collects nodes and weights in the order of the calls. Each node is named after its output."""

    def __init__(self):
        self._nodes = []
        self._initializers = []
        for name, value in (("zero", 0.0), ("six", 6.0)):
            self._float_initializer(name, [], [value])

    def convolution(self, name, source, filters, bias, stride, groups):
        """With "SAME" padding."""
        outputs, _, kernel, _ = filters.shape
        before, after = same_padding(source.side, kernel, stride)
        weights_name, bias_name = f"{name}/weights", f"{name}/bias"
        self._float_initializer(weights_name, filters.shape, [tap for row in filters.rows for tap in row])
        self._float_initializer(bias_name, [outputs], bias)
        attributes = {
            "dilations": [1, 1],
            "group": groups,
            "kernel_shape": [kernel, kernel],
            "pads": [before, before, after, after],
            "strides": [stride, stride],
        }
        self._node("Conv", [source.name, weights_name, bias_name], name, attributes)
        return Picture(name, outputs, _quotient_up(source.side, stride))

    def relu6(self, name, source):
        self._node("Clip", [source.name, "zero", "six"], name)
        return source._replace(name=name)

    def add(self, name, left, right):
        self._node("Add", [left.name, right.name], name)
        return left._replace(name=name)

    def rows(self, name, source, columns):
        """[1, rows, columns] in the order of y, x, channel; gives the number of rows."""
        count = source.side * source.side * source.channels // columns
        self._int_initializer(f"{name}/shape", [1, count, columns])
        self._node("Transpose", [source.name], f"{name}/channels_last", {"perm": [0, 2, 3, 1]})
        self._node("Reshape", [f"{name}/channels_last", f"{name}/shape"], name)
        return count

    def concatenate_rows(self, name, sources):
        self._node("Concat", sources, name, {"axis": 1})

    def sigmoid(self, name, source):
        self._node("Sigmoid", [source], name)

    def model(self, name, producer, inputs, outputs, properties):
        """The bytes of the file. Inputs and outputs are (name, shape), properties (key, text)."""
        graph = wire.message(
            (1, self._nodes),
            (2, name),
            (5, self._initializers),
            (11, [_value(*value) for value in inputs]),
            (12, [_value(*value) for value in outputs]),
        )
        return wire.message(
            (1, IR_VERSION),
            (2, producer),
            (7, graph),
            (8, wire.message((1, ""), (2, OPSET))),
            (14, [wire.message((1, key), (2, text)) for key, text in properties]),
        )

    def _node(self, operator, inputs, output, attributes=None):
        encoded = []
        for key, value in (attributes or {}).items():
            field, kind = (8, INTS) if isinstance(value, list) else (3, INT)
            encoded.append(wire.message((1, key), (field, value), (20, kind)))
        self._nodes.append(wire.message((1, inputs), (2, output), (3, output), (4, operator), (5, encoded)))

    def _float_initializer(self, name, shape, values):
        self._initializer(name, shape, FLOAT, wire.float_bytes(values))

    def _int_initializer(self, name, values):
        content = b"".join(value.to_bytes(8, "little", signed=True) for value in values)
        self._initializer(name, [len(values)], INT64, content)

    def _initializer(self, name, shape, kind, content):
        self._initializers.append(wire.message((1, shape), (2, kind), (8, name), (9, content)))


def _value(name, shape):
    axes = wire.message((1, [wire.message((1, size)) for size in shape]))
    return wire.message((1, name), (2, wire.message((1, wire.message((1, FLOAT), (2, axes))))))


def _quotient_up(size, stride):
    return -(-size // stride)
