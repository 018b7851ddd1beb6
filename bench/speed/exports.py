"""The forms in which peers are offered a model: the same network and weights, rewritten where a peer is slow or stuck.

Every form must compute what the published file computes; speed.py checks each on a real picture before it counts.
"""

import math
import subprocess
import sysconfig
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

#: Rows and columns at which YOLOX's Focus starts its four strided slices, in the order in which it joins them.
FOCUS = [(0, 0), (1, 0), (0, 1), (1, 1)]

Initialisers = dict[str, np.ndarray]


def load(path: Path) -> onnx.ModelProto:
    """The model, without what is of no effect but in a peer's way.

    Weights that are also listed as inputs are taken out of them, or onnxruntime would not fold them. Regions of
    interest that Resize does not look at are emptied, or pnnx would not convert it. PicoDet's file has both.
    """
    model = onnx.load(str(path))
    graph = model.graph
    weights = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in weights]
    del graph.input[:]
    graph.input.extend(inputs)
    resized = [node for node in graph.node if node.op_type == "Resize" and len(node.input) > 1]
    if resized and all(attributes(n).get("coordinate_transformation_mode") != b"tf_crop_and_resize" for n in resized):
        graph.initializer.append(numpy_helper.from_array(np.zeros(0, np.float32), "no_region"))
        for node in resized:
            node.input[1] = "no_region"
    return model


def attributes(node: onnx.NodeProto) -> dict:
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}


def constants(graph: onnx.GraphProto) -> Initialisers:
    """The values that are known before a run, by name."""
    known = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and "value" in (given := attributes(node)):
            known[node.output[0]] = numpy_helper.to_array(given["value"])
    return known


def focus(graph: onnx.GraphProto) -> tuple[onnx.NodeProto, onnx.NodeProto, list[onnx.NodeProto]] | None:
    """YOLOX's first Concat, the Conv after it, and the slices before it; None where the network begins otherwise."""
    makers = {name: node for node in graph.node for name in node.output}
    known = constants(graph)

    def start(name: str) -> tuple[list[onnx.NodeProto], dict[int, int]] | None:
        """The slices from the graph's input to `name`, and the first element that they take of each axis."""
        slices, starts = [], {}
        while name != graph.input[0].name:
            node = makers.get(name)
            if node is None or node.op_type != "Slice" or len(node.input) != 5:
                return None
            first, end, axes, steps = (known[value].tolist() for value in node.input[1:])
            if any(step != 2 for step in steps) or any(bound < 1 << 30 for bound in end):
                return None
            starts |= dict(zip(axes, first, strict=True))
            slices.append(node)
            name = node.input[0]
        return slices, starts

    for concat in graph.node:
        if concat.op_type != "Concat" or len(concat.input) != len(FOCUS):
            continue
        found = [start(name) for name in concat.input]
        users = [node for node in graph.node if concat.output[0] in node.input]
        if None in found or len(users) != 1 or users[0].op_type != "Conv":
            continue
        if [(starts.get(2), starts.get(3)) for _, starts in found] == FOCUS:
            return concat, users[0], list({id(node): node for slices, _ in found for node in slices}.values())
    return None


def replace_weight(graph: onnx.GraphProto, name: str, weight: np.ndarray) -> None:
    (tensor,) = (tensor for tensor in graph.initializer if tensor.name == name)
    tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(weight), name))


def depth_order(weight: np.ndarray) -> np.ndarray:
    """A weight `[out, 4 × C, …]` after Focus, with the input channels in SpaceToDepth's order: row by row."""
    groups = weight.reshape(weight.shape[0], len(FOCUS), -1, *weight.shape[2:])
    return groups[:, [FOCUS.index(place) for place in sorted(FOCUS)]].reshape(weight.shape)


