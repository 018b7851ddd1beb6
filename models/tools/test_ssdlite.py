#!/usr/bin/env python3
"""Tests of the converter's parts on examples that can be worked out by hand; no network, no weights."""

import contextlib
import io
import os
import tempfile
import unittest
from unittest import mock

import frozen_graph
import onnx_writer
import ssdlite_to_onnx
import wire
from onnx_writer import Filters


class WireTests(unittest.TestCase):
    def test_numbers_and_text_are_encoded_as_the_specification_shows(self):
        # The encoding guide's own examples: field 1 = 150, field 2 = "testing".
        self.assertEqual(wire.message((1, 150)).hex(), "089601")
        self.assertEqual(wire.message((2, "testing")).hex(), "120774657374696e67")

    def test_negative_numbers_take_ten_bytes(self):
        self.assertEqual(wire.message((1, -2)).hex(), "08feffffffffffffffff01")

    def test_floats_are_little_endian(self):
        self.assertEqual(wire.message((2, 1.0)).hex(), "150000803f")

    def test_lists_are_repeated_fields_and_may_be_empty(self):
        self.assertEqual(wire.message((3, [1, 2]), (4, [])).hex(), "18011802")

    def test_what_is_written_is_read_back_in_order(self):
        inner = wire.message((1, "a"), (2, 300))
        content = wire.message((1, inner), (2, 0.5), (1, b""), (16, 1 << 40))
        self.assertEqual(
            [(number, value if isinstance(value, int) else bytes(value)) for number, value in wire.fields(content)],
            [(1, inner), (2, bytes.fromhex("0000003f")), (1, b""), (16, 1 << 40)],
        )
        self.assertEqual(wire.only(wire.only(wire.message((7, inner)), 7), 2), 300)

    def test_the_last_of_a_repeated_field_counts(self):
        content = wire.message((1, [4, 5]), (2, 6))
        self.assertEqual(wire.only(content, 1), 5)
        self.assertEqual(wire.every(content, 1), [4, 5])
        self.assertIsNone(wire.only(content, 3))

    def test_packed_fields_are_taken_apart(self):
        self.assertEqual(wire.packed_varints(bytes.fromhex("038e029ea705")), [3, 270, 86942])
        self.assertEqual(list(wire.packed_floats(wire.float_bytes([1, -0.5]))), [1.0, -0.5])

    def test_doubles_are_rounded_to_nearest_even(self):
        self.assertEqual(list(wire.packed_floats(wire.float_bytes([1 + 2**-24, 1 + 3 * 2**-24]))), [1, 1 + 2**-22])

    def test_damaged_bytes_are_refused(self):
        for damaged in ("0a05616263", "08", "0880", "08" + "ff" * 10 + "01", "0b", "0d0000"):
            with self.subTest(damaged), self.assertRaises(wire.WireError):
                list(wire.fields(bytes.fromhex(damaged)))


class FrozenGraphTests(unittest.TestCase):
    def test_nodes_have_inputs_without_control_edges_and_attributes(self):
        entry = wire.message((1, "strides"), (2, wire.message((1, wire.message((3, bytes([1, 2, 2, 1])))))))
        named = wire.message((1, "padding"), (2, wire.message((2, "SAME"))))
        small = wire.message((1, "epsilon"), (2, wire.message((4, 0.25))))
        content = wire.message((1, "conv"), (2, "Conv2D"), (3, ["x", "w", "^after"]), (5, [entry, named, small]))
        (node,) = frozen_graph.parse(wire.message((1, content)))
        self.assertEqual((node.name, node.operation, node.inputs), ("conv", "Conv2D", ["x", "w"]))
        self.assertEqual(node.integers("strides"), [1, 2, 2, 1])
        self.assertEqual(node.text("padding"), "SAME")
        self.assertEqual(node.float("epsilon"), 0.25)

    def test_constants_have_values_and_shape(self):
        values, shape = constant("c", [2, 1], [3, 4]).floats()
        self.assertEqual((list(values), shape), ([3, 4], [2, 1]))

    def test_constants_with_too_few_values_are_refused(self):
        with self.assertRaisesRegex(ValueError, "constant c has 2 values"):
            constant("c", [3], [3, 4]).floats()


class PaddingTests(unittest.TestCase):
    def test_the_odd_pixel_goes_after(self):
        self.assertEqual(onnx_writer.same_padding(300, kernel=3, stride=2), (0, 1))

    def test_odd_sizes_are_padded_evenly(self):
        self.assertEqual(onnx_writer.same_padding(75, kernel=3, stride=2), (1, 1))
        self.assertEqual(onnx_writer.same_padding(19, kernel=3, stride=1), (1, 1))

    def test_single_pixels_need_none(self):
        self.assertEqual(onnx_writer.same_padding(19, kernel=1, stride=1), (0, 0))
        self.assertEqual(onnx_writer.same_padding(4, kernel=1, stride=2), (0, 0))


