"""Measures change detection against truth, beside OpenCV's MOG2 and KNN with their best common post-processing.

The command runs with its default configuration on every clip; so do the peers: one threshold and one post-processing, the
best of a few dozen by the mean F-measure over these very clips, which flatters the peers. One more clip is the first, shaken by
up to four pixels together with its truth.

F-measure by changedetection.net's rule: counts are summed over the clip within the region and the frames that count.
Prints a table, writes it as JSON, and exits with 1 where a bound is exceeded.
"""

import itertools
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import command


@dataclass(frozen=True)
class Clip:
    name: str
    #: The footage, and the directory of its truth.
    file: Path
    truth: Path
    #: The F-measure that the command must reach.
    least: float


def clips(footage: Path, work: Path) -> list[Clip]:
    highway = Clip("highway", footage / "cdnet_highway/highway.avi", footage / "cdnet_highway", 0.95)
    return [
        highway,
        Clip("HallAndMonitor", footage / "sbi_HallAndMonitor/HallAndMonitor.mp4", footage / "sbi_HallAndMonitor", 0.92),
        Clip("HighwayI", footage / "sbi_HighwayI/HighwayI.mp4", footage / "sbi_HighwayI", 0.87),
        Clip("CAVIAR2", footage / "sbi_CAVIAR2/CAVIAR2.avi", footage / "sbi_CAVIAR2", 0.86),
        Clip("IBMtest2", footage / "sbi_IBMtest2/IBMtest2.mp4", footage / "sbi_IBMtest2", 0.935),
        shaken(highway, work / "shaken"),
    ]


def shaken(clip: Clip, folder: Path) -> Clip:
    """The clip and its truth, each frame cut out up to four pixels beside its place; made once."""
    shaken = Clip("highway shaken", folder / "frames", folder / "truth", 0.75)
    if (folder / "done").exists():
        return shaken
    masks = folder / "truth/groundtruth"
    for made in (shaken.file, masks):
        made.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(1)
    region = cv2.imread(str(clip.truth / "ROI.bmp"), cv2.IMREAD_GRAYSCALE)
    cv2.imwrite(str(folder / "truth/ROI.bmp"), region[4:-4, 4:-4])
    (folder / "truth/temporalROI.txt").write_text((clip.truth / "temporalROI.txt").read_text())
    place = np.zeros(2)
    for number, frame in enumerate(pictures(clip.file), start=1):
        # A pull towards the middle and a push anywhere: a mast in the wind.
        place = np.clip(0.7 * place + random.normal(0, 1.5, 2), -4, 4)
        x, y = (4 + np.rint(place)).astype(int)
        window = np.s_[y : y + frame.shape[0] - 8, x : x + frame.shape[1] - 8]
        cv2.imwrite(str(shaken.file / f"{number:06d}.png"), frame[window])
        mask = cv2.imread(str(clip.truth / f"groundtruth/gt{number:06d}.png"), cv2.IMREAD_GRAYSCALE)
        cv2.imwrite(str(masks / f"gt{number:06d}.png"), mask[window])
    (folder / "done").touch()
    return shaken


def pictures(file: Path):
    video = cv2.VideoCapture(str(file / "%06d.png" if file.is_dir() else file))
    while (frame := video.read())[0]:
        yield frame[1]


def truths(clip: Clip) -> dict[int, np.ndarray]:
    """By index of the frame: 1 motion, 0 none, 255 what does not count."""
    folder = clip.truth / "groundtruth"
    files = sorted(folder.glob("*.png"))
    numbers = {int("".join(filter(str.isdigit, file.stem))): file for file in files}
    first = min(numbers) if min(numbers) in (0, 1) else 0
    region, span = None, (min(numbers), max(numbers))
    if (clip.truth / "ROI.bmp").exists():
        region = cv2.imread(str(clip.truth / "ROI.bmp"), cv2.IMREAD_GRAYSCALE) > 0
    if (clip.truth / "temporalROI.txt").exists():
        low, high = map(int, (clip.truth / "temporalROI.txt").read_text().split()[:2])
        span = (low, high)
    masks = {}
    for number, file in numbers.items():
        if span[0] <= number <= span[1]:
            values = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
            mask = np.where(values == 255, 1, np.where((values == 170) | (values == 85), 255, 0)).astype(np.uint8)
            masks[number - first] = mask if region is None else np.where(region, mask, 255)
    return masks


