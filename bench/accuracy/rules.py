"""Measures the rules' events against those that the truth's foot points give, and counts of people against true ones.

Parts:
  events  vtest with vtest-site.yaml: each event that the definitions of docs/rules.md give for the annotated people, worked
          out here and independently of the command, beside the command's: precision and recall of events that begin within
          a second of each other, by kind of rule
  counts  Mall's first 400 frames: the people that a frame shows, whole frame and tiles, beside the annotated ones

The annotation of a person is followed without a gap, so what is lost here is what detector and tracker lose. Annotated boxes
that are not to be scored (hidden people) count: a person in a zone is there, seen or not.

Prints tables, writes them as JSON, and exits with 1 where a bound is exceeded.
"""

import collections
import csv
import json
import math
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

import command

HERE = Path(__file__).resolve().parent
MODEL = "nanodet-plus-m-416"
#: Precision and recall of events must be at least this.
LEAST = 0.9
#: Seconds by which an event's times may differ.
TOLERANCE = 1.0
FRAME_RATE = 10
WIDTH, HEIGHT = 768, 576


@dataclass
class Step:
    """Where a person's feet are in a frame, in pixels, and how tall the person is."""

    time: float
    x: float
    y: float
    height: float


@dataclass(order=True)
class Event:
    rule: str
    begin: float
    #: None where it goes on at the end of the clip, or has no duration.
    end: float | None = field(compare=False, default=None)
    word: str = field(compare=False, default="")


def people(footage: Path) -> dict[int, list[Step]]:
    """The annotated people's ways, by id."""
    ways = collections.defaultdict(dict)
    with open(footage / "pets_s2l1/gt/gt.txt", newline="") as file:
        for frame, identity, x, y, w, h, *_ in csv.reader(file):
            x, y, w, h = map(float, (x, y, w, h))
            time = (int(frame) - 1) / FRAME_RATE
            ways[int(identity)][time] = Step(time, x + w / 2, y + h, h)
    return {identity: [way[time] for time in sorted(way)] for identity, way in sorted(ways.items())}