def unfocused(weight: np.ndarray) -> np.ndarray:
    """A weight `[out, 4 × C, k, k]` after Focus as the weight `[out, C, 2k, 2k]` of one convolution with stride 2."""
    outputs, channels, height, width = weight.shape
    whole = np.zeros((outputs, channels // len(FOCUS), 2 * height, 2 * width), weight.dtype)
    for group, (row, column) in zip(np.split(weight, len(FOCUS), axis=1), FOCUS, strict=True):
        whole[:, :, row::2, column::2] = group
    return whole


def space_to_depth(model: onnx.ModelProto) -> bool:
    """YOLOX's eight slices and their Concat as one SpaceToDepth; False where the network has no Focus."""
    if (found := focus(model.graph)) is None:
        return False
    concat, convolution, slices = found
    node = onnx.helper.make_node("SpaceToDepth", [model.graph.input[0].name], [concat.output[0]], "focus", blocksize=2)
    replace_weight(model.graph, convolution.input[1], depth_order(constants(model.graph)[convolution.input[1]]))
    for old in (*slices, concat):
        model.graph.node.remove(old)
    model.graph.node.insert(0, node)
    return True


def one_convolution(model: onnx.ModelProto) -> bool:
    """YOLOX's Focus and the 3 × 3 convolution after it as one of 6 × 6 with stride 2; False where there is no Focus."""
    if (found := focus(model.graph)) is None:
        return False
    concat, convolution, slices = found
    given = attributes(convolution)
    weight = unfocused(constants(model.graph)[convolution.input[1]])
    replace_weight(model.graph, convolution.input[1], weight)
    convolution.input[0] = model.graph.input[0].name
    del convolution.attribute[:]
    given |= {"kernel_shape": weight.shape[2:], "strides": [2, 2], "pads": [2 * pad for pad in given["pads"]]}
    convolution.attribute.extend(onnx.helper.make_attribute(name, value) for name, value in given.items())
    for old in (*slices, concat):
        model.graph.node.remove(old)
    return True


def hard_sigmoid(model: onnx.ModelProto) -> bool:
    """PicoDet's x · clip(x + 3, 0, 6) / 6 as x · HardSigmoid(x), two operators for four; False where there is none."""
    graph = model.graph
    makers = {name: node for node in graph.node for name in node.output}
    known = constants(graph)

    def made(name: str, kind: str) -> onnx.NodeProto | None:
        node = makers.get(name)
        return node if node is not None and node.op_type == kind else None

    def is_constant(name: str, value: float) -> bool:
        return name in known and bool(np.all(known[name] == value))

    found = False
    for divide in [node for node in graph.node if node.op_type == "Div"]:
        multiply = made(divide.input[0], "Mul")
        clip = multiply and made(multiply.input[1], "Clip")
        add = clip and made(clip.input[0], "Add")
        if not add or multiply.input[0] != add.input[0]:
            continue
        wanted = [(divide.input[1], 6), (clip.input[1], 0), (clip.input[2], 6), (add.input[1], 3)]
        if not all(is_constant(name, value) for name, value in wanted):
            continue
        clip.CopyFrom(onnx.helper.make_node("HardSigmoid", [add.input[0]], [clip.output[0]], alpha=1 / 6, beta=0.5))
        multiply.output[0] = divide.output[0]
        graph.node.remove(add)
        graph.node.remove(divide)
        found = True
    return found


#: The forms by name, and what makes each; a rewrite tells whether it applies.
FORMS = {
    "original": lambda _: True,
    "space-to-depth": space_to_depth,
    "6x6": one_convolution,
    "hard-sigmoid": hard_sigmoid,
}


def onnx_forms(source: Path, folder: Path) -> dict[str, Path]:
    """The model's ONNX forms by name, written into the folder: always `original`."""
    forms = {}
    for name, rewrite in FORMS.items():
        model = load(source)
        if rewrite(model):
            onnx.checker.check_model(model)
            forms[name] = folder / f"{name}.onnx"
            onnx.save(model, str(forms[name]))
    return forms


def to_ncnn(source: Path, size: int) -> Path | str:
    """The model as ncnn's `.param`, its `.bin` beside it, or why there is none. pnnx makes them in source's folder."""
    converter = Path(sysconfig.get_path("purelib")) / "pnnx/pnnx"
    if not converter.is_file():
        return "no pnnx for this platform"
    output = source.with_suffix(".ncnn.param")
    # fp16=0: weights stay fp32.
    line = [converter, source.name, f"inputshape=[1,3,{size},{size}]", "fp16=0", f"ncnnparam={output.name}"]
    line += [f"ncnnbin={output.with_suffix('.bin').name}"]
    done = subprocess.run([str(word) for word in line], cwd=source.parent, capture_output=True, text=True, timeout=300)
    if done.returncode != 0 or not output.is_file():
        return f"pnnx: exit code {done.returncode}: {done.stderr.strip()[-200:]}"
    return output


def multiplications(path: Path) -> int:
    """Multiplications of the convolutions and matrix products of one run; those by the zeros of padding count."""
    model = onnx.shape_inference.infer_shapes(load(path))
    values = [*model.graph.value_info, *model.graph.input, *model.graph.output]
    shapes = {value.name: [size.dim_value for size in value.type.tensor_type.shape.dim] for value in values}
    shapes |= {name: list(value.shape) for name, value in constants(model.graph).items()}
    total = 0
    for node in model.graph.node:
        if node.op_type == "Conv":
            total += math.prod(shapes[node.output[0]]) * math.prod(shapes[node.input[1]][1:])
        elif node.op_type in {"MatMul", "Gemm"}:
            total += math.prod(shapes[node.output[0]]) * shapes[node.input[0]][-1]
    return total
