"""Hand-computable cases of what the measurements rest on."""

import os
import tempfile
import unittest
from pathlib import Path

import numpy as np

import dump
import raw
import truth
from families import CLASSES, FASTESTDET, NANODET, PICODET, YOLOX, Fit, cells, letterbox, stretch, suppress

SIZE = 64
WHOLE = Fit(SIZE, SIZE, (SIZE, SIZE))
#: A distribution with all its weight in one bin.
SURE = 100.0


def distance_logits(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    logits = np.zeros((4, 8), np.float32)
    logits[range(4), [left, top, right, bottom]] = SURE
    return logits.reshape(-1)


class Decoding(unittest.TestCase):
    def single(self, family, outputs, expected, fit=WHOLE):
        ((index, score, box),) = family.detections(outputs, SIZE, fit, 0.3)
        self.assertEqual(index, expected[0])
        self.assertAlmostEqual(score, expected[1], places=6)
        np.testing.assert_allclose(box, expected[2], atol=1e-4)

    def test_nanodet_centre_is_the_corner_of_the_cell(self):
        # 8² + 4² + 2² + 1² cells; the second level starts at 64, and its row 2, column 1 is 64 + 9: centre (16, 32).
        output = np.zeros((1, 85, CLASSES + 32), np.float32)
        output[0, 73, 5] = 0.75
        output[0, 73, CLASSES:] = distance_logits(1, 2, 1, 1)
        self.single(NANODET, [output], (5, 0.75, [0, 0, 32, 48]))

    def test_picodet_centre_is_half_a_cell_further(self):
        levels = [8, 4, 2, 1]
        scores = [np.zeros((1, n * n, CLASSES), np.float32) for n in levels]
        sides = [np.zeros((1, n * n, 32), np.float32) for n in levels]
        scores[1][0, 9, 5] = 0.75
        sides[1][0, 9] = distance_logits(1, 2, 1, 1)
        self.single(PICODET, scores + sides, (5, 0.75, [8, 8, 32, 48]))

    def test_distances_are_expectations(self):
        # Half the weight in bin 0, half in bin 1: half a stride of 64 to each side of (0, 0), clamped to the frame.
        output = np.zeros((1, 85, CLASSES + 32), np.float32)
        output[0, 84, 0] = 0.5
        output[0, 84, CLASSES:] = np.tile([SURE, SURE, 0, 0, 0, 0, 0, 0], 4)
        self.single(NANODET, [output], (0, 0.5, [0, 0, 32, 32]))

    def test_yolox_score_is_objectness_times_class(self):
        # Level 2 (stride 32) starts at 64 + 16; its row 1, column 0: centre ((0 + 1) · 32, (1 + .5) · 32) = (32, 48).
        output = np.zeros((1, 84, 5 + CLASSES), np.float32)
        output[0, 82, :5] = [1, 0.5, np.log(2), np.log(0.5), 0.5]
        output[0, 82, 5 + 79] = 0.8
        self.single(YOLOX, [output], (79, 0.4, [0, 40, 64, 16]))

    def test_letterboxed_boxes_return_to_the_frame(self):
        # A frame of 128 × 32 fills 64 × 16 of the input: everything counts twice.
        output = np.zeros((1, 84, 5 + CLASSES), np.float32)
        output[0, 80, :5] = [0.5, 0.25, np.log(0.5), np.log(0.25), 1]
        output[0, 80, 5] = 0.9
        self.single(YOLOX, [output], (0, 0.9, [16, 8, 32, 16]), Fit(128, 32, (64, 16)))

    def test_fastestdet(self):
        # Row 2, column 1, no offset, half the picture wide and high: (16, 32) ± 16; .5^.6 · .5^.4 = .5.
        output = np.zeros((1, 5 + CLASSES, 4, 4), np.float32)
        output[0, [0, 5], 2, 1] = 0.5
        self.single(FASTESTDET, [output], (0, 0.5, [0, 16, 32, 32]))
        self.assertEqual(FASTESTDET.detections([output / 2], SIZE, WHOLE, 0.3), [])

    def test_every_class_of_a_cell_counts(self):
        output = np.zeros((1, 85, CLASSES + 32), np.float32)
        output[0, 0, [2, 7]] = 0.5, 0.6
        self.assertEqual([index for index, _, _ in NANODET.detections([output], SIZE, WHOLE, 0.3)], [2, 7])

    def test_levels_of_sizes_that_no_stride_divides(self):
        grid, stride = cells(416, [8, 16, 32, 64])
        self.assertEqual(len(grid), 52 * 52 + 26 * 26 + 13 * 13 + 7 * 7)
        self.assertEqual(grid[-1].tolist() + stride[-1].tolist(), [6, 6, 64])


class Suppression(unittest.TestCase):
    def test_drops_what_overlaps_more_than_the_threshold(self):
        # IoU with the first: 60/100 (stays at .6), 70/100 (goes), 0.
        boxes = np.float32([[0, 0, 10, 10], [0, 0, 6, 10], [0, 0, 7, 10], [20, 0, 30, 10]])
        self.assertEqual(suppress(boxes, np.float32([0.9, 0.8, 0.7, 0.95]), 0.6), [3, 0, 1])

    def test_equal_scores_keep_their_order(self):
        boxes = np.float32([[0, 0, 10, 10], [0, 0, 10, 10]])
        self.assertEqual(suppress(boxes, np.float32([0.5, 0.5]), 0.6), [0])


class Preparation(unittest.TestCase):
    def test_letterbox_lies_at_the_top_left(self):
        picture, fit = letterbox(np.full((25, 100, 3), 7, np.uint8), SIZE)
        self.assertEqual(fit.content, (64, 16))
        self.assertTrue((picture[:16] == 7).all() and (picture[16:] == 114).all())

    def test_halving_averages_pairs(self):
        picture, _ = stretch(np.tile(np.uint8([[[10], [20]], [[30], [40]]]), (1, 1, 3)), 1)
        self.assertEqual(picture.tolist(), [[[25, 25, 25]]])

    def test_colour_order_and_normalisation(self):
        frame = np.tile(np.uint8([10, 20, 30]), (2, 2, 1))
        _, tensor, _ = PICODET.prepare(frame, 2)
        expected = [(30 - 123.675) / 58.395, (20 - 116.28) / 57.12, (10 - 103.53) / 57.375]
        np.testing.assert_allclose(tensor[0, :, 0, 0], expected, rtol=1e-6)
        _, tensor, _ = FASTESTDET.prepare(frame, 2)
        np.testing.assert_allclose(tensor[0, :, 0, 0], np.float32([10, 20, 30]) / 255, rtol=1e-6)


class Dumps(unittest.TestCase):
    def test_tensors_come_back_under_their_names(self):
        with tempfile.TemporaryDirectory() as folder:
            tensor = np.arange(6, dtype=np.float32).reshape(1, 2, 3)
            dump.write(Path(folder), "scale_0/out:0", tensor)
            ((name, found),) = dump.read(Path(folder)).items()
        self.assertEqual(name, "scale_0/out:0")
        np.testing.assert_array_equal(found, tensor)

    def test_separate_levels_join_in_the_order_of_the_twin(self):
        random = np.random.default_rng(1)
        twin = random.random((1, 85, CLASSES + 32), np.float32)
        separate, start = {}, 0
        for stride in (8, 16, 32, 64):
            side = SIZE // stride
            level = twin[0, start : start + side * side].reshape(side, side, -1)
            start += side * side
            separate[f"cls{stride}"] = np.moveaxis(level[..., :CLASSES], -1, 0)
            separate[f"dis{stride}"] = level[..., CLASSES:]
        self.assertEqual(raw.largest_difference(raw.joined(separate), {"output": twin}), 0)

    def test_a_value_that_is_not_finite_is_no_small_difference(self):
        self.assertEqual(raw.largest_difference({"a": np.float32([1, np.nan])}, {"a": np.float32([1, 2])}), np.inf)


class Truth(unittest.TestCase):
    def test_ignored_people_count_neither_way(self):
        coco = truth.dataset(
            {
                "images": [{"id": 0, "width": 100, "height": 100}],
                "categories": [{"id": 1, "name": "person"}],
                "annotations": [
                    {"id": 1, "image_id": 0, "category_id": 1, "bbox": [0, 0, 20, 20], "area": 400, "iscrowd": 0},
                    {"id": 2, "image_id": 0, "category_id": 1, "bbox": [50, 50, 20, 20], "area": 400, "iscrowd": 1},
                ],
            }
        )
        found = [{"image_id": 0, "category_id": 1, "bbox": [50, 50, 20, 20], "score": 0.9}]
        found += [{"image_id": 0, "category_id": 1, "bbox": [0, 0, 20, 20], "score": 0.8}]
        for figure in truth.evaluate(coco, found).values():
            self.assertAlmostEqual(figure, 1)
        self.assertEqual(truth.evaluate(coco, [])["AP"], 0.0)

    @unittest.skipUnless("VIGIE_FOOTAGE_PATH" in os.environ, "VIGIE_FOOTAGE_PATH is not set")
    def test_street_clip(self):
        coco = truth.vtest(Path(os.environ["VIGIE_FOOTAGE_PATH"]))
        self.assertEqual((len(coco.getAnnIds()), len(coco.getAnnIds(iscrowd=True))), (4650, 174))
        first = coco.loadAnns(coco.getAnnIds(imgIds=[0]))[0]
        self.assertEqual(first["bbox"], [499, 158, 31.03, 75.17])


if __name__ == "__main__":
    unittest.main()
