"""Compares the raw outputs of the command's engines with onnxruntime, on the same input tensor.

For each model, engine and picture, `vigie model check` writes the network's input and outputs. onnxruntime runs the
ONNX file (for ncnn models their twin) on exactly that input, so that the network alone is compared: the largest
absolute difference must be ≤ 0.001. How far the input is from this project's Python pre-processing is told in grey
levels, and not judged.

Prints a table, writes it as JSON, and exits with 1 where the bound is exceeded.
"""

import json
import sys
from pathlib import Path

import numpy as np

import command
import dump
from families import CLASSES, MODELS
from reference import Reference, picture

BOUND = 1e-3
ENGINES = ["scalar", "simd", "blas"]
#: A kitchen, a street upright, people at a table: 640 × 427, 480 × 640 and 500 × 375 pixels.
PICTURES = ["000000397133.jpg", "000000183709.jpg", "000000034417.jpg"]


def rows_of_cells(tensor: np.ndarray, channels: int) -> np.ndarray:
    """`[cells, channels]` from a level's `[channels, H, W]`, `[H, W, channels]` or `[cells, channels]`, batched or not."""
    tensor = tensor[0] if tensor.shape[0] == 1 else tensor
    if tensor.shape[0] == channels != tensor.shape[-1]:
        tensor = np.moveaxis(tensor, 0, -1)
    return tensor.reshape(-1, channels)


def joined(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The separate outputs of NanoDet-Plus's ncnn files as the one output of their ONNX twin."""
    if "cls8" not in tensors:
        return tensors
    levels = []
    for stride in (8, 16, 32, 64):
        sides = f"dis{stride}" if f"dis{stride}" in tensors else f"dis{stride}_pre"
        levels.append(np.hstack([rows_of_cells(tensors[f"cls{stride}"], CLASSES), rows_of_cells(tensors[sides], 32)]))
    return {"output": np.concatenate(levels)[None]}


def largest_difference(dumped: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> float:
    """The largest absolute difference of any element of any output; infinite where one of them is not finite."""
    if dumped.keys() != expected.keys():
        sys.exit(f"outputs differ: the command wrote {sorted(dumped)}, onnxruntime {sorted(expected)}")
    largest = 0.0
    for name, tensor in expected.items():
        # ncnn knows no batch: a leading 1 may be missing.
        mine = dumped[name] if dumped[name].ndim == tensor.ndim else dumped[name][None]
        if mine.shape != tensor.shape:
            sys.exit(f"{name}: the command's shape is {list(dumped[name].shape)}, onnxruntime's {list(tensor.shape)}")
        difference = float(np.abs(mine.astype(np.float64) - tensor).max())
        largest = max(largest, difference if np.isfinite(difference) else np.inf)
    return largest


def grey_levels(reference: Reference, tensor: np.ndarray, path: Path) -> float:
    """Mean absolute difference, in levels of 0…255, between the command's input and the Python pre-processing."""
    family, size = reference.model.family, reference.model.size
    _, expected, _ = family.prepare(picture(path), size)
    return float((np.abs(tensor.reshape(expected.shape) - expected) * np.reshape(family.std, (1, 3, 1, 1))).mean())


def main() -> None:
    parser = command.parser(__doc__, list(MODELS))
    parser.add_argument("--engines", type=lambda text: text.split(","), default=ENGINES, metavar="NAME,…")
    parser.add_argument("--pictures", nargs="+", type=Path, help="other pictures than the three of coco158")
    parser.add_argument("--json", type=Path, help="where the table goes as JSON (default: raw.json in --work)")
    options = parser.parse_args()
    models, vigie = command.directory("VIGIE_MODEL_PATH"), command.Command(options.vigie)
    pictures = options.pictures
    if not pictures:
        folder = command.directory("VIGIE_FOOTAGE_PATH") / "coco158/images"
        pictures = [folder / name for name in PICTURES]

    rows = []
    print(f"{'model':24} {'engine':8} {'picture':20} {'outputs: max |difference|':>26} {'input: grey levels':>20}")
    for name in options.models:
        reference = Reference(MODELS[name], models)
        for engine in options.engines:
            for path in pictures:
                folder = options.work / "raw" / name / engine / path.stem
                vigie.check(name, path, engine, folder)
                tensors = dump.read(folder)
                tensor = tensors.pop("input")
                expected = dict(zip(reference.outputs, reference.run(tensor), strict=True))
                largest = largest_difference(joined(tensors), expected)
                levels = grey_levels(reference, tensor, path)
                ok = largest <= BOUND
                rows.append(
                    {
                        "model": name,
                        "engine": engine,
                        "picture": path.name,
                        "largest_difference": largest,
                        "bound": BOUND,
                        "ok": ok,
                        "input_grey_levels": levels,
                    }
                )
                verdict = "" if ok else f"  > BOUND {BOUND}"
                print(f"{name:24} {engine:8} {path.stem:20} {largest:26.2e} {levels:20.3f}{verdict}", flush=True)

    output = options.json or options.work / "raw.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(rows, indent=1) + "\n")
    sys.exit(0 if all(row["ok"] for row in rows) else 1)


if __name__ == "__main__":
    main()
