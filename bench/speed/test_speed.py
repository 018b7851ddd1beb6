"""Hand-computable cases of what is told, and the models' rewrites against ONNX's own reference evaluator."""

import os
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

import exports
import figures
from candidates import race
from engines import AVX2, Failure, Place, Vigie
from figures import Result, Row, best_peer, difference, judged
from peers import in_order

HERE = Place(max(os.sched_getaffinity(0)), "avx2", os.getpriority(os.PRIO_PROCESS, 0))


def result(*rows: Row, model: str = "yolox-nano-416") -> Result:
    return Result(model, 500_000_000, "picture.png", list(rows))


class Telling(unittest.TestCase):
    def test_outputs_with_the_same_names_are_compared_by_name(self):
        mine = {"b": np.float32([[1, 2]]), "a": np.float32([3])}
        self.assertEqual(difference(mine, {"a": np.float32([3.5]), "b": np.float32([[1, 2.25]])}), 0.5)

    def test_outputs_with_other_names_are_compared_in_order_and_may_lack_the_batch(self):
        mine = {"out0": np.float32([[1, 2]]), "out1": np.float32([3])}
        self.assertEqual(difference(mine, {"b": np.float32([[[1, 2]]]), "a": np.float32([[3]])}), 0)

    def test_empty_and_broken_outputs_are_wrong(self):
        expected = {"a": np.float32([1, 2])}
        for mine in ({}, {"a": np.float32([])}, {"a": np.float32([1, np.nan])}, {"a": np.float32([1, 2.01])}):
            _, problem = judged(difference(mine, expected))
            self.assertTrue(problem.startswith("wrong output"), problem)
        self.assertEqual(judged(difference({"a": np.float32([1, 2])}, expected)), (0, None))

    def test_numbered_outputs_are_ordered_by_number(self):
        self.assertEqual(in_order(["out10", "out2", "out0"]), ["out0", "out2", "out10"])
        self.assertEqual(in_order(["cls8", "dis8_pre"]), ["cls8", "dis8_pre"])

    def test_best_peer_is_not_vigie_and_has_the_right_output(self):
        best = Row("openvino", runs_ms=[4, 6])
        rows = [Row("vigie", runs_ms=[1]), Row("ncnn", problem="wrong output", runs_ms=[2]), Row("opencv"), best]
        self.assertIs(best_peer([*rows, Row("onnxruntime", runs_ms=[5, 5])]), best)
        self.assertIsNone(best_peer(rows[:3]))

    def test_verdict_compares_minima_with_the_target(self):
        peer = Row("openvino", runs_ms=[10, 30])
        self.assertEqual(result(Row("vigie", runs_ms=[8.5, 40]), peer).verdict, "met")
        self.assertEqual(result(Row("vigie", runs_ms=[8.6]), peer).verdict, "missed")
        self.assertEqual(result(Row("vigie", problem="wrong output", runs_ms=[1]), peer).verdict, "not measured")
        self.assertEqual(result(peer).verdict, "not measured")
        self.assertIsNone(result(Row("vigie", runs_ms=[99]), peer, model="fastestdet-352").verdict)

    def test_every_target_is_of_a_known_model(self):
        from families import MODELS

        self.assertLessEqual(figures.TARGETS.keys(), MODELS.keys())

    def test_record_has_rates_and_ratios(self):
        told = result(Row("openvino", runs_ms=[10, 20, 30]), Row("ncnn", runs_ms=[20]), Row("opencv")).record(200)
        first, second, missing = told["engines"]
        # 2 × 0.5 · 10⁹ operations in 10 ms are 100 GFLOP/s.
        self.assertEqual((first["gflops"], first["share_of_peak"], first["ratio_to_best_peer"]), (100, 0.5, 1))
        self.assertEqual((first["minimum_ms"], first["median_ms"], first["p10_ms"], first["p90_ms"]), (10, 20, 12, 28))
        self.assertEqual((second["ratio_to_best_peer"], second["median_ratio_to_best_peer"]), (2, 1))
        self.assertNotIn("minimum_ms", missing)
        self.assertEqual((told["best_peer"], told["ratio"]), ("openvino", None))

    def test_lines_tell_times_or_the_problem(self):
        told = result(
            Row("openvino", form="6x6", limited=False, difference=1e-4, runs_ms=[10]), Row("ncnn", problem="no")
        )
        self.assertRegex(
            figures.line(told, told.rows[0], 200), r"10\.00 .* 100\.0 +50% +1\.00 +1e-04  6x6, ISA not limited"
        )
        self.assertRegex(figures.line(told, told.rows[1], None), r"ncnn +no$")
        self.assertIn("target 0.85: not measured", figures.conclusion(told))

    def test_small_helpers(self):
        self.assertEqual((figures.runs_for(0.3, 20), figures.runs_for(0.001, 20)), (15, 1))
        self.assertEqual([figures.rotated([1, 2, 3], by) for by in (0, 4)], [[1, 2, 3], [2, 3, 1]])
        self.assertEqual(figures.rotated([], 3), [])
        peaks = {"avx2": 96.0, "avx512": 179.0}
        self.assertEqual([figures.peak_of(peaks, isa) for isa in ("native", "avx2")], [179, 96])
        self.assertIsNone(figures.peak_of({}, "native"))


