"""Hand-computable cases of what the measurement of the tracker rests on."""

import json
import tempfile
import unittest
from pathlib import Path

import mot
import tracking


class Scoring(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        (self.folder / "a/gt").mkdir(parents=True)
        # One person for four frames, of whom the last is not to be judged.
        rows = [f"{frame},1,{10 * frame},0,40,80,{int(frame < 4)},-1,-1,-1\n" for frame in range(1, 5)]
        (self.folder / "a/gt/gt.txt").write_text("".join(rows))
        self.sequence = mot.Sequence("a", self.folder / "a", Path(), "MOT15", 10, 4)

    def score(self, name: str, rows: list[tuple[int, int]]) -> dict:
        (self.folder / name).mkdir()
        lines = [f"{frame},{identity},{10 * frame},0,40,80,1,-1,-1,-1\n" for frame, identity in rows]
        (self.folder / name / "a.txt").write_text("".join(lines))
        return mot.score(self.folder, [name], [self.sequence])[name]["a"]

    def test_what_is_as_it_should_be_has_all_points(self):
        figures = self.score("perfect", [(1, 7), (2, 7), (3, 7)])
        self.assertEqual({name: round(value, 6) for name, value in figures.items()}, dict.fromkeys(mot.FIGURES, 100))

    # Two of three boxes keep the identity: 1 − 1 switch / 3; 2 · 2 / (3 + 3).
    def test_a_switch_of_identity_costs(self):
        figures = self.score("switch", [(1, 7), (2, 7), (3, 8)])
        self.assertAlmostEqual(figures["MOTA"], 100 * 2 / 3)
        self.assertAlmostEqual(figures["IDF1"], 100 * 2 / 3)

    def test_published_figures_are_read(self):
        (self.folder / "p.txt").write_text(
            "CLEAR Config:\n\ntracker OC-SORT benchmark MOT15\nA-1   HOTA 34.5 DetA 1 AssA 2 MOTA -3.5 IDF1 43 Frag 98.0\n"
        )
        expected = {"OC-SORT": {"A-1": {"HOTA": 34.5, "MOTA": -3.5, "IDF1": 43}}}
        self.assertEqual(mot.published(self.folder / "p.txt"), expected)


class Choosing(unittest.TestCase):
    def test_the_one_that_is_held_out_has_no_say(self):
        low, high = dict.fromkeys(mot.FIGURES, 10), dict.fromkeys(mot.FIGURES, 90)
        self.assertEqual(tracking.worth({"a": low, "b": high}, without="b"), 25)
        self.assertEqual(tracking.worth({"a": low, "b": high}), 125)


class Logs(unittest.TestCase):
    def test_people_who_were_seen_become_lines(self):
        common = {"frame": 4, "class": "person", "box": [1, 2, 3, 4.5], "score": 0.5}
        track = {**common, "type": "track", "id": "clip/t0", "state": "confirmed", "measured": True}
        records = [
            {"type": "frame", "frame": 4},
            {**common, "type": "detection"},
            {**common, "type": "detection", "class": "dog"},
            track,
            {**track, "id": "clip/t1", "state": "tentative"},
            {**track, "id": "clip/t2", "state": "lost", "measured": False, "score": None},
            {**track, "id": "clip/t3", "class": "dog"},
        ]
        with tempfile.TemporaryDirectory() as folder:
            log, output = Path(folder) / "log", Path(folder) / "out"
            log.write_text("".join(json.dumps(record) + "\n" for record in records))
            tracking.tracks_of(log, output)
            self.assertEqual(output.read_text(), "5,1,1,2,3,4.5,0.5,-1,-1,-1\n")
            tracking.detections_of(log, output)
            self.assertEqual(output.read_text(), "5,-1,1,2,3,4.5,0.5,-1,-1,-1\n")


if __name__ == "__main__":
    unittest.main()
