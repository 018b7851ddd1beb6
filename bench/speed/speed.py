"""Times the network inference of Vigie and of other engines on one core, fp32, one thread each, interleaved.

For each model every engine is started and checked against onnxruntime on a real picture. Then all of them run in turn,
round after round, so that noise hits all alike. README.md tells the method.
"""

import argparse
import json
import os
import platform
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnxruntime

import command
import exports
from candidates import PEERS, candidates, chosen
from engines import Failure, Peak, Peer, Place, Vigie
from families import MODELS, Model
from figures import HEADER, Result, Row, conclusion, difference, judged, line, peak_of, rotated, runs_for
from reference import picture

#: A kitchen, of the pictures that accuracy/raw.py looks at.
PICTURE = "coco158/images/000000397133.jpg"


class Expected:
    """The published file's outputs by onnxruntime without optimisations: what every engine must reproduce."""

    def __init__(self, file: Path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def of(self, tensor: np.ndarray) -> dict[str, np.ndarray]:
        names = [output.name for output in self.session.get_outputs()]
        return dict(zip(names, self.session.run(None, {self.session.get_inputs()[0].name: tensor}), strict=True))


def vigie_row(vigie: Vigie, options: argparse.Namespace, expected: Expected, folder: Path) -> Row:
    """Vigie's row with its output checked, and without times."""
    row = Row("vigie", version=vigie.version)
    try:
        tensor, outputs = vigie.outputs(options.picture, options.vigie_engine, folder / "vigie")
        shape = expected.session.get_inputs()[0].shape
        row.difference, row.problem = judged(difference(outputs, expected.of(tensor.reshape(shape))))
    except (Failure, KeyError, ValueError) as failure:
        row.problem = f"output not checked: {failure}"
    return row


def measure(model: Model, options: argparse.Namespace, models: Path, place: Place, peak: Peak) -> Result:
    """Every engine on the model."""
    folder = options.work / "speed" / model.name
    folder.mkdir(parents=True, exist_ok=True)
    _, tensor, _ = model.family.prepare(picture(options.picture), model.size)
    input_file = folder / "input.npy"
    np.save(input_file, tensor)
    expected = Expected(models / model.file)
    peers = [engine for engine in options.engines if engine != "vigie"]
    rows: list[Row] = []
    runners: dict[str, Peer | Vigie] = {}
    with ExitStack() as running:
        for engine, offered in candidates(model, models, folder, peers).items():
            row, peer = chosen(engine, offered, input_file, expected.of(tensor), place, folder)
            rows.append(row)
            if peer:
                running.callback(peer.stop)
                runners[engine] = peer
        if "vigie" in options.engines:
            runners["vigie"] = Vigie(options.vigie, model.name, place)
            rows.append(vigie_row(runners["vigie"], options, expected, folder))
        by_engine = {row.engine: row for row in rows}
        run_rounds(runners, by_engine, options, peak)
        counted = exports.multiplications(folder / "original.onnx")
        if vigie := runners.get("vigie"):
            by_engine["vigie"].kernels = vigie.kernels
            if vigie.multiplications not in (None, counted):
                told = (
                    f"{model.name}: Vigie counts {vigie.multiplications} multiplications, the ONNX file has {counted}"
                )
                print(told, file=sys.stderr)
    return Result(model.name, counted, options.picture.name, rows)


def run_rounds(runners: dict[str, Peer | Vigie], rows: dict[str, Row], options: argparse.Namespace, peak: Peak) -> None:
    """Adds the times of all rounds to the rows. An engine that fails keeps no times and takes no further part."""
    runs: dict[str, int] = {}
    active = list(runners)
    # Before the first round, a few runs tell how many fill one.
    for index in range(-1, options.rounds):
        peak.measure()
        for engine in rotated(active, max(index, 0)):
            try:
                times = runners[engine].time(runs.get(engine, 3))
            except Failure as failure:
                rows[engine].problem, rows[engine].runs_ms = str(failure), []
                active.remove(engine)
                continue
            if index < 0:
                runs[engine] = runs_for(options.seconds, min(times))
            else:
                rows[engine].runs_ms += times


def cpu() -> str:
    for told in Path("/proc/cpuinfo").read_text().splitlines():
        if told.startswith("model name"):
            return told.split(":", 1)[1].strip()
    return platform.machine()


def default_picture() -> Path:
    if "VIGIE_FOOTAGE_PATH" in os.environ:
        return command.directory("VIGIE_FOOTAGE_PATH") / PICTURE
    print("VIGIE_FOOTAGE_PATH is not set: the picture is a test pattern; a real one is a better check (--picture).")
    return command.ROOT / "fixtures/picture.png"


def arguments() -> argparse.Namespace:
    parser = command.parser(__doc__, list(MODELS))
    parser.set_defaults(work=command.ROOT / ".cache/bench")
    known = [*PEERS, "vigie"]
    parser.add_argument(
        "--engines", type=command.names_of(known), default=known, metavar="NAME,…", help=", ".join(known)
    )
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="rounds of all engines (default 20)")
    parser.add_argument("--seconds", type=float, default=0.3, metavar="S", help="an engine's time in a round (0.3)")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="the core (default: the last)")
    parser.add_argument(
        "--isa", choices=["native", "avx2"], default="native", help="avx2: no more than that, if it can be"
    )
    parser.add_argument(
        "--nice",
        type=int,
        default=-20,
        metavar="N",
        help="priority of all that is measured, if permitted (default -20)",
    )
    parser.add_argument("--picture", type=Path, help=f"the picture (default: {PICTURE} of VIGIE_FOOTAGE_PATH)")
    parser.add_argument("--vigie-engine", default="simd", metavar="NAME", help="whose output is checked (default simd)")
    parser.add_argument("--json", type=Path, help="where the figures go (default: speed.json in --work)")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a target is not met")
    options = parser.parse_args()
    if options.rounds < 1 or options.seconds <= 0:
        parser.error("--rounds and --seconds must be positive")
    if options.core not in os.sched_getaffinity(0):
        parser.error(f"--core {options.core}: this process may not run there")
    options.picture = options.picture or default_picture()
    return options


