"""Measures the pose model and the postures that are told by it.

Parts:
  raw       heatmaps of five people's crops by each engine, against ncnn on the same input: the largest absolute
            difference must be ≤ 0.0001
  postures  of people whose boxes are known: all frames of the street clip, 158 + 128 pictures of COCO (boxes of 60
            pixels or more), and a clip of people walking through a room (boxes by `vigie detect`). Of those on the
            street and in the room, who all walk or stand, nobody may be called lying
  turned    the same, of pictures turned by 90° to the right: there is no footage of people who lie. Of those on the
            street whom the pictures as they are show upright, nine in ten must be called lying
  by eye    people of COCO's pictures who sit, crouch or lie, as someone who looked at the pictures says

Prints tables, writes them as JSON, and exits with 1 where a bound is exceeded.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import ncnn
import numpy as np

import command
import dump
import truth
from reference import frames, picture

MODEL = "tinypose-256x192"
OUTPUT = "save_infer_model/scale_0.tmp_1"
ENGINES = ["scalar", "simd", "blas"]
BOUND = 1e-4
POSTURES = ["upright", "seated-or-crouched", "lying", "unknown"]
LEAST_LYING = 0.9
SMALLEST = 60
#: Every so many frames of the street clip are turned.
STEP = 20
ROOM = "scenes/intel_one-by-one-person-detection.mp4"

#: People in the pictures, by annotation (coco158), or by picture and line of the labels (coco128).
SITTING = """1387 1388 1390 1391 1300 440 1280 942 734 241/4 328/1 328/2 328/3 510/0 474/0 488/2 544/2 536/1 436/0
    77/4""".split()
LYING = "1264 1376 315/24".split()


@dataclass(frozen=True)
class Person:
    """Someone in a frame (from 0) of a source: left, top, width and height of the box, and a name."""

    frame: int
    box: tuple[float, ...]
    name: str = ""


def turned(box: tuple[float, ...], height: int) -> tuple[float, ...]:
    """A box of a picture so high, after the picture is turned by 90° to the right."""
    x, y, w, h = box
    return height - y - h, x, h, w


class Postures:
    """`vigie posture`, run on people of one source."""

    def __init__(self, vigie: command.Command, work: Path):
        self.vigie = vigie
        self.work = work
        work.mkdir(parents=True, exist_ok=True)

    def of(self, source: Path, people: list[Person]) -> list[dict]:
        """A line for each of the people, who must be in the order of the frames."""
        boxes, output = self.work / "boxes.txt", self.work / "postures.jsonl"
        lines = [",".join(map(str, (person.frame + 1, -1, *person.box, 1))) for person in people]
        boxes.write_text("\n".join(lines) + "\n")
        self.vigie.run("posture", source, boxes, "--model", MODEL, "--output", output, "--force")
        found = [json.loads(line) for line in output.open()]
        if len(found) != len(people):
            sys.exit(f"{source}: {len(found)} postures of {len(people)} people")
        return found

    def of_turned(self, pictures: list[np.ndarray], people: list[Person]) -> list[dict]:
        """As `of`, of pictures of one size that are turned, and the people's boxes with them."""
        folder = self.work / "turned"
        command.remove(folder)
        folder.mkdir()
        for index, frame in enumerate(pictures):
            cv2.imwrite(str(folder / f"{index:06}.png"), cv2.rotate(frame, cv2.ROTATE_90_CLOCKWISE))
        height = pictures[0].shape[0]
        return self.of(folder, [Person(p.frame, turned(p.box, height), p.name) for p in people])


def street(footage: Path) -> list[Person]:
    coco = truth.vtest(footage)
    annotations = sorted(coco.dataset["annotations"], key=lambda a: a["image_id"])
    return [Person(a["image_id"], tuple(a["bbox"])) for a in annotations if not a["iscrowd"]]


def coco158(footage: Path) -> dict[Path, list[Person]]:
    coco = truth.coco158(footage)
    people: dict[Path, list[Person]] = {}
    for a in coco.loadAnns(coco.getAnnIds(catIds=[truth.PERSON], iscrowd=False)):
        if max(a["bbox"][2:]) >= SMALLEST:
            path = footage / "coco158/images" / coco.loadImgs(a["image_id"])[0]["file_name"]
            people.setdefault(path, []).append(Person(0, tuple(a["bbox"]), str(a["id"])))
    return people


def coco128(footage: Path) -> dict[Path, list[Person]]:
    people: dict[Path, list[Person]] = {}
    for labels in sorted((footage / "coco128").glob("labels/**/*.txt")):
        path = Path(str(labels).replace("labels", "images")).with_suffix(".jpg")
        if not path.exists():
            continue
        height, width = picture(path).shape[:2]
        for line, text in enumerate(labels.read_text().splitlines()):
            category, x, y, w, h = map(float, text.split())
            if category == 0 and max(w * width, h * height) >= SMALLEST:
                box = ((x - w / 2) * width, (y - h / 2) * height, w * width, h * height)
                people.setdefault(path, []).append(Person(0, box, f"{int(labels.stem)}/{line}"))
    return people


