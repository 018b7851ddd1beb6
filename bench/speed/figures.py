"""From times to what is told: minima, medians, rates, the best peer, targets, the table. Nothing here measures."""

from dataclasses import asdict, dataclass, field

import numpy as np

#: Largest difference from onnxruntime of any output's element, where an engine's output counts as right.
BOUND = 1e-3

#: Vigie's minimum over the best peer's, at most.
TARGETS = {
    "nanodet-plus-m-416": 0.80,
    "nanodet-plus-m-1.5x-416": 0.85,
    "yolox-nano-416": 0.85,
    "picodet-s-416": 0.85,
}


@dataclass
class Row:
    """One engine on one model. A row without times says in `problem` why; a row that does not count says it too."""

    engine: str
    #: Which form of the model was the fastest.
    form: str = ""
    version: str = ""
    kernels: str | None = None
    #: Whether the engine keeps to the instructions that were asked for.
    limited: bool = True
    difference: float | None = None
    problem: str | None = None
    runs_ms: list[float] = field(default_factory=list)
    #: The forms that were tried, and each one's minimum or problem.
    tried: dict[str, float | str] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        return self.problem is None and bool(self.runs_ms)

    @property
    def minimum(self) -> float:
        return min(self.runs_ms)

    @property
    def median(self) -> float:
        return float(np.median(self.runs_ms))

    @property
    def spread(self) -> tuple[float, float]:
        """The 10th and the 90th percentile."""
        low, high = np.percentile(self.runs_ms, [10, 90])
        return float(low), float(high)


def difference(mine: dict[str, np.ndarray], expected: dict[str, np.ndarray]) -> float | str:
    """The largest absolute difference of any element of any output, or why they cannot be compared.

    Names must agree, or the outputs are taken in order where there are as many; a leading 1 may be missing, since ncnn
    knows no batch.
    """
    if mine.keys() != expected.keys():
        if len(mine) != len(expected):
            return f"{len(mine)} outputs instead of {len(expected)}"
        mine = dict(zip(expected, mine.values(), strict=True))
    largest = 0.0
    for name, right in expected.items():
        tensor = mine[name] if mine[name].ndim == right.ndim else mine[name][None]
        if tensor.shape != right.shape:
            return f"{name} has shape {list(mine[name].shape)} instead of {list(right.shape)}"
        if not np.isfinite(tensor).all():
            return f"{name} has elements that are not finite"
        largest = max(largest, float(np.abs(tensor.astype(np.float64) - right).max()))
    return largest


def judged(found: float | str) -> tuple[float | None, str | None]:
    """The difference, if there is one, and the problem, if there is one."""
    if isinstance(found, str):
        return None, f"wrong output: {found}"
    return found, None if found <= BOUND else f"wrong output: {found:.1e} off"


def best_peer(rows: list[Row]) -> Row | None:
    """The peer with the least minimum among those with the right output.

    A peer that cannot be held to the instructions asked for counts all the same: that makes it harder for Vigie.
    """
    peers = [row for row in rows if row.engine != "vigie" and row.counts]
    return min(peers, key=lambda row: row.minimum, default=None)


def runs_for(seconds: float, run_ms: float) -> int:
    """How many runs of `run_ms` fill `seconds`: one at least."""
    return max(1, round(1000 * seconds / run_ms))


def rotated(items: list, by: int) -> list:
    """The items from another one on, so that no engine always follows the same one."""
    by %= max(1, len(items))
    return items[by:] + items[:by]


def gflops(multiplications: int, run_ms: float) -> float:
    """10⁹ floating-point operations a second, at two a multiplication."""
    return 2 * multiplications / run_ms / 1e6


def peak_of(peaks: dict[str, float], isa: str) -> float | None:
    """The peak to compare with: that of the instructions asked for, or the machine's best."""
    return peaks.get(isa) or max(peaks.values(), default=None)


@dataclass
class Result:
    """All engines on one model."""

    model: str
    multiplications: int
    picture: str
    rows: list[Row]

    def row(self, engine: str) -> Row | None:
        return next((row for row in self.rows if row.engine == engine), None)

    @property
    def target(self) -> float | None:
        return TARGETS.get(self.model)

    @property
    def ratio(self) -> float | None:
        """Vigie's minimum over the best peer's."""
        vigie, best = self.row("vigie"), best_peer(self.rows)
        return vigie.minimum / best.minimum if vigie and vigie.counts and best else None

    @property
    def verdict(self) -> str | None:
        """`met` or `missed`; `not measured` where Vigie or all peers are missing; None where there is no target."""
        if self.target is None:
            return None
        if self.ratio is None:
            return "not measured"
        return "met" if self.ratio <= self.target else "missed"

    def record(self, peak: float | None) -> dict:
        """The result as JSON's types."""
        best = best_peer(self.rows)
        rows = []
        for row in self.rows:
            record = asdict(row)
            del record["runs_ms"]
            if row.runs_ms:
                low, high = row.spread
                rate = gflops(self.multiplications, row.minimum)
                record |= {
                    "runs": len(row.runs_ms),
                    "minimum_ms": row.minimum,
                    "median_ms": row.median,
                    "p10_ms": low,
                    "p90_ms": high,
                    "gflops": rate,
                    "share_of_peak": peak and rate / peak,
                    "ratio_to_best_peer": best and row.minimum / best.minimum,
                    "median_ratio_to_best_peer": best and row.median / best.median,
                }
            rows.append(record)
        return {
            "model": self.model,
            "multiplications": self.multiplications,
            "picture": self.picture,
            "best_peer": best and best.engine,
            "ratio": self.ratio,
            "target": self.target,
            "verdict": self.verdict,
            "engines": rows,
        }


HEADER = (
    f"{'model':24} {'engine':12} {'min ms':>8} {'median':>8} {'p10–p90':>15} {'GFLOP/s':>8} {'of peak':>8}"
    f" {'/ best':>7} {'diff.':>8}  form, kernels"
)


def line(result: Result, row: Row, peak: float | None) -> str:
    """The row in the terminal's table."""
    start = f"{result.model:24} {row.engine:12}"
    if not row.runs_ms:
        return f"{start} {row.problem}"
    best = best_peer(result.rows)
    low, high = row.spread
    rate = gflops(result.multiplications, row.minimum)
    share = f"{rate / peak:8.0%}" if peak else f"{'–':>8}"
    ratio = f"{row.minimum / best.minimum:7.2f}" if best else f"{'–':>7}"
    off = f"{row.difference:8.0e}" if row.difference is not None else f"{'–':>8}"
    notes = [note for note in (row.form, row.kernels, row.problem, None if row.limited else "ISA not limited") if note]
    return (
        f"{start} {row.minimum:8.2f} {row.median:8.2f} {f'{low:.2f}–{high:.2f}':>15} {rate:8.1f} {share} {ratio} {off}"
        f"  {', '.join(notes)}"
    )


def conclusion(result: Result) -> str:
    """What the model's rows come to, in a sentence."""
    best = best_peer(result.rows)
    if best is None:
        return f"{result.model}: no peer to compare with"
    told = f"{result.model}: best peer {best.engine} {best.minimum:.2f} ms"
    if result.ratio is not None:
        told += f", Vigie {result.ratio:.2f} of it"
    if result.target is not None:
        told += f", target {result.target:.2f}: {result.verdict}"
    return told