def main() -> None:
    options = arguments()
    models = command.directory("VIGIE_MODEL_PATH")
    if "vigie" in options.engines and (missing := Vigie.missing(options.vigie)):
        print(f"Vigie is not measured: {missing}")
        options.engines = [engine for engine in options.engines if engine != "vigie"]
    place = Place(options.core, options.isa, options.nice)
    if (nice := place.reached_nice()) != options.nice:
        print(f"Priority {options.nice} is not permitted: other processes may take the core.")
    options.work.mkdir(parents=True, exist_ok=True)
    peak = Peak(options.work, place)
    began, load = datetime.now(UTC), os.getloadavg()
    print(f"{cpu()}, core {options.core}, nice {nice}, ISA {options.isa}, load {load[0]:.1f}; fp32, one thread each")
    print(f"{options.rounds} rounds of {options.seconds} s each, interleaved\n\n{HEADER}")

    results = []
    for name in options.models:
        result = measure(MODELS[name], options, models, place, peak)
        results.append(result)
        for row in result.rows:
            print(line(result, row, peak_of(peak.rates, options.isa)), flush=True)

    best = peak_of(peak.rates, options.isa)
    print(f"\nfp32 peak of the core: {', '.join(f'{isa} {rate:.1f}' for isa, rate in peak.rates.items())} GFLOP/s")
    for result in results:
        print(conclusion(result))
    record = {
        "began": began.isoformat(timespec="seconds"),
        "machine": {"cpu": cpu(), "core": options.core, "load": [load, os.getloadavg()], "peak_gflops": peak.rates},
        "isa": options.isa,
        "nice": nice,
        "rounds": options.rounds,
        "seconds_a_round": options.seconds,
        "models": [result.record(best) for result in results],
    }
    output = options.json or options.work / "speed.json"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(record, indent=1) + "\n")
    if options.check and any(result.verdict in {"missed", "not measured"} for result in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
