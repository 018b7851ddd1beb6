"""Which form of a model each peer runs: all that it can be offered are started, checked, and raced in a short trial."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import exports
from engines import Failure, Peer, Place
from families import Model
from figures import Row, difference, judged, rotated, runs_for

#: The trial: rounds of every form in turn, and how long each one runs in a round.
TRIAL_ROUNDS, TRIAL_SECONDS = 8, 0.1

PEERS = ["onnxruntime", "openvino", "ncnn", "opencv"]


@dataclass(frozen=True)
class Candidate:
    """A file that a peer may load, or why there is none."""

    form: str
    file: Path | str


def candidates(model: Model, models: Path, folder: Path, engines: list[str]) -> dict[str, list[Candidate]]:
    """What each of the engines is offered; files that are made for it go into the folder."""
    forms = exports.onnx_forms(models / model.file, folder)
    offered = {}
    for engine in engines:
        if engine != "ncnn":
            offered[engine] = [Candidate(form, file) for form, file in forms.items()]
            continue
        published = models / f"{model.name}.param"
        both = published.is_file() and published.with_suffix(".bin").is_file()
        offered[engine] = [Candidate("published", published)] if both else []
        offered[engine] += [
            Candidate(f"{form} by pnnx", exports.to_ncnn(file, model.size)) for form, file in forms.items()
        ]
    return offered


def race(runners: dict[str, Peer]) -> dict[str, float]:
    """Each runner's minimum in milliseconds, interleaved; a runner that fails is missing."""
    times: dict[str, list[float]] = {form: [] for form in runners}
    for index in range(TRIAL_ROUNDS + 1):
        for form in rotated(list(times), index):
            try:
                times[form] += runners[form].time(runs_for(TRIAL_SECONDS, min(times[form])) if index else 2)
            except Failure:
                del times[form]
    return {form: min(measured) for form, measured in times.items()}


def chosen(
    engine: str, offered: list[Candidate], tensor: Path, expected: dict[str, np.ndarray], place: Place, folder: Path
) -> tuple[Row, Peer | None]:
    """The engine's row so far and its running process with the fastest form whose output is right.

    Where no form's output is right, one with a wrong output runs all the same, and its row says so.
    """
    row = Row(engine, limited=place.limits(engine))
    right: dict[str, tuple[Peer, float]] = {}
    wrong: dict[str, tuple[Peer, float | None]] = {}
    with ExitStack() as running:
        for candidate in offered:
            if isinstance(candidate.file, str):
                row.tried[candidate.form] = candidate.file
                continue
            try:
                peer = Peer(engine, candidate.file, tensor, place, folder)
                running.callback(peer.stop)
                off, problem = judged(difference(peer.outputs(), expected))
            except Failure as failure:
                row.tried[candidate.form] = str(failure)
                continue
            if problem:
                row.tried[candidate.form] = problem
                wrong[candidate.form] = peer, off
            else:
                right[candidate.form] = peer, off
        able = right or dict(list(wrong.items())[:1])
        minima = race({form: peer for form, (peer, _) in able.items()}) if len(able) > 1 else dict.fromkeys(able, 0.0)
        if not minima:
            reasons = [f"{form}: {problem}" for form, problem in row.tried.items()]
            row.problem = f"not available: {'; '.join(reasons) or 'nothing to offer'}"
            return row, None
        row.form = min(minima, key=minima.get)
        row.tried |= {form: minimum for form, minimum in minima.items() if len(able) > 1}
        winner, row.difference = able[row.form]
        row.problem = None if right else row.tried[row.form]
        row.version, row.kernels = winner.version, winner.kernels
        # The winner stays: every other process is stopped now.
        running.pop_all()
        for peer, _ in (*right.values(), *wrong.values()):
            if peer is not winner:
                peer.stop()
    return row, winner
