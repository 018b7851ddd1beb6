"""The detector families in numpy: what a network is fed, how its outputs become boxes, which boxes stay.

Written from the families' published descriptions and kept apart from the Swift code on purpose: nothing is shared
but the weights. Boxes are float32 `[left, top, right, bottom]` until the last step; pixels are those of the network's
input first and of the frame after `Fit.to_frame`. Pixel centres are at +0.5.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import cv2
import numpy as np

#: COCO's category id of each of the 80 classes, in the order of the networks' outputs: 1…90 without the ten unused ids.
CATEGORY_IDS = [i for i in range(1, 91) if i not in {12, 26, 29, 30, 45, 66, 68, 69, 71, 83}]
CLASSES = len(CATEGORY_IDS)

#: Bins of the distance distribution of NanoDet-Plus and PicoDet, per side (reg_max 7).
BINS = 8


@dataclass(frozen=True)
class Fit:
    """How a frame of `width` × `height` pixels lies in the network's input, of which it fills `content`."""

    width: int
    height: int
    content: tuple[int, int]

    def to_frame(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes of the input in pixels of the frame, clamped to it."""
        scale = np.float32([self.width / self.content[0], self.height / self.content[1]])
        limit = np.float32([self.width, self.height])
        return np.clip(boxes * np.tile(scale, 2), 0, np.tile(limit, 2))


def bilinear(picture: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The picture at `size`, bilinear without antialiasing, rounded to nearest and so the same on every CPU.

    OpenCV's plain INTER_LINEAR is 0.12 grey levels off on average where this is 0.015 off.
    """
    return cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR_EXACT)


def stretch(picture: np.ndarray, size: int) -> tuple[np.ndarray, Fit]:
    """The picture at `size` × `size`, width and height scaled independently."""
    height, width = picture.shape[:2]
    return bilinear(picture, (size, size)), Fit(width, height, (size, size))


