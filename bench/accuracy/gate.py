"""Measures what the gate, crops and economical decoding cost in recall and save in CPU.

Parts:
  gate    vtest (against its truth) and three clips (against what the open gate finds): CPU per second of media, and the
          recall of what moves, with `--gate motion` and with `--decode economy` beside `--gate always`, all at the same
          rate; one of the clips shows nothing but noise and a light that goes on, for ten minutes
  crops   person AP50 on 1080p pictures of MOT17 with `--crops tiles` beside the whole frame, and on vtest with `--crops
          motion`, with the detector's CPU

Prints tables, writes them as JSON, and exits with 1 where a bound is exceeded.
"""

import collections
import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import command
import truth

RATE = 5
SWEEP = 5
DETECTOR = ("resample", "infer", "postprocess")
#: Of the recall of what moves, at most this share may be lost.
BOUND = 0.01
#: On idle footage the detector takes at most this share of its CPU.
IDLE_SHARE = 0.1
IDLE_SECONDS = 600
#: What the open gate finds with this score stands for truth where there is none.
SURE = 0.5
MODEL = "nanodet-plus-m-416"


@dataclass
class Run:
    """What a log says: detections by frame, frames by reason, and CPU."""

    looked: dict[int, list[dict]]
    times: dict[int, float]
    reasons: collections.Counter
    seconds: float
    cpu: dict[str, float]

    def detector(self) -> float:
        return sum(self.cpu.get(stage, 0) for stage in DETECTOR)


def read(log: Path) -> Run:
    run = Run({}, {}, collections.Counter(), 0, {})
    for record in map(json.loads, log.open()):
        if record["type"] == "frame":
            run.reasons[record["reason"]] += 1
            run.times[record["frame"]] = record["time"] if record["time"] is not None else record["frame"] / 25
            if record["gate"] == "detect":
                run.looked[record["frame"]] = []
        elif record["type"] == "detection":
            run.looked[record["frame"]].append(record)
        elif record["type"] == "timing":
            run.cpu = {name: stage["total_ms"] / 1000 for name, stage in record["stages"].items()}
    run.seconds = max(run.times.values()) - min(run.times.values())
    return run


def overlap(a: list[float], b: list[float]) -> float:
    """IoU of two boxes [x, y, width, height]."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(width, 0) * max(height, 0)
    union = a[2] * a[3] + b[2] * b[3] - shared
    return shared / union if union > 0 else 0


def moving_truth(footage: Path) -> dict[int, list[list[float]]]:
    """The boxes of vtest's people who move by a tenth of their height or more within a second, by frame."""
    tracks = collections.defaultdict(dict)
    with open(footage / "pets_s2l1/gt/gt.txt", newline="") as file:
        for frame, identity, x, y, w, h, confidence, *_ in csv.reader(file):
            if float(confidence) != 0:
                tracks[identity][int(frame) - 1] = [float(x), float(y), float(w), float(h)]
    boxes = collections.defaultdict(list)
    for track in tracks.values():
        for frame, box in track.items():
            for other in (track.get(frame - 5), track.get(frame + 5)):
                if other and abs(other[0] - box[0]) + abs(other[1] - box[1]) >= 0.05 * box[3]:
                    boxes[frame].append(box)
                    break
    return boxes


def moving_detections(run: Run) -> dict[int, list[list[float]]]:
    """The people whom the open gate finds with a score of at least 0.5 and who move: no box lay there a second before, or
    none a second after."""
    frames = sorted(run.looked)
    boxes = {}
    for place, frame in enumerate(frames):
        others = [frames[other] for other in (place - RATE, place + RATE) if 0 <= other < len(frames)]
        boxes[frame] = [
            found["box"]
            for found in run.looked[frame]
            if found["score"] >= SURE
            and any(all(overlap(o["box"], found["box"]) < 0.8 for o in run.looked[other]) for other in others)
        ]
    return boxes


