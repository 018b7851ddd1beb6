"""Reads a frozen TensorFlow 1 graph: a `GraphDef` whose weights are constants.

Source of the field numbers: tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto
"""

import math
from typing import NamedTuple

import wire


class Node(NamedTuple):
    """A `NodeDef`: its inputs without control edges, its attributes still encoded (`AttrValue`)."""

    name: str
    operation: str
    inputs: list
    attributes: dict

    def text(self, attribute):
        return str(wire.only(self.attributes[attribute], 2), "utf-8")

    def float(self, attribute):
        (value,) = wire.packed_floats(wire.only(self.attributes[attribute], 4))
        return value

    def integers(self, attribute):
        return wire.packed_varints(wire.only(wire.only(self.attributes[attribute], 1), 3))

    def floats(self):
        """The elements of a `Const` of 32-bit floats as they lie in memory, the last axis fastest, and its shape."""
        tensor = wire.only(self.attributes["value"], 8)
        shape = [wire.only(axis, 1, 0) for axis in wire.every(wire.only(tensor, 2, b""), 2)]
        values = wire.packed_floats(wire.only(tensor, 4, b""))
        if len(values) != math.prod(shape):
            raise ValueError(f"constant {self.name} has {len(values)} values for the shape {shape}")
        return values, shape


def parse(content):
    """The nodes of a `GraphDef`, in file order."""
    return [_node(encoded) for encoded in wire.every(content, 1)]


def _node(encoded):
    inputs = [str(name, "utf-8") for name in wire.every(encoded, 3)]
    attributes = wire.every(encoded, 5)
    return Node(
        name=str(wire.only(encoded, 1), "utf-8"),
        operation=str(wire.only(encoded, 2), "utf-8"),
        inputs=[name for name in inputs if not name.startswith("^")],
        attributes={str(wire.only(entry, 1), "utf-8"): wire.only(entry, 2) for entry in attributes},
    )