class Racing(unittest.TestCase):
    def test_fastest_form_wins_and_a_failing_one_is_out(self):
        class Runner:
            def __init__(self, run_ms):
                self.run_ms = run_ms

            def time(self, runs):
                if self.run_ms is None:
                    raise Failure("gone")
                return [self.run_ms] * runs

        self.assertEqual(race({"a": Runner(3), "b": Runner(None), "c": Runner(2)}), {"a": 3, "c": 2})


class Command(unittest.TestCase):
    def vigie(self, script: str, help: str = "echo --raw --repeat") -> Vigie:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "vigie"
        path.write_text(f'#!/bin/sh\n[ "$2" = --help ] && {{ {help}; exit; }}\n{script}\n')
        path.chmod(0o755)
        return Vigie(path, "m", HERE)

    def test_times_come_from_the_command_and_its_instructions_are_limited(self):
        vigie = self.vigie(
            'echo "{\\"kernels\\": \\"$VIGIE_ISA $*\\", \\"runs_ms\\": [1, 2], \\"multiplications\\": 7}"'
        )
        self.assertEqual(vigie.time(2), [1, 2])
        self.assertEqual((vigie.kernels, vigie.multiplications), ("avx2 bench --model m --raw --repeat 2 --json", 7))

    def test_failures_are_told(self):
        for script, reason in [
            ("echo no such model >&2; exit 3", "exit code 3: no such model"),
            ('echo \'{"kernels": "avx2", "runs_ms": [1]}\'', "1 times of 2 runs"),
            ("echo slow", "bench --json"),
        ]:
            with self.assertRaisesRegex(Failure, reason):
                self.vigie(script).time(2)

    def test_a_missing_command_is_noticed(self):
        self.assertIn("no such binary", Vigie.missing(Path("/nowhere/vigie")))
        self.assertIn("has no `bench`", Vigie.missing(self.vigie("", help="echo unknown").path))
        self.assertIn("has no `bench`", Vigie.missing(self.vigie("", help="echo --runs; exit 64").path))
        self.assertIsNone(Vigie.missing(self.vigie("").path))
        self.assertEqual(self.vigie("", help="echo --runs").option, ["--runs"])

    def test_isa_limits_reach_the_engines(self):
        for engine, limit in AVX2.items():
            self.assertLessEqual(limit.items(), HERE.environment(engine).items())
        self.assertEqual([HERE.limits(engine) for engine in ("openvino", "ncnn")], [True, False])
        self.assertTrue(Place(0, "native", 0).limits("ncnn"))