def recall(run: Run, boxes: dict[int, list[list[float]]], frames: list[int]) -> tuple[int, int]:
    """Of the boxes on these frames, how many are found with an IoU of 0.5, and how many there are.

    Where a frame was not decoded, another that was looked at within half a look's interval stands for it.
    """
    hits = total = 0
    looked = sorted(run.looked)
    for frame in frames:
        nearest = min(looked, key=lambda other: abs(run.times[other] - run.times[frame]), default=frame)
        near = abs(run.times[nearest] - run.times[frame]) <= 0.5 / RATE + 1e-6
        left = [found["box"] for found in run.looked[nearest]] if near else []
        for box in boxes.get(frame, []):
            total += 1
            best = max(left, key=lambda found: overlap(found, box), default=None)
            if best and overlap(best, box) >= 0.5:
                left.remove(best)
                hits += 1
    return hits, total


def idle_clip(work: Path) -> Path:
    clip = work / f"idle{IDLE_SECONDS}.mp4"
    if not clip.exists():
        work.mkdir(parents=True, exist_ok=True)
        subprocess.run([command.ROOT / "fixtures/idle.sh", str(IDLE_SECONDS), clip], check=True)
    return clip


def gate(vigie: command.Command, footage: Path, work: Path) -> list[dict]:
    clips = {
        "vtest": footage / "pets_s2l1/vtest.avi",
        "one-by-one": footage / "scenes/intel_one-by-one-person-detection.mp4",
        "video4": footage / "aboda_video4/video4.avi",
        "idle": idle_clip(work),
    }
    variants = {
        "always": [],
        "motion": ["--gate", "motion"],
        "motion, economy": ["--gate", "motion", "--decode", "economy"],
    }
    rows = []
    print("CPU in ms per second of media; recall of what moves, of all frames that the open gate looks at")
    print(f"{'clip':11} {'gate':16} {'looks':>6} {'decode':>7} {'motion':>7} {'detect':>7} {'share':>6}  {'recall':>13}  lost")
    for name, clip in clips.items():
        always = None
        for variant, options in variants.items():
            log = work / f"gate-{name}-{variant.replace(', ', '-')}.jsonl"
            vigie.detect(
                [clip], log, "--model", MODEL, "--classes", "person", "--rate", RATE, "--sweep", SWEEP, *options
            )
            run = read(log)
            always = always or run
            boxes = moving_truth(footage) if name == "vtest" else moving_detections(always)
            hits, total = recall(run, boxes, sorted(always.looked))
            most, _ = recall(always, boxes, sorted(always.looked))
            row = {
                "clip": name,
                "variant": variant,
                "looks": len(run.looked),
                "reasons": dict(run.reasons),
                "media_s": run.seconds,
                "cpu_ms_per_s": {
                    "decode": 1000 * run.cpu.get("decode", 0) / run.seconds,
                    "motion": 1000 * run.cpu.get("motion", 0) / run.seconds,
                    "detector": 1000 * run.detector() / run.seconds,
                },
                "share": run.detector() / always.detector(),
                "moving": total,
                "found": hits,
                "lost": 1 - hits / most if most else 0,
            }
            row["ok"] = variant != "motion" or row["lost"] <= BOUND and (
                name != "idle" or row["share"] <= IDLE_SHARE and run.reasons["motion"] == 0
            )
            rows.append(row)
            cpu = row["cpu_ms_per_s"]
            print(
                f"{name:11} {variant:16} {row['looks']:6} {cpu['decode']:7.1f} {cpu['motion']:7.1f}"
                f" {cpu['detector']:7.1f} {row['share']:6.3f}  {hits:6}/{total:<6}  {100 * row['lost']:.2f} %"
                f"{'' if row['ok'] else '  > BOUND'}",
                flush=True,
            )
    return rows


