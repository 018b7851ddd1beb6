"""Checks that one clip gives one set of tracks and events: cut in two and joined, with any kernels, with any number of threads.

vtest, encoded anew with a keyframe every five seconds, is watched as vtest-site.yaml says: whole; copied into two files at a
keyframe in the middle, and those joined; with each set of kernels that this machine has; and on 1, 2 and 4 threads. The scalar
kernels, which are slow, have the first 20 frames. A digest covers all `track` and `event` lines without their times, which may
differ by one tick.

Prints a table of digests, writes it as JSON, and exits with 1 where two that should be equal differ.
"""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import command

HERE = Path(__file__).resolve().parent
MODEL = "nanodet-plus-m-416"
SITE = HERE / "vtest-site.yaml"
FRAME_RATE = 10
#: Frames between keyframes.
INTERVAL = 50
#: Frames for the scalar kernels.
FEW = 20
THREADS = (1, 2, 4)


@dataclass
class Run:
    """What a log says of tracks and events."""

    name: str
    frames: int
    tracks: int
    events: int
    digest: str
    #: Seconds.
    tick: float
    times: list[float]
    #: The largest difference from the first run's times, in ticks.
    apart: float = 0


def ffmpeg(*arguments: object) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


def cut(clip: Path, work: Path, frames: int) -> tuple[Path, list[Path], Path]:
    """The clip, its two parts, and its first frames: the first part has the clip's name, as a stream's name stands in ids."""
    for folder in ("whole", "parts", "few"):
        command.remove(work / folder)
        (work / folder).mkdir(parents=True)
    whole, few = work / "whole/vtest.mp4", work / "few/vtest.mp4"
    limit = ["-frames:v", frames] if frames else []
    ffmpeg("-i", clip, *limit, "-c:v", "libx264", "-crf", 18, "-g", INTERVAL, "-sc_threshold", 0, whole)
    ffmpeg("-i", whole, "-frames:v", FEW, "-c:v", "libx264", "-crf", 18, few)
    count = subprocess.run(
        ["ffprobe", "-v", "error", "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0", whole],
        check=True, capture_output=True, text=True)
    middle = int(count.stdout.strip().strip(",")) // INTERVAL // 2 * INTERVAL
    if middle == 0:
        sys.exit(f"--frames must be at least {2 * INTERVAL}, for two parts that begin with a keyframe")
    parts = [work / "parts/vtest.mp4", work / "parts/rest.mp4"]
    ffmpeg("-i", whole, "-c", "copy", "-frames:v", middle, parts[0])
    ffmpeg("-ss", middle / FRAME_RATE, "-i", whole, "-c", "copy", parts[1])
    return whole, parts, few


def read(log: Path, name: str) -> Run:
    digest, tick, times, counts, frames = hashlib.sha256(), 0.0, [], {"track": 0, "event": 0}, 0
    for record in map(json.loads, log.open()):
        if record["type"] == "stream":
            tick = record["time_base"][0] / record["time_base"][1]
        if record["type"] == "frame":
            frames += 1
        if record["type"] in counts:
            counts[record["type"]] += record.get("state") == "confirmed" and record["changed"] or record.get("phase") == "begin"
            times.append(record.pop("time"))
            digest.update(json.dumps(record, sort_keys=True).encode() + b"\n")
    command.frames_of(log)
    return Run(name, frames, counts["track"], counts["event"], digest.hexdigest()[:16], tick, times)


def kernels(vigie: command.Command) -> list[str]:
    """The sets of kernels that this machine has, the best first."""
    text = subprocess.run([vigie.path, "--version"], check=True, capture_output=True, text=True).stdout
    return re.search(r"kernels .*\(of (.*)\)", text)[1].split(", ")


def same(runs: list[Run]) -> bool:
    """Prints the runs, and tells whether they are alike: the first is what the others are compared with."""
    first, equal = runs[0], True
    for run in runs:
        run.apart = max((abs(a - b) / first.tick for a, b in zip(first.times, run.times)), default=0)
        # A time in seconds has been rounded once, so that a tick may seem a little more.
        same = run.digest == first.digest and run.frames == first.frames and len(run.times) == len(first.times) and run.apart < 1.001
        equal = equal and same
        print(
            f"{run.name:32}{run.frames:7}{run.tracks:7}{run.events:7}  {run.digest}{run.apart:8.2f}"
            f"{'' if same else '  DIFFERS'}")
    return equal


def main() -> int:
    parser = command.parser(__doc__, [MODEL])
    parser.add_argument("--frames", type=int, default=0, help="only so many of the clip's frames")
    options = parser.parse_args()
    vigie, footage = command.Command(options.vigie), command.directory("VIGIE_FOOTAGE_PATH")
    work = options.work / "same_events"
    whole, parts, few = cut(footage / "pets_s2l1/vtest.avi", work, options.frames)

    def run(name: str, clips: list[Path], threads: int = 1, isa: str | None = None) -> Run:
        log = work / f"{name.replace(' ', '-').replace(',', '')}.jsonl"
        command.remove(log)
        vigie.run(
            "detect", *clips, "--join", "--log", log, "--model", MODEL, "--site", SITE, "--threads", threads,
            environment={"VIGIE_ISA": isa} if isa else {})
        return read(log, name)

    sets = kernels(vigie)
    print(f"{'':32}{'frames':>7}{'tracks':>7}{'events':>7}  {'digest':16}{'ticks':>8}")
    runs = [run("whole", [whole])]
    runs += [run(f"joined, threads {threads}", parts, threads=threads) for threads in THREADS]
    runs += [run(f"joined, {isa}", parts, isa=isa) for isa in sets if isa != "scalar"]
    equal = same(runs)
    first = [run(f"first {FEW} frames, {isa}", [few], isa=isa) for isa in sets]
    equal = same(first) and equal
    if runs[0].events == 0:
        print("no event was raised, so nothing was compared")
        equal = False
    results = [{key: value for key, value in asdict(each).items() if key != "times"} for each in runs + first]
    (options.work / "same_events.json").write_text(json.dumps(results, indent=1))
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
