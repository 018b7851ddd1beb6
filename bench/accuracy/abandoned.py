"""Measures ObjectAbandoned: a bag that is left must be told, and nothing else on any clip, with the rule's defaults.

ABODA video4: a bag is carried in at about frame 340, set down from 400 to 440, and its owner is gone by frame 700; the event must
begin within 15 s of that. The rule watches the whole picture of each clip, at every frame, with `--gate motion`, and at five frames a
second. mall, a crowd, and ObjectRemoved are reported only.

Prints a line for each event and exits with 1 where a bound is exceeded.
"""

import json
from pathlib import Path

import command

SITE = """vigie: 1
streams:
  "*":
    rules:
      abandoned: {rule: ObjectAbandoned}
      removed: {rule: ObjectRemoved}
"""
BAG = "aboda_video4/video4.avi"
#: Where the bag lies, in pixels, and the frame by which its owner is gone.
PLACE, GONE, RATE = (475, 395), 700, 30000 / 1001
LATEST = 15.0
CLIPS = [
    BAG,
    "scenes/intel_one-by-one-person-detection.mp4",
    "scenes/intel_car-detection.mp4",
    "scenes/ahmetozlu_input_video.mp4",
    "scenes/bgslibrary_video.avi",
    "pets_s2l1/vtest.avi",
    "sbi_HallAndMonitor/HallAndMonitor.mp4",
    "sbi_HighwayI/HighwayI.mp4",
    "sbi_CAVIAR2/CAVIAR2.avi",
    "sbi_IBMtest2/IBMtest2.mp4",
    "cdnet_highway/highway.avi",
]
REPORTED = ["mall/mall_0001-0400.avi"]
OPTIONS = {"every frame": [], "--gate motion": ["--gate", "motion"], "--rate 5": ["--rate", "5"]}


def is_bag(event: dict) -> bool:
    x, y, width, height = event["box"]
    return x <= PLACE[0] < x + width and y <= PLACE[1] < y + height


def main() -> None:
    options = command.parser(__doc__, ["nanodet-plus-m-416"]).parse_args()
    footage = command.directory("VIGIE_FOOTAGE_PATH")
    work: Path = options.work / "abandoned"
    work.mkdir(parents=True, exist_ok=True)
    site = work / "site.yaml"
    site.write_text(SITE)
    vigie = command.Command(options.vigie)
    failures = 0
    for model in options.models:
        for name, extra in OPTIONS.items():
            print(f"{model}, {name}", flush=True)
            for clip in CLIPS + REPORTED:
                log = work / "log.jsonl"
                vigie.detect([footage / clip], log, "--model", model, "--site", site, *extra)
                lines = (json.loads(line) for line in log.open() if '"type":"event"' in line)
                begun = [event for event in lines if event["phase"] == "begin"]
                bags = 0
                for event in begun:
                    what = ", ".join(f"{key} {value}" for key, value in sorted(event["attributes"].items()))
                    text = f"  {Path(clip).stem:36} {event['rule']} in frame {event['frame']}, box {event['box']}, {what}"
                    if event["rule"] == "ObjectAbandoned" and clip not in REPORTED:
                        late = (event["frame"] - GONE) / RATE
                        ok = clip == BAG and is_bag(event) and bags == 0 and late <= LATEST
                        bags += 1
                        failures += not ok
                        text += f", {late:.1f} s after the owner was gone" if clip == BAG else ""
                        text += "" if ok else "  < BOUND"
                    print(text, flush=True)
                if clip == BAG and bags == 0:
                    failures += 1
                    print("  the bag was not found  < BOUND")
    raise SystemExit(1 if failures else 0)


if __name__ == "__main__":
    main()
