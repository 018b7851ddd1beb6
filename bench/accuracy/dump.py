"""Tensors as files, the same from both sides.

A folder holds, for each tensor, `STEM.f32` (or `.u8`): its elements, little-endian, row-major, nothing else; and
`STEM.json`: `{"name": …, "shape": […]}`. STEM is the name with each `/` replaced by `_`. The network's input is
called `input`, every other tensor by its name in the model file.
"""

import json
from pathlib import Path

import numpy as np

TYPES = {"f32": np.dtype("<f4"), "u8": np.dtype("u1")}


def write(folder: Path, name: str, tensor: np.ndarray) -> None:
    suffix = "u8" if tensor.dtype == np.uint8 else "f32"
    stem = name.replace("/", "_")
    (folder / f"{stem}.{suffix}").write_bytes(tensor.astype(TYPES[suffix]).tobytes())
    (folder / f"{stem}.json").write_text(json.dumps({"name": name, "shape": list(tensor.shape)}) + "\n")


def read(folder: Path) -> dict[str, np.ndarray]:
    """The float tensors of a folder by name."""
    tensors = {}
    for data in sorted(folder.glob("*.f32")):
        described = json.loads((folder / f"{data.stem}.json").read_text())
        tensors[described["name"]] = np.fromfile(data, TYPES["f32"]).reshape(described["shape"])
    return tensors