def f_measure(found: int, wrong: int, missed: int) -> float:
    return 2 * found / (2 * found + wrong + missed) if found + wrong + missed else 0.0


SETTINGS = {
    "MOG2": (lambda t: cv2.createBackgroundSubtractorMOG2(history=500, varThreshold=t), (16, 36, 64)),
    "KNN": (lambda t: cv2.createBackgroundSubtractorKNN(history=500, dist2Threshold=t), (400, 900, 1600)),
}


def cleaned(mask: np.ndarray, median: int, opening: int, closing: int) -> np.ndarray:
    def disc(size: int) -> np.ndarray:
        return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))

    if median:
        mask = cv2.medianBlur(mask, median)
    if opening:
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, disc(opening))
    return cv2.morphologyEx(mask, cv2.MORPH_CLOSE, disc(closing)) if closing else mask


CLEANING = list(itertools.product((0, 5, 7), (0, 3), (0, 7, 11)))


def peer(name: str, clip: Clip) -> dict[str, float]:
    """The F-measure by threshold and cleaning."""
    make, thresholds = SETTINGS[name]
    truth = truths(clip)
    measured = {}
    for threshold in thresholds:
        subtractor = make(threshold)
        counts = {cleaning: np.zeros(3, int) for cleaning in CLEANING}
        for index, frame in enumerate(pictures(clip.file)):
            mask = np.where(subtractor.apply(frame) == 255, 255, 0).astype(np.uint8)
            if index in truth:
                judged = truth[index]
                for cleaning in CLEANING:
                    shown = cleaned(mask, *cleaning) > 0
                    counts[cleaning] += [
                        np.count_nonzero(shown & (judged == 1)),
                        np.count_nonzero(shown & (judged == 0)),
                        np.count_nonzero(~shown & (judged == 1)),
                    ]
        measured |= {f"{threshold} {cleaning}": f_measure(*counts[cleaning]) for cleaning in CLEANING}
    return measured


def vigie_measure(vigie: command.Command, clip: Clip, work: Path) -> float:
    """By the command's own evaluation."""
    log = work / f"{clip.name.replace(' ', '-')}.jsonl"
    vigie.detect([clip.file], log, "--model", "none", "--explain", "motion")
    line = [str(vigie.path), "evaluate", "--motion", str(log), "--truth", str(clip.truth), "--json"]
    done = subprocess.run(line, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(line)}: {done.stderr.strip()}")
    return json.loads(done.stdout)["result"]["figures"]["f_measure"]


def main() -> None:
    parser = command.parser(__doc__, ["none"])
    parser.add_argument("--without-peers", action="store_true")
    options = parser.parse_args()
    footage = command.directory("VIGIE_FOOTAGE_PATH")
    work = options.work / "motion"
    work.mkdir(parents=True, exist_ok=True)
    vigie = command.Command(options.vigie)
    rows = [{"clip": clip.name, "least": clip.least} for clip in clips(footage, work)]
    for row, clip in zip(rows, clips(footage, work), strict=True):
        row["vigie"] = vigie_measure(vigie, clip, work)
    for name in [] if options.without_peers else SETTINGS:
        kept = work / f"{name}-{cv2.__version__}.json"
        if not kept.exists():
            kept.write_text(json.dumps([peer(name, clip) for clip in clips(footage, work)]))
        measured = json.loads(kept.read_text())
        best = max(measured[0], key=lambda setting: sum(of[setting] for of in measured))
        print(f"{name}: the best common setting is {best} (threshold, (median, opening, closing))")
        for row, of in zip(rows, measured, strict=True):
            row[name] = of[best]
            row[f"{name} at its best"] = max(of.values())
    names = ["vigie", *(name for name in SETTINGS if not options.without_peers)]
    print(f"\n{'clip':16}" + "".join(f"{name:>8}" for name in names) + "   bound")
    for row in rows:
        row["ok"] = row["vigie"] >= row["least"] and all(row["vigie"] > row[name] for name in names[1:])
        print(f"{row['clip']:16}" + "".join(f"{row[name]:8.3f}" for name in names) + f"   {'≥' if row['ok'] else '< BOUND'} {row['least']}")
    steady = rows[:-1]
    print(f"{'mean, steady':16}" + "".join(f"{sum(row[name] for row in steady) / len(steady):8.3f}" for name in names))
    (options.work / "motion.json").write_text(json.dumps(rows, indent=1) + "\n")
    sys.exit(0 if all(row["ok"] for row in rows) else 1)


if __name__ == "__main__":
    main()
