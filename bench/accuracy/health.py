"""Measures whether faults of a camera are found, and whether sound clips raise none.

Six faults are put by FFmpeg's filters into 8 s to 14 s of five clips: a grey card before the lens, a dark one over 85 % of
the picture, blur, a turn of the camera, a picture that stands still, an eighth of the light. Each must raise its event within two
seconds of media time, and no other but `CameraFrozen` (a card does not move either). No clip as it is may raise any.

Prints a table and exits with 1 where a bound is exceeded.
"""

import json
import subprocess
import sys
from pathlib import Path

import command

BEGIN, END = 8, 14
DURING = f"enable='between(t,{BEGIN},{END})'"
#: Filters, and the event that each must raise.
FAULTS = {
    "card": (f"drawbox=color=0x606060:t=fill:{DURING}", "CameraCovered"),
    "dark card": (f"drawbox=x=0:y=0:w=iw*0.85:h=ih:color=0x302820:t=fill:{DURING},noise=alls=4:allf=t", "CameraCovered"),
    "blur": (f"gblur=sigma=6:{DURING}", "CameraDefocused"),
    "turned": (f"split[a][b];[b]scroll=hpos=0.18:vpos=0.07[c];[a][c]overlay={DURING}", "CameraMoved"),
    "still": ("loop=loop=150:size=1:start={start},setpts=N/FRAME_RATE/TB", "CameraFrozen"),
    "dark": (f"colorchannelmixer=rr=0.08:gg=0.08:bb=0.08:{DURING}", "CameraDark"),
}
FAULTY = [
    "scenes/intel_one-by-one-person-detection.mp4",
    "scenes/intel_car-detection.mp4",
    "pets_s2l1/vtest.avi",
    "aboda_video4/video4.avi",
    "cdnet_highway/highway.avi",
]
LATEST = 2.0


def faulty(clip: Path, name: str, folder: Path) -> Path:
    """The clip with a fault; made once."""
    made = folder / f"{clip.stem}-{name.replace(' ', '-')}.mp4"
    if not made.exists():
        folder.mkdir(parents=True, exist_ok=True)
        ask = ["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=avg_frame_rate", "-of", "csv=p=0"]
        frames, seconds = subprocess.run([*ask, clip], check=True, capture_output=True, text=True).stdout.split("/")
        look = FAULTS[name][0].replace("{start}", str(int(BEGIN * int(frames) / int(seconds))))
        encoder = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-an"]
        part = made.with_name("part.mp4")
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-t", "22", "-i", clip, "-vf", look, *encoder, part], check=True)
        part.rename(made)
    return made


def events(vigie: command.Command, clip: Path, log: Path) -> list[tuple[str, str, float]]:
    vigie.detect([clip], log, "--model", "none")
    records = (json.loads(line) for line in log.open() if '"type":"event"' in line)
    return [(record["rule"], record["phase"], record["time"]) for record in records]


def main() -> None:
    options = command.parser(__doc__, ["none"]).parse_args()
    footage = command.directory("VIGIE_FOOTAGE_PATH")
    work = options.work / "health"
    vigie = command.Command(options.vigie)
    failures = 0
    print(f"{'clip':36} {'fault':10} found after, ended after (s)")
    for name in FAULTY:
        for fault, (_, rule) in FAULTS.items():
            clip = faulty(footage / name, fault, work)
            seen = events(vigie, clip, work / "log.jsonl")
            begun = [time - BEGIN for what, phase, time in seen if what == rule and phase == "begin"]
            ended = [time - END for what, phase, time in seen if what == rule and phase == "end"]
            others = {what for what, _, _ in seen} - {rule, "CameraFrozen"}
            ok = len(begun) == 1 and 0 <= begun[0] <= LATEST and not others
            failures += not ok
            shown = ", ".join(f"{seconds:.1f}" for seconds in begun + ended) or "not found"
            print(f"{Path(name).stem:36} {fault:10} {shown}{'' if ok else '  < BOUND ' + ' '.join(sorted(others))}", flush=True)
    sound = sorted(path for suffix in ("avi", "mp4") for path in footage.glob(f"**/*.{suffix}"))
    for clip in sound:
        if seen := events(vigie, clip, work / "log.jsonl"):
            failures += 1
            print(f"{clip.stem}: {seen}  < BOUND")
    print(f"{len(sound)} sound clips looked at")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