class FilterTests(unittest.TestCase):
    def test_outputs_come_first(self):
        # 1 row, 2 columns, 2 inputs, 2 outputs; the value's digits are column, input, output.
        values = [111, 112, 121, 122, 211, 212, 221, 222]
        filters = ssdlite_to_onnx.filters_from_tensorflow(values, [1, 2, 2, 2], depthwise=False)
        self.assertEqual(filters, Filters([[111, 211, 121, 221], [112, 212, 122, 222]], [2, 2, 1, 2]))

    def test_depthwise_filters_have_one_input_each(self):
        values = [11, 12, 13, 21, 22, 23]
        filters = ssdlite_to_onnx.filters_from_tensorflow(values, [2, 1, 3, 1], depthwise=True)
        self.assertEqual(filters, Filters([[11, 21], [12, 22], [13, 23]], [3, 1, 2, 1]))

    def test_depthwise_filters_with_a_multiplier_are_refused(self):
        with self.assertRaises(ssdlite_to_onnx.ConversionError):
            ssdlite_to_onnx.filters_from_tensorflow([1, 2], [1, 1, 1, 2], depthwise=True)

    def test_normalisation_is_folded(self):
        # gamma / √(variance + epsilon) = 6 / √(3 + 1) = 3 and 1 / √(0 + 1) = 1; beta - mean · factor = 10 - 6, 0 + 1.
        filters = Filters([[1, 2], [4, 8]], [2, 2, 1, 1])
        filters, bias = ssdlite_to_onnx.fold_normalisation(
            filters, gamma=[6, 1], beta=[10, 0], mean=[2, -1], variance=[3, 0], epsilon=1
        )
        self.assertEqual(filters, Filters([[3, 6], [4, 8]], [2, 2, 1, 1]))
        self.assertEqual(bias, [4, 1])

    def test_scores_keep_every_second_filter(self):
        filters, bias = ssdlite_to_onnx.only_person(Filters([[1], [2], [3], [4]], [4, 1, 1, 1]), [5, 6, 7, 8])
        self.assertEqual((filters, bias), (Filters([[2], [4]], [2, 1, 1, 1]), [6, 8]))


class ModelTests(unittest.TestCase):
    def test_a_convolution_becomes_a_node_with_its_weights(self):
        writer = onnx_writer.Writer()
        source = onnx_writer.Picture("image", 1, 4)
        picture = writer.convolution("c", source, Filters([[1], [2]], [2, 1, 1, 1]), [3, 4], stride=2, groups=1)
        self.assertEqual(picture, onnx_writer.Picture("c", 2, 2))
        self.assertEqual(writer.rows("r", picture, 2), 4)
        model = writer.model("m", "p", [("image", [1, 1, 4, 4])], [("r", [1, 4, 2])], [("licence", "L")])

        graph = wire.only(model, 7)
        nodes = wire.every(graph, 1)
        self.assertEqual([bytes(wire.only(node, 4)) for node in nodes], [b"Conv", b"Transpose", b"Reshape"])
        self.assertEqual([bytes(name) for name in wire.every(nodes[0], 1)], [b"image", b"c/weights", b"c/bias"])
        initializers = {bytes(wire.only(tensor, 8)): tensor for tensor in wire.every(graph, 5)}
        self.assertEqual(wire.every(initializers[b"c/weights"], 1), [2, 1, 1, 1])
        self.assertEqual(list(wire.packed_floats(wire.only(initializers[b"c/weights"], 9))), [1, 2])
        self.assertEqual(list(wire.packed_floats(wire.only(initializers[b"c/bias"], 9))), [3, 4])
        shape = bytes(wire.only(initializers[b"r/shape"], 9))
        self.assertEqual(shape, b"".join(bytes([size] + [0] * 7) for size in (1, 4, 2)))

    def test_a_graph_without_the_heads_is_refused(self):
        with self.assertRaisesRegex(ssdlite_to_onnx.ConversionError, "does not lead from Preprocessor/sub to BoxPred"):
            ssdlite_to_onnx.convert([], "")


class FileTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def path(self, name):
        return os.path.join(self.directory, name)

    def test_another_wheel_is_refused_with_both_digests(self):
        with open(self.path("other.whl"), "wb"):
            pass
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        with self.assertRaisesRegex(ssdlite_to_onnx.ConversionError, f"{empty} instead of 62265527aa91"):
            ssdlite_to_onnx.read_wheel(self.path("other.whl"))

    def test_a_wheel_that_is_not_there_has_a_status_of_its_own(self):
        with self.assertRaises(ssdlite_to_onnx.ConversionError) as raised:
            ssdlite_to_onnx.read_wheel(self.path("none.whl"))
        self.assertEqual(raised.exception.status, 66)

    def test_files_are_written_whole_and_nothing_else_is_left(self):
        ssdlite_to_onnx.write_atomically(self.path("new/model.onnx"), b"content")
        with open(self.path("new/model.onnx"), "rb") as file:
            self.assertEqual(file.read(), b"content")
        self.assertEqual(os.listdir(self.path("new")), ["model.onnx"])

    def test_a_failed_write_leaves_the_old_file(self):
        ssdlite_to_onnx.write_atomically(self.path("model.onnx"), b"old")
        with mock.patch("os.fsync", side_effect=OSError(28, "No space left on device")):
            with self.assertRaisesRegex(ssdlite_to_onnx.ConversionError, "cannot be written: No space left"):
                ssdlite_to_onnx.write_atomically(self.path("model.onnx"), b"new")
        with open(self.path("model.onnx"), "rb") as file:
            self.assertEqual(file.read(), b"old")
        self.assertEqual(os.listdir(self.directory), ["model.onnx"])

    def test_without_a_wheel_the_model_is_only_checked(self):
        with mock.patch("sys.argv", ["ssdlite_to_onnx.py", self.path("model.onnx")]):
            with contextlib.redirect_stdout(io.StringIO()), self.assertRaises(SystemExit) as exit:
                ssdlite_to_onnx.main()
        self.assertEqual(exit.exception.code, 1)


def constant(name, shape, values):
    sizes = wire.message((2, [wire.message((1, size)) for size in shape]))
    tensor = wire.message((1, 1), (2, sizes), (4, wire.float_bytes(values)))
    return frozen_graph.Node(name, "Const", [], {"value": wire.message((8, tensor))})


if __name__ == "__main__":
    unittest.main()
