"""Measures the command against truth, and against the same model run by onnxruntime.

Parts:
  vtest     people on all 795 frames of the street clip: AP50 within 0.005 of the published anchor, for the command
            and for the reference; a model without an anchor is held to the reference's AP50
  coco158   158 pictures of COCO val2017, 80 classes: the command's AP within 0.003 (0.3 points) of the reference's

Prints a table, writes it as JSON, and exits with 1 where a bound is exceeded.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from pycocotools.coco import COCO

import command
import truth
from families import MODELS
from reference import Reference, frames

SCORE = 0.05
#: Person AP50 on vtest with other people's code: class-wise NMS 0.6, score > 0.05, conf = 0 truth as crowd.
ANCHORS = {"nanodet-plus-m-416": 0.905, "nanodet-plus-m-1.5x-416": 0.907, "yolox-nano-416": 0.900}
#: The files that the reference's results depend on.
SOURCES = ["families.py", "reference.py"]
#: Known to the command only.
WITHOUT_REFERENCE = ["ssdlite-person-300"]


@dataclass(frozen=True)
class Part:
    """A set of truth, its clips (each with the image id of its first frame), and the metric that decides."""

    name: str
    truth: COCO
    sources: list[tuple[Path, int]]
    metric: str
    bound: float

    def frames(self) -> Iterator[tuple[int, np.ndarray]]:
        for path, first in self.sources:
            yield from enumerate(frames(path), start=first)


def vtest(footage: Path) -> Part:
    return Part("vtest", truth.vtest(footage), [(footage / "pets_s2l1/vtest.avi", 0)], "AP50", 0.005)


def coco158(footage: Path) -> Part:
    pictures = truth.coco158(footage)
    sources = [(footage / "coco158/images" / image["file_name"], image["id"]) for image in pictures.dataset["images"]]
    return Part("coco158", pictures, sources, "AP", 0.003)


PARTS = {"vtest": vtest, "coco158": coco158}


def cached(folder: Path, stem: str, depends: list[object], make: Callable[[], list[dict]]) -> list[dict]:
    """What `make` returned when it last ran with equal dependencies: the content of paths, and other values."""
    key = hashlib.sha256()
    for item in depends:
        key.update(hashlib.sha256(item.read_bytes() if isinstance(item, Path) else str(item).encode()).digest())
    file = folder / f"{stem}-{key.hexdigest()[:16]}.json"
    if not file.exists():
        results = make()
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.write_text(json.dumps(results))
        unfinished.rename(file)
    return json.loads(file.read_text())


def disturbed(frames: Iterable[tuple[int, np.ndarray]], seed: int) -> Iterator[tuple[int, np.ndarray]]:
    """The frames with one byte in twenty one level up or down: 0.05 levels on average, as two JPEG decoders differ."""
    random = np.random.default_rng(seed)
    for image, frame in frames:
        dice = random.integers(0, 40, frame.shape, np.uint8)
        yield image, np.clip(frame + (dice == 0).astype(np.int16) - (dice == 1), 0, 255).astype(np.uint8)


def reference_figures(part: Part, name: str, models: Path, work: Path, seed: int | None = None) -> dict[str, float]:
    """AP, AP50 and AR100 of the reference on the part's frames, or on disturbed ones where a seed is given."""
    here = Path(__file__).parent
    depends = [SCORE, seed, onnxruntime.__version__, cv2.__version__, *map(here.joinpath, SOURCES)]
    depends += [models / MODELS[name].file, *(path for path, _ in part.sources)]

    def make() -> list[dict]:
        frames = part.frames() if seed is None else disturbed(part.frames(), seed)
        return list(Reference(MODELS[name], models).results(frames, SCORE, part.truth.getCatIds()))

    return truth.evaluate(part.truth, cached(work / "reference", f"{part.name}-{name}", depends, make))


