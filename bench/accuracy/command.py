"""The project's command, run as a user runs it, and what the scripts that run it share."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def directory(variable: str) -> Path:
    """The directory that an environment variable names."""
    value = os.environ.get(variable)
    if not value or not Path(value).is_dir():
        sys.exit(f"{variable} must name a directory (it is {value!r}); README.md says what it holds")
    return Path(value)


def parser(description: str, models: list[str]) -> argparse.ArgumentParser:
    """The options that all scripts have."""
    shared = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared.add_argument("--vigie", type=Path, default=ROOT / ".build/release/vigie", help="the command's binary")
    shared.add_argument("--work", type=Path, default=ROOT / ".cache/accuracy", help="where results are kept")
    shared.add_argument("--models", type=names_of(models), default=models, metavar="NAME,…", help=", ".join(models))
    return shared


def names_of(known: list[str]):
    """The type of an option that takes some of the known names, separated by commas."""

    def parse(text: str) -> list[str]:
        names = text.split(",")
        if unknown := set(names) - set(known):
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(known)}")
        return names

    return parse


def remove(path: Path) -> None:
    """Removes what an earlier run left at `path`."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Command:
    """The binary at `path`."""

    def __init__(self, path: Path):
        if not path.is_file():
            sys.exit(f"{path}: no such binary; build it (swift build -c release) or name another with --vigie")
        self.path = path

    def run(self, *arguments: object, environment: dict[str, str] = {}) -> None:
        line = [str(argument) for argument in (self.path, *arguments)]
        done = subprocess.run(
            line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", env=os.environ | environment)
        if done.returncode != 0:
            shown = line if len(line) < 20 else [*line[:4], "…", *line[-8:]]
            sys.exit(f"{' '.join(shown)}: exit code {done.returncode}\n{done.stderr.strip()}")

    def detect(self, clips: list[Path], log: Path, *options: object) -> list[Path]:
        """Runs the detector; the clips' logs, which lie at `log`, or in it where there are several clips."""
        remove(log)
        log.parent.mkdir(parents=True, exist_ok=True)
        self.run("detect", *clips, "--log", log, *options)
        return [log] if len(clips) == 1 else [log / f"{clip.stem}.jsonl" for clip in clips]

    def export(self, log: Path) -> list[dict]:
        """The log's detections as COCO results."""
        output = log.with_suffix(".coco.json")
        remove(output)
        self.run("export", log, "--format", "coco", "--output", output)
        return json.loads(output.read_text())

    def check(self, model: str, picture: Path, engine: str, folder: Path) -> None:
        """Writes the network's input and raw outputs for the picture, as dump.py describes."""
        remove(folder)
        folder.mkdir(parents=True)
        self.run("model", "check", model, "--picture", picture, "--dump", folder, "--engine", engine)


def frames_of(log: Path) -> int:
    """How many frames a log accounts for; ends the script where it is not complete or some were not analysed."""
    ends = [record for record in map(json.loads, log.open()) if record["type"] == "end"]
    if len(ends) != 1 or ends[0]["status"] != "complete":
        sys.exit(f"{log}: not a complete log")
    frames = ends[0]["frames"]
    if frames["analysed"] != frames["decoded"]:
        sys.exit(f"{log}: only {frames['analysed']} of {frames['decoded']} frames were analysed")
    return frames["decoded"]
