"""Times the motion analysis of one 1080p frame beside OpenCV's MOG2, on one core, interleaved.

Vigie goes from decoded planes to regions, clean-up included; MOG2 only to its raw mask, once on the full grey picture and
once on one of 320 × 180 that is handed to it for free. Frames lie decoded in memory, four in turn.

Prints a table, writes it as JSON, and exits with 1 where a target is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np

import command

FRAMES = 24
RUNS = 200
WARM_UP = 60
TARGETS = {"vigie_ms": 0.30, "full": 100, "small": 2}


def clip(folder: Path) -> Path:
    """A second of a real street clip, enlarged and with grain; where that is not there, of a pattern."""
    street = Path(os.environ.get("VIGIE_FOOTAGE_PATH", "")) / "scenes/ahmetozlu_input_video.mp4"
    is_real = street.is_file()
    made = folder / ("motion-street.mp4" if is_real else "motion-pattern.mp4")
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        source = ["-i", street] if is_real else ["-f", "lavfi", "-i", "mandelbrot=size=1920x1080:rate=25"]
        look = ["-t", "1", "-vf", "scale=1920:1080,noise=alls=12:allf=t", "-an"]
        encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p"]
        subprocess.run(["ffmpeg", "-v", "error", "-y", *source, *look, *encoder, made], check=True)
    return made


def mog2(frames: list[np.ndarray], runs: int) -> list[float]:
    """Milliseconds of each run."""
    subtractor = cv2.createBackgroundSubtractorMOG2()
    # Its time grows until each pixel has as many modes as its noise needs.
    for run in range(WARM_UP):
        subtractor.apply(frames[run % len(frames)])
    times = []
    for run in range(runs):
        start = time.perf_counter()
        subtractor.apply(frames[run % len(frames)])
        times.append(1000 * (time.perf_counter() - start))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vigie", type=Path, default=command.ROOT / ".build/release/vigie")
    parser.add_argument("--work", type=Path, default=command.ROOT / ".cache/bench")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    footage = clip(options.work)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    cv2.setNumThreads(1)
    video = cv2.VideoCapture(str(footage))
    grey = [cv2.cvtColor(video.read()[1], cv2.COLOR_BGR2GRAY) for _ in range(FRAMES)]
    small = [cv2.resize(frame, (320, 180), interpolation=cv2.INTER_AREA) for frame in grey]
    ours, full, reduced = [], [], []
    for _ in range(options.rounds):
        line = [options.vigie, "bench", footage, "--motion", "--runs", str(RUNS), "--json"]
        ours.append(json.loads(subprocess.run(line, check=True, capture_output=True).stdout))
        full += mog2(grey, 12)
        reduced += mog2(small, RUNS)
    least, middle = min(run["min_ms"] for run in ours), float(np.median([run["median_ms"] for run in ours]))
    rows = [
        {"what": f"Vigie, 1920 × 1080 to regions ({ours[0]['kernels']})", "min_ms": least, "median_ms": middle},
        {"what": "MOG2, 1920 × 1080 grey", "min_ms": min(full), "median_ms": float(np.median(full))},
        {"what": "MOG2, 320 × 180 grey, given", "min_ms": min(reduced), "median_ms": float(np.median(reduced))},
    ]
    print(f"{'one frame, one core':44} {'min ms':>8} {'median':>8}   times as long as Vigie")
    for row in rows:
        row["ratio"] = row["min_ms"] / least
        print(f"{row['what']:44} {row['min_ms']:8.3f} {row['median_ms']:8.3f}   {row['ratio']:.1f}")
    # As everywhere in this folder the minimum decides: what the machine can do when nothing else runs.
    ok = least <= TARGETS["vigie_ms"] and rows[1]["ratio"] >= TARGETS["full"] and rows[2]["ratio"] >= TARGETS["small"]
    print("targets: " + ("met" if ok else "MISSED") + " (at most 0.30 ms; 100 times, 2 times)")
    (options.work / "motion.json").write_text(json.dumps(rows, indent=1) + "\n")
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