def command_figures(part: Part, vigie: command.Command, options: list[str], work: Path) -> dict[str, float]:
    """AP, AP50 and AR100 of the command run with these options, from its logs' export."""
    stem = f"{part.name}-{options[1]}"

    def make() -> list[dict]:
        clips = [path for path, _ in part.sources]
        logs = vigie.detect(clips, work / "logs" / (stem if len(clips) > 1 else f"{stem}.jsonl"), *options)
        if (seen := sum(map(command.frames_of, logs))) != len(part.truth.getImgIds()):
            sys.exit(f"{stem}: the logs have {seen} frames, the truth {len(part.truth.getImgIds())}")
        return [
            {**result, "image_id": result["image_id"] + first}
            for log, (_, first) in zip(logs, part.sources, strict=True)
            for result in vigie.export(log)
        ]

    depends = [*options, vigie.path, *(path for path, _ in part.sources)]
    return truth.evaluate(part.truth, cached(work / "command", stem, depends, make))


def judge(row: dict, part: Part, anchor: float | None) -> None:
    """Adds to the row what is expected, how far off each side is, and whether the bound holds."""
    reference, measured = row["reference"], row["command"]
    target = anchor if anchor is not None else reference and reference[part.metric]
    sides = [side for side in (measured, reference if anchor is not None else None) if side]
    differences = [side[part.metric] - target for side in sides] if target is not None else []
    row |= {
        "metric": part.metric,
        "expected": target,
        "bound": part.bound,
        "difference": max(differences, key=abs, default=None),
        "ok": all(abs(difference) <= part.bound for difference in differences),
    }


def line(row: dict) -> str:
    def figures(side: dict | None) -> str:
        return "  ".join(f"{side[key]:6.4f}" if side else f"{'–':>6}" for key in ("AP", "AP50", "AR100"))

    verdict = "–"
    if row["difference"] is not None:
        sign = "≤" if row["ok"] else "> BOUND"
        verdict = f"{row['metric']} {row['expected']:.4f}  {row['difference']:+.4f} {sign} {row['bound']}"
    if values := [figure[row["metric"]] for figure in row["disturbed"]]:
        verdict += f"  (disturbed {min(values):.4f}…{max(values):.4f})"
    return f"{row['part']:8} {row['model']:24} {figures(row['reference'])}   {figures(row['command'])}   {verdict}"


def main() -> None:
    parser = command.parser(__doc__, [*MODELS, *WITHOUT_REFERENCE])
    parser.set_defaults(models=list(MODELS))
    parser.add_argument("--parts", type=command.names_of(list(PARTS)), default=list(PARTS), metavar="NAME,…")
    parser.add_argument("--engine", help="the command's --engine; left out, its default")
    parser.add_argument("--crops", choices=["off", "tiles"], help="the command's --crops; left out, its default")
    parser.add_argument("--reference-only", action="store_true", help="without the command")
    parser.add_argument(
        "--disturbed",
        type=int,
        default=0,
        metavar="N",
        help="also run the reference N times on frames with rounding-sized noise, to tell what a difference means",
    )
    parser.add_argument("--json", type=Path, help="where the table goes as JSON (default: measure.json in --work)")
    options = parser.parse_args()
    footage, models = command.directory("VIGIE_FOOTAGE_PATH"), command.directory("VIGIE_MODEL_PATH")
    vigie = None if options.reference_only else command.Command(options.vigie)
    given = [text for name in ("engine", "crops") if (value := getattr(options, name)) for text in (f"--{name}", value)]

    rows = []
    print(f"{'':33} {'reference':^22}   {'command':^22}   expected, difference")
    print(f"{'part':8} {'model':24} " + "   ".join(["    AP    AP50   AR100"] * 2))
    for kind in options.parts:
        part = PARTS[kind](footage)
        for name in options.models:
            row = {"part": kind, "model": name, "options": given, "reference": None, "disturbed": [], "command": None}
            # The reference looks at whole frames.
            if name in MODELS and options.crops != "tiles":
                row["reference"] = reference_figures(part, name, models, options.work)
                row["disturbed"] = [
                    reference_figures(part, name, models, options.work, seed) for seed in range(options.disturbed)
                ]
            if vigie:
                asked = ["--model", name, "--score", str(SCORE), *given]
                row["command"] = command_figures(part, vigie, asked, options.work)
            judge(row, part, ANCHORS.get(name) if kind == "vtest" and options.crops != "tiles" else None)
            rows.append(row)
            print(line(row), flush=True)

    output = options.json or options.work / "measure.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(rows, indent=1) + "\n")
    sys.exit(0 if all(row["ok"] for row in rows) else 1)


if __name__ == "__main__":
    main()
