"""Measures PersonDown: how often it is raised where nobody lies, and whether it is raised where somebody does.

Parts:
  clips      real clips in which nobody lies: no event may be raised
  generated  there is no footage of people who lie: people are cut out of the street and the room, rectangle and all, turned
             by 90° to the right or to the left and put on the floor of the same clip, from 1 s to 11 s of 12 s. Of those whom
             the detector follows for long enough, all must raise an event within `after_seconds` and a second

Prints tables, writes them as JSON, and exits with 1 where a bound is exceeded.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import command
import truth
from reference import frames

MODEL = "nanodet-plus-m-416"
POSE = "tinypose-256x192"
AFTER = 5
RATE = 10
BEGIN, END, LENGTH = 1 * RATE, 11 * RATE, 12 * RATE
#: Who is seen in this share of the frames in which they lie is followed nearly throughout.
FOLLOWED = 0.9
CLIPS = [
    "pets_s2l1/vtest.avi",
    "scenes/intel_one-by-one-person-detection.mp4",
    "scenes/ahmetozlu_input_video.mp4",
    "scenes/bgslibrary_video.avi",
    "scenes/intel_car-detection.mp4",
    "aboda_video4/video4.avi",
]
STREET, ROOM = CLIPS[:2]
#: People of each clip, and where the middle of the lower edge of those who lie is, as shares of the frame.
PEOPLE = 4
FLOOR = {STREET: (0.3, 0.9), ROOM: (0.5, 0.9)}


@dataclass(frozen=True)
class Person:
    frame: int
    box: tuple[int, int, int, int]


class Runs:
    """`vigie detect` with the one rule."""

    def __init__(self, vigie: command.Command, work: Path):
        self.vigie = vigie
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        self.site = work / "site.yaml"
        self.site.write_text(
            f'vigie: 1\nstreams: {{"*": {{rules: {{fall: {{rule: PersonDown, after_seconds: {AFTER}}}}}}}}}\n'
        )

    def of(self, clip: Path, name: str) -> list[dict]:
        log = self.work / f"{name}.jsonl"
        self.vigie.detect([clip], log, "--classes", "person", "--site", self.site, "--pose", POSE)
        return [json.loads(line) for line in log.open()]


def events(records: list[dict]) -> list[dict]:
    return [r for r in records if r["type"] == "event" and r["rule"] == "PersonDown" and r["phase"] == "begin"]


def real(runs: Runs, footage: Path) -> dict[str, dict]:
    table = {}
    print(f"{'clip':44} {'seconds':>8} {'looks':>6} {'lying':>6} {'events':>7} {'pose, s':>8} {'detector, s':>12}")
    for clip in CLIPS:
        records = runs.of(footage / clip, Path(clip).stem)
        seconds = max(r["time"] for r in records if r["type"] == "frame" and r["time"] is not None)
        postures = Counter(r["posture"] for r in records if r["type"] == "pose")
        stages = next(r["stages"] for r in records if r["type"] == "timing")
        spent = {name: stages.get(name, {"total_ms": 0})["total_ms"] / 1000 for name in ("pose", "infer")}
        found = events(records)
        print(
            f"{clip:44} {seconds:8.0f} {postures.total():6} {postures['lying']:6} {len(found):7}"
            f" {spent['pose']:8.1f} {spent['infer']:12.1f}"
        )
        table[clip] = {"seconds": seconds, "postures": postures, "events": len(found), **spent}
    return table


def walkers(footage: Path) -> list[Person]:
    """The tallest moment of the tallest people of the street."""
    best: dict[int, Person] = {}
    tracks = np.loadtxt(footage / "pets_s2l1/gt/gt.txt", delimiter=",")
    for row in tracks[np.argsort(-tracks[:, 5])]:
        x, y, w, h = (round(v) for v in row[2:6])
        if x >= 0 and y >= 0 and x + w <= 768 and y + h <= 576:
            best.setdefault(int(row[1]), Person(int(row[0]) - 1, (x, y, w, h)))
    return sorted(best.values(), key=lambda person: -person.box[3])[:PEOPLE]


def visitors(records: list[dict], width: int, height: int) -> list[Person]:
    """The tallest moment of each of the people in the room, by the detector."""
    best: dict[str, Person] = {}
    for r in records:
        if r["type"] != "track" or r["state"] != "confirmed":
            continue
        x, y, w, h = (round(v) for v in r["box"])
        inside = x >= 0 and y >= 0 and x + w <= width and y + h <= height
        if inside and (r["id"] not in best or h > best[r["id"]].box[3]):
            best[r["id"]] = Person(r["frame"], (x, y, w, h))
    return sorted(best.values(), key=lambda person: -person.box[3])[:PEOPLE]


def generate(pictures: list[np.ndarray], person: Person, turn: int, floor: tuple[float, float], out: Path):
    """The clip with the person lying in it."""
    x, y, w, h = person.box
    lying = cv2.rotate(pictures[person.frame][y : y + h, x : x + w], turn)
    height, width = pictures[0].shape[:2]
    left, top = round(floor[0] * width - h / 2), round(floor[1] * height - w)
    writer = cv2.VideoWriter(str(out), cv2.VideoWriter_fourcc(*"FFV1"), RATE, (width, height))
    for index in range(LENGTH):
        picture = pictures[index].copy()
        if BEGIN <= index < END:
            picture[top : top + w, left : left + h] = lying
        writer.write(picture)
    writer.release()
    return left, top, h, w


def overlap(a, b) -> float:
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(w, 0) * max(h, 0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def generated(runs: Runs, clip: str, pictures: list[np.ndarray], people: list[Person]) -> list[dict]:
    table = []
    for number, person in enumerate(people):
        for word, turn in (("right", cv2.ROTATE_90_CLOCKWISE), ("left", cv2.ROTATE_90_COUNTERCLOCKWISE)):
            out = runs.work / f"{Path(clip).stem}-{number}-{word}.avi"
            box = generate(pictures, person, turn, FLOOR[clip], out)
            records = runs.of(out, out.stem)
            seen = [
                r for r in records
                if r["type"] == "track" and r["state"] == "confirmed" and overlap(r["box"], box) > 0.5
            ]
            looks = [r for r in records if r["type"] == "pose" and overlap(r["box"], box) > 0.5]
            first = min((r["time"] for r in seen), default=None)
            found = [
                r["time"] - BEGIN / RATE for r in events(records)
                if any(look["id"] in r["evidence"] for look in looks)
            ]
            table.append({
                "clip": clip, "person": number, "turned": word, "height": person.box[3], "frames": len(seen),
                "first": first and first - BEGIN / RATE, "looks": len(looks),
                "lying": sum(look["posture"] == "lying" for look in looks), "event": found[0] if found else None,
                "others": len(events(records)) - len(found),
            })
            row = table[-1]
            print(
                f"{Path(clip).stem:40} {number:3} {word:6} {row['height']:6} {row['frames']:6} {row['looks']:6}"
                f" {row['lying']:6} {row['event'] if found else '–':>7} {row['others']:7}"
            )
    return table


def fallen(runs: Runs, footage: Path) -> list[dict]:
    columns = f"{'turned':6} {'height':>6} {'frames':>6} {'looks':>6} {'lying':>6} {'event':>7} {'others':>7}"
    print(f"\n{'generated':44} {columns}")
    street = list(frames(footage / STREET))
    room = list(frames(footage / ROOM))
    log = runs.of(footage / ROOM, Path(ROOM).stem)
    lying = generated(runs, ROOM, room, visitors(log, room[0].shape[1], room[0].shape[0]))
    return lying + generated(runs, STREET, street, walkers(footage))


def main() -> None:
    parser = command.parser(__doc__, [MODEL])
    parser.add_argument("--parts", default="clips,generated", metavar="PART,…", help="clips, generated")
    options = parser.parse_args()
    parts = options.parts.split(",")
    footage = command.directory("VIGIE_FOOTAGE_PATH")
    runs = Runs(command.Command(options.vigie), options.work / "down")
    clips = real(runs, footage) if "clips" in parts else {}
    lying = fallen(runs, footage) if "generated" in parts else []
    followed = [row for row in lying if row["frames"] >= FOLLOWED * (END - BEGIN)]
    checks = {
        "nobody who walks is reported": sum(clip["events"] for clip in clips.values()) == 0,
        "nobody else is reported in generated clips": sum(row["others"] for row in lying) == 0,
        "who lies and is followed is reported in time": all(
            row["event"] is not None and row["event"] <= AFTER + 1 for row in followed
        ),
    }
    reported = sum(row["event"] is not None for row in lying)
    print(f"\n{reported} of {len(lying)} who lie are reported; {len(followed)} are followed nearly throughout")
    for check, ok in checks.items():
        print(f"{check}: {'yes' if ok else 'NO'}")
    (runs.work / "down.json").write_text(json.dumps({"clips": clips, "generated": lying}, indent=1) + "\n")
    sys.exit(0 if all(checks.values()) else 1)


if __name__ == "__main__":
    main()
