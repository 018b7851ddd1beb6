"""The processes that are measured: a peer's child, which stays, and the command, started for each round.

Both are pinned to one core before they start, and both answer `time(runs)` with the wall time of each run, warmed up.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import dump
from raw import joined

HERE = Path(__file__).parent

#: What keeps an engine to AVX2. onnxruntime and ncnn choose by the CPU alone.
AVX2 = {
    "vigie": {"VIGIE_ISA": "avx2"},
    "openvino": {"ONEDNN_MAX_CPU_ISA": "AVX2"},
    "opencv": {"OPENCV_CPU_DISABLE": "AVX512-SKX"},
}


class Failure(Exception):
    """An engine does not do what it is asked; the message says how."""


@dataclass(frozen=True)
class Place:
    """Where and how everything runs."""

    core: int
    isa: str
    nice: int

    def limits(self, engine: str) -> bool:
        """Whether the engine keeps to the instructions asked for."""
        return self.isa == "native" or engine in AVX2

    def environment(self, engine: str) -> dict[str, str]:
        limit = {} if self.isa == "native" else AVX2.get(engine, {})
        return os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | limit

    def enter(self) -> None:
        """What a child does before it becomes what is measured: it goes to the core, and to the front if it may.

        Linux weighs sessions against each other before processes (autogroup), so that a priority alone is of no use
        against a build in another terminal: the child gets a session of its own, and that gets the priority too.
        """
        os.setsid()
        os.sched_setaffinity(0, {self.core})
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, self.nice)
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(self.nice))

    def reached_nice(self) -> int:
        """The priority that children really get."""
        told = subprocess.run(["nice"], capture_output=True, text=True, check=True, preexec_fn=self.enter)
        return int(told.stdout)


class Peer:
    """A child process that has loaded a model, ready to run it."""

    def __init__(self, engine: str, model: Path, tensor: Path, place: Place, folder: Path):
        self.engine, self.outputs_file = engine, folder / f"{engine}.npz"
        self.errors = folder / f"{engine}.stderr"
        self.child = subprocess.Popen(
            [sys.executable, str(HERE / "peers.py"), engine, str(model), str(tensor)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors.open("w"),
            text=True,
            env=place.environment(engine),
            preexec_fn=place.enter,
        )
        try:
            ready = self.answer()
            if ready["cores"] != [place.core]:
                raise Failure(f"threads may run on cores {ready['cores']}")
        except Failure:
            self.stop()
            raise
        self.version, self.kernels = ready["version"], ready["kernels"]

    def answer(self) -> dict:
        if not (line := self.child.stdout.readline()):
            self.child.wait()
            said = self.errors.read_text(errors="replace").strip().splitlines()
            raise Failure(said[-1][-160:] if said else f"exit code {self.child.returncode}")
        return json.loads(line)

    def ask(self, question: dict) -> dict:
        try:
            print(json.dumps(question), file=self.child.stdin, flush=True)
        except BrokenPipeError:
            pass  # answer() tells why.
        return self.answer()

    def time(self, runs: int) -> list[float]:
        return self.ask({"runs": runs})["runs_ms"]

    def outputs(self) -> dict[str, np.ndarray]:
        """One run's outputs; of NanoDet-Plus's separate ncnn outputs the one that they make together."""
        self.ask({"outputs": str(self.outputs_file)})
        with np.load(self.outputs_file) as stored:
            return joined(dict(stored))

    def stop(self) -> None:
        with suppress(BrokenPipeError):
            self.child.stdin.close()
        try:
            self.child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


class Vigie:
    """The command at `path` with a model: one process a round."""

    def __init__(self, path: Path, model: str, place: Place):
        self.path, self.model, self.place, self.kernels = path, model, place, ""
        self.option = self.runs_option(path)
        told = subprocess.run([path, "--version"], capture_output=True, text=True, errors="replace")
        self.version = ", ".join(" ".join(line.split()) for line in told.stdout.splitlines()[:2])
        self.multiplications: int | None = None

    @staticmethod
    def missing(path: Path) -> str | None:
        """Why the command cannot be measured, if it cannot."""
        if not path.is_file():
            return f"{path}: no such binary; build it (swift build -c release) or name another with --vigie"
        return None if Vigie.runs_option(path) else f"{path} has no `bench` command that times a network"

    @staticmethod
    def runs_option(path: Path) -> list[str] | None:
        """What `vigie bench` calls the number of runs of the network alone; None where it has no such thing."""
        done = subprocess.run([path, "bench", "--help"], capture_output=True, text=True, errors="replace")
        options = [["--raw", "--repeat"], ["--runs"]]
        known = [option for option in options if all(word in done.stdout for word in option)]
        return known[0] if done.returncode == 0 and known else None

    def run(self, *arguments: object) -> str:
        done = subprocess.run(
            [str(word) for word in (self.path, *arguments)],
            capture_output=True,
            text=True,
            errors="replace",
            env=self.place.environment("vigie"),
            preexec_fn=self.place.enter,
        )
        if done.returncode != 0:
            said = done.stderr.strip().splitlines()
            raise Failure(f"exit code {done.returncode}: {said[-1] if said else 'nothing on standard error'}")
        return done.stdout

    def time(self, runs: int) -> list[float]:
        told = self.run("bench", "--model", self.model, *self.option, runs, "--json")
        try:
            record = json.loads(told)
            self.kernels, self.multiplications = record["kernels"], record.get("multiplications")
            times = [float(run) for run in record["runs_ms"]]
        except (ValueError, KeyError, TypeError) as error:
            raise Failure(f"bench --json: {error!r}") from error
        if len(times) != runs:
            raise Failure(f"bench told {len(times)} times of {runs} runs")
        return times

    def outputs(self, picture: Path, engine: str, folder: Path) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The network's input and its outputs for the picture."""
        for old in folder.glob("*"):
            old.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        self.run("model", "check", self.model, "--picture", picture, "--dump", folder, "--engine", engine)
        tensors = dump.read(folder)
        return tensors.pop("input"), joined(tensors)

    def stop(self) -> None:
        pass


class Peak:
    """The core's fp32 peak, measured among the rounds: the largest rate of any."""

    def __init__(self, folder: Path, place: Place):
        self.binary, self.place, self.rates = folder / "peak", place, {}
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, "-O2", "-o", str(self.binary), str(HERE / "peak.c")], check=True)

    def measure(self) -> None:
        told = subprocess.run([self.binary], capture_output=True, text=True, check=True, preexec_fn=self.place.enter)
        for isa, rate in json.loads(told.stdout).items():
            self.rates[isa] = max(rate, self.rates.get(isa, 0.0))