def room(vigie: command.Command, clip: Path, work: Path) -> list[Person]:
    log = work / "room.jsonl"
    vigie.detect([clip], log, "--classes", "person", "--score", "0.5")
    records = [json.loads(line) for line in log.open() if '"type":"detection"' in line]
    return [Person(record["frame"], tuple(record["box"])) for record in records]


def row(name: str, found: list[dict]) -> dict:
    counts = Counter(line["posture"] for line in found)
    looks_again = sum(line["turn"] != "none" for line in found)
    print(f"{name:18} {len(found):6}" + "".join(f"{counts[p] / len(found):20.3f}" for p in POSTURES) + f"{looks_again:8}")
    return {"people": len(found), **{posture: counts[posture] for posture in POSTURES}, "turned": looks_again}


def raw(vigie: command.Command, models: Path, people: list[tuple[Path, Person]], work: Path) -> dict[str, float]:
    """The largest difference of any heatmap from ncnn's, by engine."""
    net = ncnn.Net()
    net.opt.num_threads = 1
    for option in ("use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage"):
        setattr(net.opt, option, False)
    net.load_param(str(models / f"{MODEL}.param"))
    net.load_model(str(models / f"{MODEL}.bin"))
    largest = dict.fromkeys(ENGINES, 0.0)
    for index, (path, person) in enumerate(people):
        x, y, w, h = map(int, person.box)
        cv2.imwrite(str(work / "crop.png"), picture(path)[y : y + h, x : x + w])
        for engine in ENGINES:
            vigie.check(MODEL, work / "crop.png", engine, work / "raw")
            tensors = dump.read(work / "raw")
            extractor = net.create_extractor()
            extractor.input("image", ncnn.Mat(tensors["input"][0]).clone())
            _, expected = extractor.extract(OUTPUT)
            difference = np.abs(np.array(expected) - tensors[OUTPUT].reshape(17, 64, 48)).max()
            largest[engine] = max(largest[engine], float(difference))
    for engine, difference in largest.items():
        print(f"raw: {engine:8} at most {difference:.1e} from ncnn on {len(people)} crops, allowed {BOUND}")
    return largest


def main() -> None:
    options = command.parser(__doc__, [MODEL]).parse_args()
    footage, models = command.directory("VIGIE_FOOTAGE_PATH"), command.directory("VIGIE_MODEL_PATH")
    vigie, work = command.Command(options.vigie), options.work / "pose"
    postures = Postures(vigie, work)
    sets = {"coco158": coco158(footage), "coco128": coco128(footage)}
    table: dict[str, dict] = {}

    several = [(path, people[0]) for path, people in list(sets["coco158"].items())[:5]]
    differences = raw(vigie, models, several, work)

    print(f"\n{'':18} {'people':>6}" + "".join(f"{posture:>20}" for posture in POSTURES) + f"{'turned':>8}")
    clip = footage / "pets_s2l1/vtest.avi"
    walkers = street(footage)
    table["street"] = row("street", postures.of(clip, walkers))
    table["room"] = row("room", postures.of(footage / ROOM, room(vigie, footage / ROOM, work)))
    named: dict[str, str] = {}
    upright: dict[str, list[tuple[Path, Person]]] = {}
    for name, pictures in sets.items():
        found = []
        for path, people in pictures.items():
            lines = postures.of(path, people)
            found += lines
            named |= {person.name: line["posture"] for person, line in zip(people, lines, strict=True)}
            upright.setdefault(name, []).extend(
                (path, person) for person, line in zip(people, lines, strict=True) if line["posture"] == "upright"
            )
        table[name] = row(name, found)

    sample = [Person(p.frame // STEP, p.box) for p in walkers if p.frame % STEP == 0]
    table["street turned"] = row("street, turned", postures.of_turned(list(frames(clip))[::STEP], sample))
    for name, people in upright.items():
        found = [line for path, person in people for line in postures.of_turned([picture(path)], [person])]
        table[f"{name} turned"] = row(f"{name}, turned", found)

    print("\nby eye")
    for word, names in (("sit or crouch", SITTING), ("lie", LYING)):
        counts = Counter(named[name] for name in names)
        table[word] = {"people": len(names), **counts}
        print(f"{word:18} {len(names):6}  " + ", ".join(f"{counts[p]} {p}" for p in POSTURES if counts[p]))

    lying = table["street turned"]["lying"] / table["street turned"]["people"]
    checks = {
        "raw": max(differences.values()) <= BOUND,
        "nobody who walks lies": table["street"]["lying"] == table["room"]["lying"] == 0,
        "turned walkers lie": lying >= LEAST_LYING,
    }
    for check, ok in checks.items():
        print(f"{check}: {'yes' if ok else 'NO'}")
    (work / "pose.json").write_text(json.dumps({"raw": differences, "postures": table}, indent=1) + "\n")
    sys.exit(0 if all(checks.values()) else 1)


if __name__ == "__main__":
    main()