def letterbox(picture: np.ndarray, size: int, padding: int = 114) -> tuple[np.ndarray, Fit]:
    """The picture scaled by one factor so that it fits, at the top left of `size` × `size`; the rest is `padding`."""
    height, width = picture.shape[:2]
    longest = max(width, height)
    content = (max(1, width * size // longest), max(1, height * size // longest))
    canvas = np.full((size, size, 3), padding, np.uint8)
    canvas[: content[1], : content[0]] = bilinear(picture, content)
    return canvas, Fit(width, height, content)


def cells(size: int, strides: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of every cell, `[N, 2]`, and its stride, `[N, 1]`: level by level, row by row."""
    grids, steps = [], []
    for stride in strides:
        side = -(-size // stride)
        rows, columns = np.mgrid[:side, :side]
        grids.append(np.stack([columns, rows], axis=-1).reshape(-1, 2))
        steps.append(np.full((side * side, 1), stride))
    return np.concatenate(grids).astype(np.float32), np.concatenate(steps).astype(np.float32)


def distances(logits: np.ndarray) -> np.ndarray:
    """Left, top, right, bottom in strides, `[N, 4]`: the expectation of each distribution given by `[N, 4 × BINS]`."""
    logits = logits.reshape(-1, 4, BINS)
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return (weights @ np.arange(BINS, dtype=np.float32)) / weights.sum(axis=-1)


def distance_boxes(centres: np.ndarray, sides: np.ndarray) -> np.ndarray:
    return np.concatenate([centres - sides[:, :2], centres + sides[:, 2:]], axis=1)


def centre_boxes(centres: np.ndarray, extents: np.ndarray) -> np.ndarray:
    return np.concatenate([centres - extents / 2, centres + extents / 2], axis=1)


def decode_nanodet(outputs: list[np.ndarray], size: int) -> tuple[np.ndarray, np.ndarray]:
    """`[1, N, 80 + 32]`: probabilities, then distances. The centre is the cell's corner, with no half cell."""
    (output,) = (o[0] for o in outputs)
    grid, stride = cells(size, [8, 16, 32, 64])
    return distance_boxes(grid * stride, distances(output[:, CLASSES:]) * stride), output[:, :CLASSES]


def decode_picodet(outputs: list[np.ndarray], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Per level `[1, n, 80]` probabilities, then per level `[1, n, 32]` distances, from the cell's centre."""
    scores = np.concatenate([o[0] for o in outputs[:4]])
    logits = np.concatenate([o[0] for o in outputs[4:]])
    grid, stride = cells(size, [8, 16, 32, 64])
    return distance_boxes((grid + 0.5) * stride, distances(logits) * stride), scores


def decode_yolox(outputs: list[np.ndarray], size: int) -> tuple[np.ndarray, np.ndarray]:
    """`[1, N, 5 + 80]`: offset of the centre, log of the size, objectness, class probabilities."""
    (output,) = (o[0] for o in outputs)
    grid, stride = cells(size, [8, 16, 32])
    boxes = centre_boxes((output[:, :2] + grid) * stride, np.exp(output[:, 2:4]) * stride)
    return boxes, output[:, 4:5] * output[:, 5:]


def decode_fastestdet(outputs: list[np.ndarray], size: int) -> tuple[np.ndarray, np.ndarray]:
    """`[1, 5 + 80, H, W]`: objectness, raw dx, dy, w, h, class probabilities; score = objectness^0.6 × class^0.4."""
    (output,) = (o[0].reshape(o.shape[1], -1).T for o in outputs)
    grid, stride = cells(size, [16])
    extents = size / (1 + np.exp(-output[:, 3:5]))
    boxes = centre_boxes((grid + np.tanh(output[:, 1:3])) * stride, extents)
    return boxes, output[:, :1] ** 0.6 * output[:, 5:] ** 0.4


def suppress(boxes: np.ndarray, scores: np.ndarray, threshold: float) -> list[int]:
    """Greedy non-maximum suppression: the indices that stay, best first. A box goes where its IoU is > `threshold`."""
    order = np.argsort(-scores, kind="stable")
    areas = np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1)
    kept = []
    while order.size:
        best, rest = order[0], order[1:]
        kept.append(int(best))
        corners = np.maximum(boxes[best, :2], boxes[rest, :2]), np.minimum(boxes[best, 2:], boxes[rest, 2:])
        overlap = np.prod(np.maximum(corners[1] - corners[0], 0), axis=1)
        union = areas[best] + areas[rest] - overlap
        order = rest[overlap <= threshold * union]
    return kept


@dataclass(frozen=True)
class Family:
    """What the models of one family share: `(picture - mean) / std` in `order`, `decode`, and the IoU of their NMS."""

    order: str
    fit: Callable[[np.ndarray, int], tuple[np.ndarray, Fit]]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    decode: Callable[[list[np.ndarray], int], tuple[np.ndarray, np.ndarray]]
    iou: float

    def prepare(self, frame: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, Fit]:
        """The network's picture (u8, `[H, W, 3]`) and tensor (f32, `[1, 3, H, W]`) of a BGR frame, and their fit."""
        picture, fit = self.fit(frame, size)
        if self.order == "rgb":
            picture = picture[:, :, ::-1]
        tensor = (picture.astype(np.float32) - np.float32(self.mean)) / np.float32(self.std)
        return picture, np.ascontiguousarray(tensor.transpose(2, 0, 1)[None]), fit

    def detections(
        self, outputs: list[np.ndarray], size: int, fit: Fit, score: float, classes: Iterable[int] = range(CLASSES)
    ) -> list[tuple[int, float, list]]:
        """Class index, score, `[x, y, width, height]` in the frame: of each cell, every one of `classes` > `score`."""
        boxes, scores = self.decode(outputs, size)
        boxes = fit.to_frame(boxes)
        found = []
        for index in classes:
            above = np.flatnonzero(scores[:, index] > score)
            for kept in above[suppress(boxes[above], scores[above, index], self.iou)]:
                left, top, right, bottom = boxes[kept].tolist()
                found.append((index, float(scores[kept, index]), [left, top, right - left, bottom - top]))
        return found


NANODET = Family("bgr", stretch, (103.53, 116.28, 123.675), (57.375, 57.12, 58.395), decode_nanodet, 0.6)
YOLOX = Family("bgr", letterbox, (0, 0, 0), (1, 1, 1), decode_yolox, 0.65)
#: ImageNet's mean and deviation in RGB: .485 .456 .406 and .229 .224 .225, times 255.
PICODET = Family("rgb", stretch, (123.675, 116.28, 103.53), (58.395, 57.12, 57.375), decode_picodet, 0.6)
FASTESTDET = Family("bgr", stretch, (0, 0, 0), (255, 255, 255), decode_fastestdet, 0.6)


@dataclass(frozen=True)
class Model:
    """A model by the name that the command knows it by, its family, and its input, `size` × `size`."""

    name: str
    family: Family
    size: int

    @property
    def file(self) -> str:
        """The ONNX file; for the models that the command reads as ncnn files, their converted twin."""
        return f"{self.name}.onnx"


MODELS = {
    model.name: model
    for model in [
        Model("nanodet-plus-m-416", NANODET, 416),
        Model("nanodet-plus-m-1.5x-416", NANODET, 416),
        Model("yolox-nano-416", YOLOX, 416),
        Model("picodet-s-416", PICODET, 416),
        Model("fastestdet-352", FASTESTDET, 352),
    ]
}