def mot17(folder: Path, first: int) -> tuple[list[dict], list[dict], list[Path]]:
    """Images, annotations and pictures of a MOT17 folder; people who are not to be judged are crowds."""
    pictures = sorted(folder.glob("**/*.jpg"))
    images = [{"id": first + i, "width": 1920, "height": 1080} for i in range(len(pictures))]
    numbers = {int(picture.stem): first + i for i, picture in enumerate(pictures)}
    annotations = []
    with open(folder / "gt/gt.txt", newline="") as file:
        for frame, _, x, y, w, h, confidence, kind, *_ in csv.reader(file):
            # 1 pedestrian; 2 on a vehicle, 7 static, 8 distractor, 12 reflection; the others are no people.
            if int(frame) in numbers and int(kind) in (1, 2, 7, 8, 12):
                box = [float(x), float(y), float(w), float(h)]
                annotations.append(
                    {
                        "image_id": numbers[int(frame)],
                        "category_id": truth.PERSON,
                        "bbox": box,
                        "area": box[2] * box[3],
                        "iscrowd": int(float(confidence) == 0 or int(kind) != 1),
                    }
                )
    return images, annotations, pictures


def crops(vigie: command.Command, footage: Path, work: Path) -> list[dict]:
    images, annotations, pictures = [], [], []
    for folder in ("mot17_04", "mot17_02_mini"):
        more = mot17(footage / folder, len(images))
        images, annotations, pictures = images + more[0], annotations + more[1], pictures + more[2]
    for number, annotation in enumerate(annotations, start=1):
        annotation["id"] = number
    mot = truth.dataset(
        {"images": images, "categories": [{"id": truth.PERSON, "name": "person"}], "annotations": annotations}
    )
    parts = {
        "MOT17, 12 pictures": (mot, pictures, {"off": [], "tiles": ["--crops", "tiles"]}),
        "vtest": (
            truth.vtest(footage),
            [footage / "pets_s2l1/vtest.avi"],
            {"off": [], "motion": ["--crops", "motion"], "motion, gate": ["--crops", "motion", "--gate", "motion"]},
        ),
    }
    rows = []
    print(f"\n{'footage':20} {'crops':14} {'AP':>6} {'AP50':>6} {'AR100':>6}  detector ms per frame")
    for name, (judged, sources, variants) in parts.items():
        base = None
        for variant, options in variants.items():
            results, spent, frames = [], 0.0, 0
            # One log a source: the pictures of different folders have equal names.
            for number, source in enumerate(sources):
                log = work / f"crops-{name[:5]}-{variant.replace(', ', '-')}-{number}.jsonl"
                vigie.detect([source], log, "--model", MODEL, "--score", 0.05, "--classes", "person", *options)
                results += [{**result, "image_id": result["image_id"] + number} for result in vigie.export(log)]
                run = read(log)
                spent += run.detector()
                frames += len(run.times)
            figures = truth.evaluate(judged, results)
            base = base or figures
            least = {"tiles": 1.3, "motion": 1.0}.get(variant, 0)
            row = {"footage": name, "crops": variant, **figures, "detector_ms": 1000 * spent / frames}
            row["ok"] = figures["AP50"] >= least * base["AP50"]
            rows.append(row)
            print(
                f"{name:20} {variant:14} {figures['AP']:6.4f} {figures['AP50']:6.4f} {figures['AR100']:6.4f}"
                f"  {row['detector_ms']:.1f}{'' if row['ok'] else '  < BOUND'}",
                flush=True,
            )
    return rows


PARTS = {"gate": gate, "crops": crops}


def main() -> None:
    parser = command.parser(__doc__, [MODEL])
    parser.add_argument("--parts", type=command.names_of(list(PARTS)), default=list(PARTS), metavar="NAME,…")
    options = parser.parse_args()
    footage = command.directory("VIGIE_FOOTAGE_PATH")
    command.directory("VIGIE_MODEL_PATH")
    vigie = command.Command(options.vigie)
    tables = {part: PARTS[part](vigie, footage, options.work / "gate") for part in options.parts}
    output = options.work / "gate.json"
    output.write_text(json.dumps(tables, indent=1) + "\n")
    sys.exit(0 if all(row["ok"] for rows in tables.values() for row in rows) else 1)


if __name__ == "__main__":
    main()
