"""The reference detector: onnxruntime on one thread, OpenCV for pictures, `families.py` for the rest.

    reference.py MODEL CLIP --output results.json        COCO results; image_id is the 0-based frame index
    reference.py MODEL PICTURE… --output results.json    … the 0-based position of the picture
    reference.py MODEL PICTURE --dump DIR                the network's input and raw outputs, as dump.py describes
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

import dump
from families import CATEGORY_IDS, MODELS, Model

PICTURES = {".jpg", ".jpeg", ".png", ".bmp"}


class Reference:
    """A model, loaded."""

    def __init__(self, model: Model, folder: Path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # PicoDet's file lists its weights among the graph's inputs, which is worth one warning for each of them.
        options.log_severity_level = 3
        self.model = model
        self.session = onnxruntime.InferenceSession(
            str(folder / model.file), options, providers=["CPUExecutionProvider"]
        )
        self.input = self.session.get_inputs()[0].name
        self.outputs = [output.name for output in self.session.get_outputs()]

    def run(self, tensor: np.ndarray) -> list[np.ndarray]:
        """The network's raw outputs, in the order of the file."""
        return self.session.run(None, {self.input: tensor})

    def results(
        self, frames: Iterable[tuple[int, np.ndarray]], score: float, categories: Iterable[int] = CATEGORY_IDS
    ) -> Iterator[dict]:
        """COCO results of BGR frames, each given with its image id. Suppression is by class: `categories` saves time."""
        family, size = self.model.family, self.model.size
        classes = [CATEGORY_IDS.index(category) for category in categories]
        for image, frame in frames:
            _, tensor, fit = family.prepare(frame, size)
            for index, confidence, box in family.detections(self.run(tensor), size, fit, score, classes):
                yield {"image_id": image, "category_id": CATEGORY_IDS[index], "bbox": box, "score": confidence}

    def dump(self, frame: np.ndarray, folder: Path) -> None:
        """Writes the network's picture and input tensor for a BGR frame, and its raw outputs."""
        folder.mkdir(parents=True, exist_ok=True)
        picture, tensor, _ = self.model.family.prepare(frame, self.model.size)
        dump.write(folder, "picture", picture)
        dump.write(folder, "input", tensor)
        for name, output in zip(self.outputs, self.run(tensor), strict=True):
            dump.write(folder, name, output)


def picture(path: Path) -> np.ndarray:
    frame = cv2.imread(str(path))
    if frame is None:
        sys.exit(f"{path}: not a picture that OpenCV reads")
    return frame


def frames(path: Path) -> Iterator[np.ndarray]:
    """The frames of a clip, or the one of a picture."""
    if path.suffix.lower() in PICTURES:
        yield picture(path)
        return
    clip = cv2.VideoCapture(str(path))
    if not clip.isOpened():
        sys.exit(f"{path}: not a clip that OpenCV opens")
    while (step := clip.read())[0]:
        yield step[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=MODELS)
    parser.add_argument("source", nargs="+", type=Path)
    parser.add_argument("--model-path", type=Path, default=os.environ.get("VIGIE_MODEL_PATH", "models"))
    parser.add_argument("--score", type=float, default=0.05, help="keep what scores higher (default 0.05)")
    parser.add_argument("--output", type=Path, help="where the COCO results go")
    parser.add_argument("--dump", type=Path, metavar="DIR", help="write the first frame's tensors there")
    arguments = parser.parse_args()
    if not arguments.output and not arguments.dump:
        parser.error("nothing to do: give --output or --dump")

    reference = Reference(MODELS[arguments.model], arguments.model_path)
    if arguments.dump:
        reference.dump(next(frames(arguments.source[0])), arguments.dump)
    if arguments.output:
        numbered = enumerate(frame for source in arguments.source for frame in frames(source))
        arguments.output.write_text(json.dumps(list(reference.results(numbered, arguments.score))))


if __name__ == "__main__":
    main()
