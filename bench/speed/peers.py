"""One peer with one model in a process of its own: `peers.py ENGINE MODEL INPUT`.

Loads the model, warms up, and writes one line of JSON to standard output; then answers each line of standard input:
`{"outputs": FILE}` writes the outputs of one run as `.npz`, `{"runs": N}` is answered with `{"runs_ms": […]}`.

Every peer runs fp32 on one thread, on the core that the parent has pinned this process to. Each module is imported
only in the process that measures it.
"""

import gc
import json
import os
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

#: Runs before anything is measured, and before each round's measured runs: the other engines had the caches meanwhile.
WARM_UP, REFRESH = 8, 2


def in_order(names: list[str]) -> list[str]:
    """out0, out1, … out10, … by their numbers; other names as they are."""
    numbered = all(re.fullmatch(r"out\d+", name) for name in names)
    return sorted(names, key=lambda name: int(name.removeprefix("out"))) if numbered else names


class OnnxRuntime:
    def __init__(self, model: str, tensor: np.ndarray):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.feed = {self.session.get_inputs()[0].name: tensor}
        self.names = [output.name for output in self.session.get_outputs()]
        self.version, self.kernels = onnxruntime.__version__, None

    def run(self) -> list:
        return self.session.run(None, self.feed)

    def outputs(self) -> dict[str, np.ndarray]:
        return dict(zip(self.names, self.run(), strict=True))


class OpenVino:
    def __init__(self, model: str, tensor: np.ndarray):
        import openvino

        settings = {
            # Without it, bf16 where the CPU has it.
            "INFERENCE_PRECISION_HINT": "f32",
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": "1",
            "INFERENCE_NUM_THREADS": "1",
            # The process is pinned already; left on, OpenVINO chooses a core itself.
            "ENABLE_CPU_PINNING": False,
        }
        compiled = openvino.Core().compile_model(model, "CPU", settings)
        self.names = [output.get_any_name() for output in compiled.outputs]
        self.request = compiled.create_infer_request()
        self.tensor = openvino.Tensor(tensor, shared_memory=True)
        self.request.set_input_tensor(self.tensor)
        self.version, self.kernels = openvino.__version__.split("-")[0], self.convolutions(compiled)

    @staticmethod
    def convolutions(compiled) -> str:
        """The kernels that most convolutions run on."""
        kinds = Counter()
        for node in compiled.get_runtime_model().get_ops():
            info = node.get_rt_info()
            if "Convolution" in str(info["layerType"].astype(str)):
                kinds[str(info["primitiveType"].astype(str))] += 1
        return kinds.most_common(1)[0][0] if kinds else ""

    def run(self) -> None:
        self.request.infer(share_inputs=True, share_outputs=True)

    def outputs(self) -> dict[str, np.ndarray]:
        self.run()
        return {name: self.request.get_output_tensor(i).data.copy() for i, name in enumerate(self.names)}


class Ncnn:
    def __init__(self, model: str, tensor: np.ndarray):
        import ncnn

        self.net = ncnn.Net()
        self.net.opt.num_threads = 1
        for lower in ("fp16_packed", "fp16_storage", "fp16_arithmetic", "bf16_storage"):
            setattr(self.net.opt, f"use_{lower}", False)
        self.net.opt.use_vulkan_compute = False
        if self.net.load_param(model) != 0 or self.net.load_model(model.removesuffix(".param") + ".bin") != 0:
            raise ValueError("ncnn does not load it")
        self.tensor = ncnn.Mat(tensor[0]).clone()
        self.input = self.net.input_names()[0]
        # pnnx calls them out0, out1, …, in the ONNX file's order; the net lists them in another.
        self.names = in_order(list(self.net.output_names()))
        self.version, self.kernels = ncnn.__version__, None

    def run(self) -> list:
        extractor = self.net.create_extractor()
        extractor.input(self.input, self.tensor)
        done = [extractor.extract(name) for name in self.names]
        if any(status != 0 or output.empty() for status, output in done):
            raise ValueError("ncnn gave an empty output")
        return [output for _, output in done]

    def outputs(self) -> dict[str, np.ndarray]:
        return {name: np.array(output) for name, output in zip(self.names, self.run(), strict=True)}


class OpenCv:
    def __init__(self, model: str, tensor: np.ndarray):
        import cv2

        cv2.setNumThreads(1)
        self.net = cv2.dnn.readNetFromONNX(model)
        self.names, self.tensor = self.net.getUnconnectedOutLayersNames(), tensor
        self.version, self.kernels = cv2.__version__, None

    def run(self) -> tuple:
        self.net.setInput(self.tensor)
        return self.net.forward(self.names)

    def outputs(self) -> dict[str, np.ndarray]:
        return dict(zip(self.names, map(np.copy, self.run()), strict=True))


ENGINES = {"onnxruntime": OnnxRuntime, "openvino": OpenVino, "ncnn": Ncnn, "opencv": OpenCv}


def cores() -> set[int]:
    """The cores that the process's threads may run on: one, or a library has undone the pinning."""
    return set().union(*(os.sched_getaffinity(int(task.name)) for task in Path("/proc/self/task").iterdir()))


def timed(peer, runs: int) -> list[float]:
    """Wall time of each run in milliseconds."""
    for _ in range(REFRESH):
        peer.run()
    times = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        peer.run()
        times.append((time.perf_counter_ns() - start) / 1e6)
    return times


def main() -> None:
    # Libraries print where they like; the answers have a descriptor to themselves.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    engine, model, tensor = sys.argv[1:]
    peer = ENGINES[engine](model, np.load(tensor))
    for _ in range(WARM_UP):
        peer.run()
    gc.disable()
    print(json.dumps({"version": peer.version, "kernels": peer.kernels, "cores": sorted(cores())}), file=answers)
    for line in sys.stdin:
        asked = json.loads(line)
        if "outputs" in asked:
            np.savez(asked["outputs"], **peer.outputs())
            print(json.dumps({}), file=answers)
        else:
            print(json.dumps({"runs_ms": timed(peer, asked["runs"])}), file=answers)


if __name__ == "__main__":
    main()
