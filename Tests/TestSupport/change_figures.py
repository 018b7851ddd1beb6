#!/usr/bin/python3
"""Measures change detection without any code of the program, to compare its figures with.

    change_figures.py count TRUTH_DIR FIRST LAST INPUT [REGION.bmp]
    change_figures.py spoil TRUTH_DIR FIRST LAST OUTPUT_DIR CELL

`count` prints counts and figures as JSON. The masks of the truth are gtNNNNNN.png, and number 1 is frame 0; INPUT is a
directory of NNNNNN.pgm with the same numbers, or a log with motion records. `spoil` makes such an input from the truth: moved by
3 pixels to the left and 2 up, with one pixel in 50 wrong; as a log with cells of CELL pixels where that is not 0.
The formulas are those of the comparator of changedetection.net. PNG, BMP and PGM are read here, with Python's zlib alone.
"""

import collections
import json
import os
import random
import struct
import sys
import zlib


def png(path):
    """Width, height and grey levels of a PNG of 8 bits, or of a palette of 1 to 8 bits."""
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", path
    place, packed, palette = 8, b"", bytes(range(256))
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
            assert interlace == 0 and (colour == 3 or (colour == 0 and depth == 8)), path
        elif kind == b"PLTE":
            palette = body[::3]
            assert body[1::3] == palette and body[2::3] == palette, path
        elif kind == b"IDAT":
            packed += body
        place += 12 + length
    rows, stride = zlib.decompress(packed), (width * depth + 7) // 8
    above, values = bytearray(stride), bytearray()
    for y in range(height):
        kind, row = rows[y * (stride + 1)], bytearray(rows[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride) if kind else ():
            left, up, corner = (row[x - 1] if x else 0), above[x], (above[x - 1] if x else 0)
            if kind == 4:
                near = left + up - corner
                distances = [abs(near - left), abs(near - up), abs(near - corner)]
                guess = (left, up, corner)[distances.index(min(distances))]
            else:
                guess = (left, up, (left + up) // 2)[kind - 1]
            row[x] = (row[x] + guess) & 255
        above = row
        if depth < 8:
            bits = "".join(f"{byte:08b}" for byte in row)
            row = bytearray(int(bits[x * depth : (x + 1) * depth], 2) for x in range(width))
        values += bytes(palette[index] for index in row)
    return width, height, values


def bmp(path):
    """Width, height and grey levels of a BMP with a palette of 8 bits."""
    data = open(path, "rb").read()
    start, header, width, height = struct.unpack("<I I i i".replace(" ", ""), data[10:26])
    assert struct.unpack("<HI", data[28:34]) == (8, 0), path
    palette, stride = data[14 + header : start], (width + 3) // 4 * 4
    rows = [data[start + y * stride : start + y * stride + width] for y in range(abs(height))]
    return width, abs(height), bytes(palette[4 * i] for row in (rows[::-1] if height > 0 else rows) for i in row)


def log(path):
    """The foreground of each frame of a log, at the size of the frame."""
    masks = {}
    for record in map(json.loads, open(path, encoding="utf-8")):
        if record["type"] == "stream":
            width, height = record["width"], record["height"]
        if record["type"] == "motion":
            (columns, rows), cell = record["grid"], record["cell"]
            cells = b"".join(bytes([i % 2 * 255]) * run for i, run in enumerate(record["runs"]))
            masks[record["frame"]] = bytes(
                cells[min(y // cell, rows - 1) * columns + min(x // cell, columns - 1)]
                for y in range(height)
                for x in range(width)
            )
    return masks


def count(truth, first, last, source, region=None):
    masks = log(source) if source.endswith(".jsonl") else None
    area = bmp(region)[2] if region else None
    pixels = collections.Counter()
    for number in range(first, last + 1):
        width, height, levels = png(f"{truth}/gt{number:06}.png")
        if masks:
            found = masks[number - 1]
        else:
            found = open(f"{source}/{number:06}.pgm", "rb").read()[-width * height :]
        pixels.update(zip(levels, (value >= 128 for value in found), area or b"\1" * len(found)))
    n = collections.Counter()
    for (level, isFound, inside), times in pixels.items():
        if not inside or level == 85:
            n["outside"] += times
        elif level == 170:
            n["unknown"] += times
        else:
            n[("T" if isFound == (level == 255) else "F") + ("P" if isFound else "N")] += times
            n["counted"] += times
            n["shadow"] += times * (level == 50)
            n["SE"] += times * (level == 50 and isFound)
    ratio = lambda part, whole: part / whole if whole else None
    recall, precision = ratio(n["TP"], n["TP"] + n["FN"]), ratio(n["TP"], n["TP"] + n["FP"])
    return {
        "counts": {
            "counted": n["counted"], "true_positives": n["TP"], "false_positives": n["FP"],
            "false_negatives": n["FN"], "true_negatives": n["TN"], "shadow": n["shadow"],
            "shadow_false_positives": n["SE"], "unknown": n["unknown"], "outside": n["outside"],
        },
        "figures": {
            "recall": recall, "specificity": ratio(n["TN"], n["TN"] + n["FP"]),
            "false_positive_rate": ratio(n["FP"], n["FP"] + n["TN"]),
            "false_negative_rate": ratio(n["FN"], n["TP"] + n["FN"]),
            "percentage_of_wrong_classifications": ratio(100 * (n["FN"] + n["FP"]), n["counted"]),
            "f_measure": ratio(2 * precision * recall, precision + recall), "precision": precision,
            "shadow_false_positive_rate": ratio(n["SE"], n["shadow"]),
        },
    }


def spoil(truth, first, last, output, cell):
    chance, lines = random.Random(1), []
    for number in range(first, last + 1):
        width, height, levels = png(f"{truth}/gt{number:06}.png")
        found = [
            255 * ((levels[min(y + 2, height - 1) * width + min(x + 3, width - 1)] >= 170) != (chance.random() < 0.02))
            for y in range(height)
            for x in range(width)
        ]
        if not cell:
            with open(f"{output}/{number:06}.pgm", "wb") as file:
                file.write(b"P5 %d %d 255\n" % (width, height) + bytes(found))
            continue
        if not lines:
            lines.append({"type": "stream", "stream": "s", "source": "-", "sha256": None, "bytes": None,
                          "container": "pictures", "codec": "png", "pixel_format": "gray", "width": width,
                          "height": height, "rotation": 0, "time_base": [1, 25], "frame_rate": 25,
                          "matrix": "grey", "range": "full", "chroma_location": None, "resampler": "vigie",
                          "frames_expected": None})
        columns, rows, runs, before = width // cell, height // cell, [0], 0
        for y in range(rows):
            for x in range(columns):
                value = found[y * cell * width + x * cell]
                if value != before:
                    runs.append(0)
                runs[-1] += 1
                before = value
        lines.append({"type": "motion", "stream": "s", "frame": number - 1, "cell": cell, "grid": [columns, rows],
                      "runs": runs})
    if cell:
        with open(f"{output}/log.jsonl", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)


if sys.argv[1] == "count":
    print(json.dumps(count(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])))
else:
    os.makedirs(sys.argv[5], exist_ok=True)
    spoil(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5], int(sys.argv[6]))
