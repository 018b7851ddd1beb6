"""Sequences in MOTChallenge's form, and the scores of trackers on them: by TrackEval 1.3.0."""

import contextlib
import io
import re
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import trackeval

FIGURES = ("HOTA", "MOTA", "IDF1")
#: The folder of those that do not lie in `mot15`, their detections, and the benchmark by whose rules they are scored.
ELSEWHERE = {
    "PETS09-S2L1": ("pets_s2l1", "det-sort-frcnn.txt", "MOT15"),
    "MOT17-04-FRCNN": ("mot17_04", "det-frcnn.txt", "MOT17"),
    "MOT17-04-DPM": ("mot17_04", "det-dpm.txt", "MOT17"),
}
MOT15 = "ADL-Rundle-6 ADL-Rundle-8 ETH-Bahnhof ETH-Pedcross2 ETH-Sunnyday KITTI-13 KITTI-17 TUD-Campus".split()
#: Those that are judged together.
TEN = [*MOT15, "PETS09-S2L1", "MOT17-04-FRCNN"]


@dataclass(frozen=True)
class Sequence:
    name: str
    folder: Path
    detections: Path
    benchmark: str
    #: Frames a second, and how many there are.
    rate: float
    frames: int


def sequence(name: str, footage: Path) -> Sequence:
    folder, detections, benchmark = ELSEWHERE.get(name, (f"mot15/{name}", "det-sort-frcnn.txt", "MOT15"))
    folder = footage / folder
    info = dict(re.findall(r"^(\w+)=(\S+)", (folder / "seqinfo.ini").read_text(), re.MULTILINE))
    return Sequence(
        name, folder, folder / "det" / detections, benchmark, float(info["frameRate"]), int(info["seqLength"])
    )


def score(outputs: Path, trackers: list[str], sequences: list[Sequence]) -> dict[str, dict[str, dict]]:
    """HOTA, MOTA and IDF1 in percent, by tracker and sequence, of the results `outputs/TRACKER/SEQUENCE.txt`."""
    scores = {tracker: {} for tracker in trackers}
    with tempfile.TemporaryDirectory() as truth, ProcessPoolExecutor() as pool:
        for sequence in sequences:
            (Path(truth) / sequence.name).symlink_to(sequence.folder.resolve())
        jobs = [
            (tracker, pool.submit(evaluate, truth, outputs, tracker, chosen, benchmark))
            for benchmark in ("MOT17", "MOT15")
            if (chosen := {sequence.name: sequence.frames for sequence in sequences if sequence.benchmark == benchmark})
            for tracker in trackers
        ]
        for tracker, job in jobs:
            scores[tracker] |= job.result()
    return scores


def evaluate(truth: str, outputs: Path, tracker: str, frames: dict[str, int], benchmark: str) -> dict[str, dict]:
    quiet = {"PRINT_CONFIG": False}
    settings = {
        "GT_FOLDER": truth,
        "TRACKERS_FOLDER": str(outputs),
        "TRACKERS_TO_EVAL": [tracker],
        "TRACKER_SUB_FOLDER": "",
        "BENCHMARK": benchmark,
        "SEQ_INFO": frames,
        "SKIP_SPLIT_FOL": True,
    }
    writes_nothing = dict.fromkeys(
        ("PRINT_RESULTS", "TIME_PROGRESS", "OUTPUT_SUMMARY", "OUTPUT_DETAILED", "PLOT_CURVES"), False
    )
    metrics = [trackeval.metrics.HOTA(), trackeval.metrics.CLEAR(quiet), trackeval.metrics.Identity(quiet)]
    with contextlib.redirect_stdout(io.StringIO()):
        evaluator = trackeval.Evaluator({"LOG_ON_ERROR": None, **writes_nothing, **quiet})
        dataset = trackeval.datasets.MotChallenge2DBox({**settings, **quiet})
        found, _ = evaluator.evaluate([dataset], metrics)
    found = {name: found["MotChallenge2DBox"][tracker][name]["pedestrian"] for name in frames}
    return {
        name: {
            "HOTA": 100 * float(by["HOTA"]["HOTA"].mean()),
            "MOTA": 100 * float(by["CLEAR"]["MOTA"]),
            "IDF1": 100 * float(by["Identity"]["IDF1"]),
        }
        for name, by in found.items()
    }


def published(file: Path) -> dict[str, dict[str, dict]]:
    """The figures in the footage's `expected_trackeval_1.3.0.txt`, by tracker and sequence."""
    scores: dict[str, dict[str, dict]] = {}
    tracker = ""
    for line in file.read_text().splitlines():
        if begin := re.match(r"tracker (\S+)", line):
            tracker = begin[1]
        elif row := re.match(r"(\S+)\s+HOTA ", line):
            figures = {name: float(value) for name, value in re.findall(r"(\w+) (-?[\d.]+)", line)}
            scores.setdefault(tracker, {})[row[1]] = {name: figures[name] for name in FIGURES}
    return scores