def graph(nodes: list, shapes: dict[str, list[int]], weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """A model from the first to the last of the shapes' names."""
    first, last = (
        helper.make_tensor_value_info(n, TensorProto.FLOAT, shapes[n]) for n in (list(shapes)[0], list(shapes)[-1])
    )
    tensors = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    made = helper.make_graph(nodes, "g", [first], [last], tensors)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", 13)])


def small_focus() -> onnx.ModelProto:
    """YOLOX's beginning on 2 × 8 × 8: 4 × 2 channels of 4 × 4 into 3 by 3 × 3."""
    random = np.random.default_rng(1)
    far = np.int64([1 << 62])
    weights = {
        "w": random.standard_normal((3, 8, 3, 3)).astype(np.float32),
        "b": random.standard_normal(3).astype(np.float32),
        "zero": np.int64([0]),
        "one": np.int64([1]),
        "two": np.int64([2]),
        "three": np.int64([3]),
        "far": far,
    }
    nodes = []
    for index, (row, column) in enumerate(exports.FOCUS):
        starts = ["one" if start else "zero" for start in (row, column)]
        nodes.append(helper.make_node("Slice", ["x", starts[0], "far", "two", "two"], [f"r{index}"]))
        nodes.append(helper.make_node("Slice", [f"r{index}", starts[1], "far", "three", "two"], [f"s{index}"]))
    nodes.append(helper.make_node("Concat", [f"s{index}" for index in range(4)], ["joined"], axis=1))
    nodes.append(helper.make_node("Conv", ["joined", "w", "b"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]))
    return graph(nodes, {"x": [1, 2, 8, 8], "y": [1, 3, 4, 4]}, weights)


def small_hard_swish() -> onnx.ModelProto:
    constants = {"three": np.float32(3), "zero": np.float32(0), "six": np.float32(6)}
    nodes = [
        helper.make_node("Add", ["x", "three"], ["a"]),
        helper.make_node("Clip", ["a", "zero", "six"], ["c"]),
        helper.make_node("Mul", ["x", "c"], ["m"]),
        helper.make_node("Div", ["m", "six"], ["y"]),
    ]
    return graph(nodes, {"x": [1, 2, 8, 8], "y": [1, 2, 8, 8]}, constants)


class Rewriting(unittest.TestCase):
    def same(self, make, rewrite, kinds: list[str]):
        tensor = (np.random.default_rng(2).standard_normal((1, 2, 8, 8)) * 4).astype(np.float32)
        before, after = make(), make()
        self.assertTrue(rewrite(after))
        onnx.checker.check_model(after)
        self.assertEqual([node.op_type for node in after.graph.node], kinds)
        outputs = [ReferenceEvaluator(model).run(None, {"x": tensor})[0] for model in (before, after)]
        np.testing.assert_allclose(outputs[1], outputs[0], atol=1e-5)

    def test_focus_as_space_to_depth(self):
        self.same(small_focus, exports.space_to_depth, ["SpaceToDepth", "Conv"])

    def test_focus_as_one_convolution(self):
        self.same(small_focus, exports.one_convolution, ["Conv"])

    def test_hard_swish_with_hard_sigmoid(self):
        self.same(small_hard_swish, exports.hard_sigmoid, ["HardSigmoid", "Mul"])

    def test_a_network_without_the_pattern_is_left_alone(self):
        self.assertFalse(exports.space_to_depth(small_hard_swish()))
        self.assertFalse(exports.one_convolution(small_hard_swish()))
        self.assertFalse(exports.hard_sigmoid(small_focus()))

    def test_loading_takes_weights_out_of_the_inputs(self):
        model = small_focus()
        model.graph.input.append(helper.make_tensor_value_info("w", TensorProto.FLOAT, [3, 8, 3, 3]))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            onnx.save(model, str(path))
            self.assertEqual([value.name for value in exports.load(path).graph.input], ["x"])
            # 3 × 4 × 4 outputs of 8 × 3 × 3 multiplications.
            self.assertEqual(exports.multiplications(path), 48 * 72)


if __name__ == "__main__":
    unittest.main()