def holds(polygon: list[list[float]] | None, step: Step) -> bool:
    if polygon is None:
        return True
    inside = False
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        ax, ay, bx, by = ax * WIDTH, ay * HEIGHT, bx * WIDTH, by * HEIGHT
        if (ay > step.y) != (by > step.y) and step.x < ax + (step.y - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside


def zone_membership(way: list[Step], polygon, margin: float) -> list[bool]:
    """Whether each step counts as inside: near the edge a person stays on the side where they were."""
    inside: list[bool] = []
    for step in way:
        is_inside = holds(polygon, step)
        if polygon is not None and inside:
            corners = [(x * WIDTH, y * HEIGHT) for x, y in polygon]
            gap = min(distance(a, b, step.x, step.y) for a, b in zip(corners, corners[1:] + corners[:1]))
            if gap < margin * step.height:
                is_inside = inside[-1]
        inside.append(is_inside)
    return inside


def stays(times: list[float], inside: list[bool], patience: float) -> list[tuple[float, float, float | None]]:
    """Spans in which something holds, shorter absences bridged: first and last time it holds, and when that was certain."""
    spans: list[list] = []
    for time, is_inside in zip(times, inside):
        if is_inside:
            if spans and spans[-1][2] is None:
                spans[-1][1] = time
            else:
                spans.append([time, time, None])
        elif spans and spans[-1][2] is None and time - spans[-1][1] >= patience - 1e-9:
            spans[-1][2] = time
    return [tuple(span) for span in spans]


def person_stays(way: list[Step], zone, rule: dict):
    inside = zone_membership(way, zone, rule.get("margin", 0.1))
    return stays([step.time for step in way], inside, rule.get("leave_seconds", 1))


def merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans without gaps between them."""
    out: list[list[float]] = []
    for begin, end in sorted(spans):
        if out and begin <= out[-1][1] + 1e-9:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([begin, end])
    return [tuple(span) for span in out]


def presence(name, rule, zone, ways, slack) -> list[Event]:
    after = rule.get("after_seconds", 0.5)
    spans = []
    for way in ways.values():
        for begin, last, certain in person_stays(way, zone, rule):
            if last - begin >= after + slack - 1e-9:
                spans.append((begin + after, certain if certain is not None else last))
    return [Event(name, begin, end) for begin, end in merged(spans)]


def dwell(name, rule, zone, ways, slack) -> list[Event]:
    after = rule["after_seconds"]
    return [
        Event(name, begin + after, last)
        for way in ways.values()
        for begin, last, _ in person_stays(way, zone, rule)
        if last - begin >= after + slack - 1e-9
    ]


def occupancy(name, rule, zone, ways, slack) -> list[Event]:
    after, patience = rule.get("after_seconds", 1), rule.get("leave_seconds", 1)
    spans = []
    for way in ways.values():
        for begin, last, certain in person_stays(way, zone, rule):
            spans.append((begin, certain if certain is not None else last + 1e-6))
    times = sorted({step.time for way in ways.values() for step in way})
    enough = [sum(begin <= time + 1e-9 and time < end - 1e-9 for begin, end in spans) >= rule["at_least"] for time in times]
    return [
        Event(name, begin + after, last)
        for begin, last, _ in stays(times, enough, patience)
        if last - begin >= after + slack - 1e-9
    ]


def side(a, b, x, y) -> float:
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])


def distance(a, b, x, y) -> float:
    share = ((x - a[0]) * (b[0] - a[0]) + (y - a[1]) * (b[1] - a[1])) / ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2)
    share = min(max(share, 0), 1)
    return math.hypot(x - a[0] - share * (b[0] - a[0]), y - a[1] - share * (b[1] - a[1]))


def crossings(name, rule, line, ways, _) -> list[Event]:
    margin = rule.get("margin", 0.1)
    points = [(x * WIDTH, y * HEIGHT) for x, y in line]
    pieces = list(zip(points, points[1:]))
    events = []
    for way in ways.values():
        balance = 0
        for before, now in zip(way, way[1:]):
            for a, b in pieces:
                was, is_now = side(a, b, before.x, before.y) >= 0, side(a, b, now.x, now.y) >= 0
                first, second = (before.x, before.y), (now.x, now.y)
                if was != is_now and (side(first, second, *a) >= 0) != (side(first, second, *b) >= 0):
                    balance += 1 if is_now else -1
            if balance and min(distance(a, b, now.x, now.y) for a, b in pieces) >= margin * now.height:
                events.append(Event(name, now.time, None, "right" if balance > 0 else "left"))
                balance = 0
    return events


def wrong_ways(name, rule, zone, ways, _) -> list[Event]:
    length, cosine = rule.get("distance", 1), math.cos(math.radians(rule.get("max_angle", 45)))
    norm = math.hypot(*rule["allowed"])
    ux, uy = rule["allowed"][0] / norm, rule["allowed"][1] / norm
    events = []
    for way in ways.values():
        extreme, event = None, None
        for step in way:
            if not holds(zone, step):
                extreme, event = None, None
                continue
            if extreme is None:
                extreme = step
                continue
            dx, dy = step.x - extreme.x, step.y - extreme.y
            progress = (dx * ux + dy * uy) * (-1 if event is None else 1)
            if progress <= 0:
                extreme = step
            elif event is None:
                if progress >= length * step.height and progress >= cosine * math.hypot(dx, dy):
                    event = Event(name, step.time)
                    events.append(event)
                    extreme = step
            elif progress >= length / 2 * step.height:
                event.end = step.time
                extreme, event = step, None
    return events


KINDS = {
    "FieldDetector": (presence, "zones", "zone"),
    "LineDetector": (crossings, "lines", "line"),
    "LoiteringDetector": (dwell, "zones", "zone"),
    "OccupancyCounting": (occupancy, "zones", "zone"),
    "DirectionDetector": (wrong_ways, "zones", "zone"),
}


def expected(site: dict, ways, slack: float = 0) -> dict[str, list[Event]]:
    """The events that the definitions give, by rule; `slack` is added to what has to last for `after_seconds`."""
    stream = site["streams"]["vtest"]
    events = {}
    for name, rule in stream["rules"].items():
        work, shapes, key = KINDS[rule["rule"]]
        events[name] = sorted(work(name, rule, stream[shapes].get(rule.get(key)), ways, slack))
    return events


def logged(log: Path) -> dict[str, list[Event]]:
    """The events of a log, by rule."""
    events, open_events = collections.defaultdict(list), {}
    for record in map(json.loads, log.open()):
        if record["type"] != "event" or "name" not in record:
            continue
        if record["phase"] == "begin":
            event = Event(record["name"], record["time"], None, record.get("attributes", {}).get("direction", ""))
            events[record["name"]].append(event)
            open_events[record["id"]] = event
        elif record["phase"] == "end":
            measures = record["measures"]
            last = measures.get("last_inside_time", measures.get("last_time", {"value": record["time"]}))
            open_events[record["id"]].end = last["value"]
    return {name: sorted(found) for name, found in events.items()}


def match(truth: list[Event], found: list[Event]) -> list[tuple[Event, Event]]:
    """Pairs that begin within the tolerance and say the same word, nearest first."""
    pairs = sorted(
        (abs(a.begin - b.begin), i, j)
        for i, a in enumerate(truth)
        for j, b in enumerate(found)
        if abs(a.begin - b.begin) <= TOLERANCE + 1e-9 and a.word == b.word
    )
    used, matched = (set(), set()), []
    for _, i, j in pairs:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            matched.append((truth[i], found[j]))
    return matched


def events(vigie: command.Command, footage: Path, work: Path, model: str) -> dict:
    site = yaml.safe_load((HERE / "vtest-site.yaml").read_text())
    log = vigie.detect(
        [footage / "pets_s2l1/vtest.avi"], work / "vtest.jsonl", "--model", model, "--site", HERE / "vtest-site.yaml")[0]
    ways, found = people(footage), logged(log)
    truth, certain, possible = (expected(site, ways, slack) for slack in (0, TOLERANCE, -TOLERANCE))
    rows = collections.defaultdict(lambda: collections.Counter())
    details = {}
    for name, rule in site["streams"]["vtest"]["rules"].items():
        a, b = truth[name], found.get(name, [])
        matched = match(a, b)
        ends = [abs(x.end - y.end) for x, y in matched if x.end is not None and y.end is not None]
        clear = len(match(certain[name], b))
        counts = {
            "certain": len(certain[name]), "certain_matched": clear, "possible_matched": len(match(possible[name], b)),
            "true": len(a), "found": len(b), "matched": len(matched),
            "ends": len(ends), "near_ends": sum(gap <= TOLERANCE + 1e-9 for gap in ends)}
        rows[rule["rule"]].update(counts)
        details[name] = counts
    print(f"\nvtest, {model}, bench/accuracy/vtest-site.yaml: events that begin within {TOLERANCE:g} s of the truth's")
    print(f"{'':24}{'true':>6}{'found':>7}{'matched':>9}{'precision':>11}{'recall':>8}{'clear p.':>10}{'clear r.':>10}   ends")
    results = {}
    for kind, row in [*rows.items(), ("all", sum(rows.values(), collections.Counter()))]:
        precision, recall = row["matched"] / max(row["found"], 1), row["matched"] / max(row["true"], 1)
        ends = f"{row['near_ends']} of {row['ends']}" if row["ends"] else ""
        clear = {
            "clear_precision": row["possible_matched"] / max(row["found"], 1),
            "clear_recall": row["certain_matched"] / max(row["certain"], 1)}
        print(
            f"{kind:24}{row['true']:6}{row['found']:7}{row['matched']:9}{precision:11.3f}{recall:8.3f}"
            f"{clear['clear_precision']:10.3f}{clear['clear_recall']:10.3f}   {ends}")
        results[kind] = {**row, "precision": precision, "recall": recall, **clear}
    print(
        f"clear: not counting what lasts within {TOLERANCE:g} s of after_seconds, for which the timer alone may decide;"
        f" ends: within {TOLERANCE:g} s")
    return {"kinds": results, "rules": details}


def counts(vigie: command.Command, footage: Path, work: Path, model: str) -> dict:
    """Mall, frames 1-400: mean absolute error and bias of the number of people, by crops."""
    with open(footage / "mall/gt_counts.csv", newline="") as file:
        rows = [row for row in csv.reader(file) if row and row[0].strip().isdigit()]
    true = {int(row[0]): float(row[-1]) for row in rows}
    print(f"\nMall, frames 1-400, {model}: people in a frame")
    print(f"{'':24}{'true':>8}{'found':>8}{'bias':>8}{'MAE':>8}")
    results = {}
    for name, options in {"whole frame": [], "--crops tiles": ["--crops", "tiles"]}.items():
        log = vigie.detect(
            [footage / "mall/mall_0001-0400.avi"], work / f"mall-{len(options)}.jsonl", "--model", model, "--classes",
            "person", *options)[0]
        found = collections.Counter()
        frames = command.frames_of(log)
        for record in map(json.loads, log.open()):
            if record["type"] == "detection":
                found[record["frame"]] += 1
        errors = [found[frame] - true[frame] for frame in range(frames)]
        mean = sum(true[frame] for frame in range(frames)) / frames
        bias, mae = sum(errors) / frames, sum(map(abs, errors)) / frames
        print(f"{name:24}{mean:8.2f}{mean + bias:8.2f}{bias:8.2f}{mae:8.2f}")
        results[name] = {"true": mean, "bias": bias, "mae": mae, "frames": frames}
    return results


def main() -> int:
    parser = command.parser(__doc__, [MODEL])
    parts = ["events", "counts"]
    parser.add_argument("--parts", type=command.names_of(parts), default=parts, metavar="NAME,…", help=", ".join(parts))
    options = parser.parse_args()
    vigie, footage = command.Command(options.vigie), command.directory("VIGIE_FOOTAGE_PATH")
    work = options.work / "rules"
    work.mkdir(parents=True, exist_ok=True)
    results, status = {}, 0
    if "events" in options.parts:
        results["events"] = events(vigie, footage, work, MODEL)
        row = results["events"]["kinds"]["all"]
        if min(row["precision"], row["recall"]) < LEAST:
            print(f"precision or recall of all events is below {LEAST}")
            status = 1
    if "counts" in options.parts:
        results["counts"] = counts(vigie, footage, work, MODEL)
    (options.work / "rules.json").write_text(json.dumps(results, indent=1))
    return status


if __name__ == "__main__":
    sys.exit(main())
