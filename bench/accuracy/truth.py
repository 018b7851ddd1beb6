"""The two sets of truth, as COCO sees them, and the scores of detections against them."""

import contextlib
import csv
import io
import json
from pathlib import Path

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

PERSON = 1
VTEST_FRAMES = 795
VTEST_SIZE = (768, 576)


def silently(call, *arguments):
    """What the call returns, without what pycocotools prints."""
    with contextlib.redirect_stdout(io.StringIO()):
        return call(*arguments)


def dataset(content: dict) -> COCO:
    coco = COCO()
    coco.dataset = content
    silently(coco.createIndex)
    return coco


def vtest(footage: Path) -> COCO:
    """People of PETS 2009 S2.L1: image i is the clip's frame i and MOT's frame i + 1; conf = 0 (ignore) is a crowd."""
    width, height = VTEST_SIZE
    with open(footage / "pets_s2l1/gt/gt.txt", newline="") as file:
        rows = [[float(value) for value in row] for row in csv.reader(file)]
    # pycocotools takes annotation id 0 for "no match": ids start at 1.
    annotations = [
        {
            "id": number,
            "image_id": int(frame) - 1,
            "category_id": PERSON,
            "bbox": [x, y, w, h],
            "area": w * h,
            "iscrowd": int(confidence == 0),
        }
        for number, (frame, _, x, y, w, h, confidence, *_) in enumerate(rows, start=1)
    ]
    return dataset(
        {
            "images": [{"id": i, "width": width, "height": height} for i in range(VTEST_FRAMES)],
            "categories": [{"id": PERSON, "name": "person"}],
            "annotations": annotations,
        }
    )


def coco158(footage: Path) -> COCO:
    """158 pictures of COCO val2017 with their original annotations."""
    return dataset(json.loads((footage / "coco158/instances.json").read_text()))


def evaluate(truth: COCO, results: list[dict]) -> dict[str, float]:
    """AP, AP50 and AR100 by pycocotools, over all images and categories of the truth."""
    categories = set(truth.getCatIds())
    results = [result for result in results if result["category_id"] in categories]
    if not results:
        return {"AP": 0.0, "AP50": 0.0, "AR100": 0.0}
    evaluation = COCOeval(truth, silently(truth.loadRes, results), "bbox")
    for step in (evaluation.evaluate, evaluation.accumulate, evaluation.summarize):
        silently(step)
    return {"AP": float(evaluation.stats[0]), "AP50": float(evaluation.stats[1]), "AR100": float(evaluation.stats[8])}
