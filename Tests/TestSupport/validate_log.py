#!/usr/bin/python3
"""Checks logs without any code of the program that wrote them.

    validate_log.py SCHEMA LOG...

Each line must satisfy the JSON Schema and be in the canonical form of RFC 8785, which is written again here; the log must
begin with `run` and finish with `end`, whose digest and totals must be those of the lines. Prints one sentence per problem.
Exit status: 0 no problem, 1 problems, 2 the check could not be made (jsonschema, Debian's python3-jsonschema, is missing).
"""

import collections
import hashlib
import json
import math
import re
import sys


def number(value):
    """ECMAScript's Number::toString for an fp64, after its specification (ECMA-262, 7.1.12.1)."""
    if not math.isfinite(value):
        raise ValueError("a number is not finite")
    if value == 0:
        return "0"
    sign, digits, fraction, exponent = re.fullmatch(r"(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?", repr(value)).groups("")
    n = len(digits) + int(exponent or 0)
    digits += fraction
    n -= len(digits) - len(digits.lstrip("0"))
    digits = digits.strip("0")
    k = len(digits)
    if k <= n <= 21:
        text = digits + "0" * (n - k)
    elif 0 < n <= 21:
        text = digits[:n] + "." + digits[n:]
    elif -6 < n <= 0:
        text = "0." + "0" * -n + digits
    else:
        mantissa = digits if k == 1 else digits[0] + "." + digits[1:]
        text = f"{mantissa}e{'+' if n > 0 else '-'}{abs(n - 1)}"
    return sign + text


SHORT = {8: r"\b", 9: r"\t", 10: r"\n", 12: r"\f", 13: r"\r", 34: r"\"", 92: r"\\"}


def string(value):
    def escape(c):
        code = ord(c)
        return SHORT.get(code) or (f"\\u{code:04x}" if code < 32 else c)

    return '"' + "".join(map(escape, value)) + '"'


def canonical(value):
    """The form of RFC 8785 of a value whose numbers are all floats."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(string(key) + ":" + canonical(value[key]) for key in keys) + "}"


def unique(pairs):
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return result


def refuse(constant):
    raise ValueError(f"{constant} is no JSON")


def is_decision(record):
    kind = record.get("type")
    return kind in ("frame", "detection", "track", "pose", "event") or (kind == "fault" and record.get("kind") == "decode")


class Totals:
    """What `end` must say, counted from the lines."""

    def __init__(self):
        self.analysed = 0
        self.undecoded = 0
        self.skipped = collections.Counter()
        self.detections = collections.Counter()
        self.faults = collections.Counter()
        self.decisions = hashlib.sha256()

    def add(self, line, record):
        if is_decision(record):
            self.decisions.update(line + b"\n")
        kind = record.get("type")
        if kind == "frame" and record.get("gate") == "detect":
            self.analysed += 1
        elif kind == "frame" and record.get("reason") == "not-decoded":
            self.undecoded += 1
        elif kind == "frame":
            self.skipped[record.get("reason")] += 1
        elif kind == "detection":
            self.detections[record.get("class")] += 1
        elif kind == "fault":
            self.faults[record.get("kind")] += 1

    def differences(self, end):
        frames = end["frames"]
        for name, said, counted in [
            ("decision_digest", end["decision_digest"], self.decisions.hexdigest()),
            ("frames.analysed", frames["analysed"], self.analysed),
            ("frames.skipped", frames["skipped"], dict(self.skipped)),
            ("frames.undecoded", frames.get("undecoded", 0), self.undecoded),
            ("detections", end["detections"], dict(self.detections)),
            ("faults", end["faults"], dict(self.faults)),
        ]:
            if said != counted:
                yield f"{name} is {said}, but the lines give {counted}"
        accounted = frames["analysed"] + frames["failed"] + sum(frames["skipped"].values())
        if frames["decoded"] != accounted:
            yield f"{frames['decoded']} frames were decoded, but {accounted} are accounted for"


def line_problems(line, validator):
    """The record of a line (None where it has none), and what is wrong with it."""
    try:
        record = json.loads(line.decode("utf-8"), object_pairs_hook=unique, parse_constant=refuse)
        if not isinstance(record, dict):
            return None, ["it is not a JSON object"]
        form = canonical(json.loads(line, parse_int=float)).encode("utf-8")
    except ValueError as error:
        return None, [f"it is not JSON that the log allows: {error}"]
    problems = [] if form == line else ["it is not in the form of RFC 8785"]
    for error in validator.iter_errors(record):
        problems.append(f"{error.json_path} does not satisfy the schema: {error.message}")
    if record.get("type") == "run" and "configuration" in record:
        configuration = canonical(json.loads(line, parse_int=float)["configuration"])
        if hashlib.sha256(configuration.encode("utf-8")).hexdigest() != record.get("configuration_digest"):
            problems.append("configuration_digest is not that of the configuration")
    if record.get("type") == "motion" and not problems and sum(record["runs"]) != math.prod(record["grid"]):
        problems.append(f"the runs sum to {sum(record['runs'])}, which is not the number of cells")
    return record, problems


def log_problems(path, validator):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    if lines.pop() != b"":
        yield f"{path}: the last line is cut"
    totals, last = Totals(), None
    for index, line in enumerate(lines, 1):
        record, problems = line_problems(line, validator)
        for problem in problems:
            yield f"{path}, line {index}: {problem}"
        kind = record.get("type") if record else None
        if (kind == "run") != (index == 1):
            yield f"{path}, line {index}: " + ("a second run" if kind == "run" else "the first line is not a run")
        if last == "end":
            yield f"{path}, line {index}: it stands behind the end"
        if kind == "end" and not problems:
            for difference in totals.differences(record):
                yield f"{path}, line {index}: {difference}"
        elif record:
            totals.add(line, record)
        last = kind
    if last != "end":
        yield f"{path}: the log has no end"


def main():
    try:
        import jsonschema
    except ImportError:
        print("jsonschema is missing: install Debian's python3-jsonschema", file=sys.stderr)
        return 2
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    status = 0
    for path in sys.argv[2:]:
        for problem in log_problems(path, validator):
            print(problem)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
