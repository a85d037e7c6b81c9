from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories import item, review

from .conftest import Terminal

Lines = Callable[..., Path]


def test_init_makes_a_workspace_and_says_which_project(tmp_path: Path, terminal: Terminal) -> None:
    done = terminal("init", tmp_path / "a.reviewer", "--json")
    assert (done.code, done.json) == (0, {"workspace": str(tmp_path / "a.reviewer"), "project": "Review"})
    again = terminal("init", tmp_path / "a.reviewer")
    assert again.code == 3
    assert "exists already" in again.err


def test_init_takes_a_template_or_a_file_and_a_trial_run_makes_nothing(tmp_path: Path, terminal: Terminal) -> None:
    path = tmp_path / "a.reviewer"
    assert terminal("init", path, "--template", "summaries", "--dry-run", "--json").json["project"] == "Summaries"
    assert not path.exists()
    unknown = terminal("init", path, "--template", "nonsense")
    assert unknown.code == 2
    assert "summaries" in unknown.err
    assert terminal("init", path, "--template", "safety", "--project-file", "x.toml").code == 2
    (tmp_path / "p.toml").write_text('[project]\nname = "Mine"\n')
    assert terminal("init", path, "--project-file", tmp_path / "p.toml", "--json").json["project"] == "Mine"


def test_import_counts_and_its_exit_code_says_that_something_was_rejected(
    place: Path, terminal: Terminal, lines: Lines
) -> None:
    good = lines("good.jsonl", item("a"), item("b"))
    done = terminal("import", good, "--json")
    assert done.code == 0
    counts = done.json
    assert counts.pop("seconds") >= 0
    assert counts == {"read": 2, "added": 2, "duplicates": 0, "unreadable": 0, "warnings": {}}
    bad = terminal("import", lines("bad.jsonl", item("c"), "{"), good, "--json")
    assert (bad.code, bad.json["added"], bad.json["duplicates"], bad.json["unreadable"]) == (3, 1, 2, 1)
    plain = terminal("import", good)
    assert (plain.code, plain.out) == (0, "")
    assert "2 were there already" in plain.err
    assert terminal("import", good, "--fail-on-empty").code == 5
    assert "not JSON" in terminal("queue", "list", "--unreadable").out


def test_import_reads_standard_input(place: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps(item("piped")).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert terminal("import", "-", "--json").json["added"] == 1
    assert terminal("queue", "show", "piped", "--json").json["id"] == "piped"


def test_a_trial_import_adds_nothing(place: Path, terminal: Terminal, lines: Lines) -> None:
    assert terminal("import", lines("a.jsonl", item("a")), "--dry-run", "--json").json["added"] == 1
    assert terminal("queue", "list", "--json").json["total"] == 0


def test_global_options_stand_before_or_after_the_command(tmp_path: Path, terminal: Terminal, lines: Lines) -> None:
    path = tmp_path / "b.reviewer"
    assert terminal("init", path).code == 0
    file = lines("a.jsonl", item("a"), item("b"), item("c"))
    assert terminal("import", file, "-w", path, "--json").code == 0
    assert terminal("-w", path, "queue", "list", "--json").json["total"] == 3
    assert terminal("queue", "--workspace", path, "list", "--json").json["total"] == 3
    assert terminal("queue", "claim", f"--workspace={path}", "--as", "ana", "--json").json["reviewer"] == "ana"
    assert terminal(f"-w{path}", "--as=ben", "queue", "claim", "--json").json["reviewer"] == "ben"
    assert terminal("queue", "list", "--project", "none", "-w", path).code == 2


def test_without_a_workspace_the_command_says_how_to_name_one(terminal: Terminal) -> None:
    done = terminal("queue", "list")
    assert done.code == 2
    assert "-w PATH" in done.err
    assert "REVIEWER_WORKSPACE" in done.err


@pytest.mark.parametrize("words", [["nonsense"], ["import"], ["queue", "list", "--state", "odd"], ["queue", "--nope"]])
def test_wrong_usage_ends_with_two(place: Path, terminal: Terminal, words: list[str]) -> None:
    assert terminal(*words).code == 2


def test_what_cannot_be_reached_ends_with_four(tmp_path: Path, terminal: Terminal, place: Path) -> None:
    assert terminal("-w", tmp_path / "none.reviewer", "queue", "list").code == 4
    assert terminal("-w", "postgresql://host/db", "queue", "list").code == 4
    assert terminal("import", tmp_path / "none.jsonl").code == 4
    (tmp_path / "broken.reviewer").write_text("no database " * 500)
    assert terminal("-w", tmp_path / "broken.reviewer", "queue", "list").code == 4


def test_the_queue_is_listed_shown_claimed_and_given_back(place: Path, terminal: Terminal, lines: Lines) -> None:
    gold = item("a", priority=2, gold={"verdict": "reject"}, control=True, suggestion={"verdict": "reject"})
    terminal("import", lines("a.jsonl", gold, item("b", priority=1)))
    listed = terminal("queue", "list", "--json", "--limit", 1).json
    assert [row["item_id"] for row in listed["items"]] == ["a"]
    assert (listed["total"], listed["counts"]["open"]) == (2, 2)
    shown = terminal("queue", "show", "a").json
    assert (shown["schema"], shown["gold"]["verdict"], shown["control"]) == ("flagged-item/1", "reject", True)
    claim = terminal("queue", "claim", "--as", "ana", "--json").json
    assert (claim["item_id"], claim["item"]["gold"], claim["item"]["control"]) == ("a", None, False)
    assert claim["item"]["suggestion"] is None
    assert terminal("queue", "list", "--leases", "--json").json["leases"][0]["reviewer"] == "ana"
    assert terminal("queue", "release", "a", "--as", "ana", "--json").json == {"released": ["a"]}
    assert terminal("queue", "release", "--as", "ana", "--fail-on-empty").code == 5
    assert terminal("queue", "assign", "b", "ben", "--as", "lead", "--json").json["assigned_to"] == "ben"
    assert terminal("queue", "claim", "b", "--as", "ben", "--json").json["item_id"] == "b"
    assert terminal("queue", "list", "--where", "priority > 1", "--json").json["total"] == 1
    assert terminal("queue", "list", "--where", "prioritx > 1").code == 2
    assert "priority" in terminal("queue", "list", "--where", "prioritx > 1").err


def test_an_empty_queue_is_said_and_can_be_an_exit_code(place: Path, terminal: Terminal) -> None:
    assert terminal("queue", "list").err == "The queue is empty.\n"
    assert terminal("queue", "claim", "--as", "ana", "--json").json["item_id"] is None
    assert terminal("queue", "claim", "--as", "ana", "--fail-on-empty").code == 5


def test_reviews_go_in_and_out_and_in_again(place: Path, terminal: Terminal, lines: Lines, tmp_path: Path) -> None:
    terminal("import", lines("a.jsonl", item("a"), item("b")))
    rows = lines("r.jsonl", review("a"), review("b", verdict="splendid"), review("none"))
    done = terminal("reviews", "import", rows, "--json")
    assert (done.code, done.json["read"], done.json["added"], done.json["rejected"]) == (3, 3, 1, 2)
    assert any("splendid" in reason for reason in done.json["reasons"])
    out = tmp_path / "out.jsonl"
    assert terminal("reviews", "export", out, "--json").json["written"] == 1
    assert terminal("reviews", "import", out, "--json").json == {"read": 1, "added": 0, "rejected": 0, "reasons": {}}
    assert (
        terminal("reviews", "submit", lines("s.jsonl", {"item_id": "b", "verdict": "approve"}), "--as", "ben").code == 0
    )
    assert terminal("reviews", "export", out, "--where", "reviewer == 'ben'", "--json").json["written"] == 1
    row = json.loads(out.read_text())
    assert (row["schema"], row["item_id"], row["reviewer"]) == ("review/1", "b", "ben")


def test_a_map_brings_in_foreign_verdicts(place: Path, terminal: Terminal, lines: Lines, tmp_path: Path) -> None:
    terminal("import", lines("a.jsonl", item("a")))
    (tmp_path / "m.toml").write_text('[fields]\nreviewer = "who"\n[verdicts]\nBad = "reject"\n')
    rows = lines("r.jsonl", {"item_id": "a", "who": "ana", "verdict": "Bad", "extra": 1})
    done = terminal("reviews", "import", rows, "--map", tmp_path / "m.toml", "--json")
    assert done.json["added"] == 1
    assert "'extra'" in done.err


def test_a_disagreement_is_listed_and_resolved(place: Path, terminal: Terminal, lines: Lines, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('[project]\nname = "Review"\noverlap = 2\nmax_reviews = 2\n')
    assert terminal("project", "apply", tmp_path / "p.toml", "--as", "lead").code == 0
    terminal("import", lines("a.jsonl", item("a"), item("b")))
    rows = [review(i, who, verdict) for i in "ab" for who, verdict in (("ana", "approve"), ("ben", "reject"))]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    assert terminal("queue", "list", "--state", "adjudication", "--json").json["total"] == 2
    found = terminal("resolve", "a", "--json").json
    assert (found["resolution"], len(found["reviews"])) == (None, 2)
    submission = found["reviews"][1]["submission_id"]
    settled = terminal("resolve", "a", "--adopt", submission, "--reason", "right", "--as", "lead", "--json").json
    assert settled["resolution"]["verdict"] == "reject"
    (tmp_path / "better.txt").write_bytes("\ufeffTwo years.\r\n".encode())
    terminal("resolve", "b", "--verdict", "revise", "--correction", tmp_path / "better.txt", "--as", "lead")
    decided = terminal("resolve", "b", "--json").json["resolution"]
    assert (decided["verdict"], decided["correction"], decided["decided_by"]) == ("revise", "Two years.\r\n", "lead")
    assert terminal("resolve", "b", "--verdict", "x", "--adopt", "y").code == 2
    assert terminal("resolve", "none", "--json").code == 2


def test_members_are_added_changed_and_removed(place: Path, terminal: Terminal) -> None:
    assert terminal("members", "add", "ana", "--role", "lead", "--as", "lead").code == 0
    assert terminal("members", "role", "ana", "reviewer", "--as", "lead").code == 0
    members = terminal("members", "list", "--json").json["members"]
    assert {member["name"]: member["role"] for member in members} == {"lead": "admin", "ana": "reviewer"}
    refused = terminal("members", "add", "eve", "--as", "ana")
    assert refused.code == 3
    assert "ana is reviewer here" in refused.err
    assert terminal("members", "remove", "ana", "--as", "lead").code == 0


def test_agreement_has_the_shape_of_the_contract(place: Path, terminal: Terminal, lines: Lines) -> None:
    empty = terminal("stats", "agreement", "--json").json
    assert empty["coefficients"]["krippendorff_alpha"]["value"] is None
    assert empty["notes"]
    terminal("import", lines("a.jsonl", *(item(f"i{n}", metadata={"model": f"m{n % 2}"}) for n in range(12))))
    rows = [review(f"i{n}", who, ("approve", "reject")[n % 3 == 0]) for n in range(12) for who in ("ana", "ben")]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    found = terminal("stats", "agreement", "--by", "model", "--seed", 3, "--json").json
    assert set(found) >= {
        "question", "level", "items", "pairable_items", "reviewers", "reviews", "coefficients", "pairs", "notes"
    }  # fmt: skip
    assert (found["items"], found["pairable_items"], found["reviewers"], found["reviews"]) == (12, 12, 2, 24)
    names = {"krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "cohen_kappa", "percent_agreement"}
    assert set(found["coefficients"]) == names
    assert found["coefficients"]["percent_agreement"]["value"] == 1.0
    assert found["pairs"] == [{"a": "ana", "b": "ben", "items": 12, "cohen_kappa": 1.0, "percent_agreement": 1.0}]
    assert set(found["groups"]) == {"m0", "m1"}
    assert terminal("stats", "agreement", "--level", "odd").code == 2
    assert "krippendorff_alpha" in terminal("stats", "agreement").out


def test_a_dataset_is_built_listed_and_verified(place: Path, terminal: Terminal, lines: Lines, tmp_path: Path) -> None:
    terminal("import", lines("a.jsonl", *(item(f"i{n}") for n in range(8))))
    terminal("reviews", "import", lines("r.jsonl", *(review(f"i{n}", verdict="approve") for n in range(8))))
    assert terminal("export", "reviews", "--dry-run", "--json").json["rows"] == 8
    out = tmp_path / "out"
    words = ["export", "reviews", "-o", out, "--format", "jsonl", "--split", "0.5,0.25,0.25", "--seed", 7]
    built = terminal(*words, "--json")
    assert built.code == 0
    assert set(built.json) == {"dataset", "recipe", "rows", "excluded", "sha256"}
    assert (built.json["recipe"], sum(built.json["rows"].values())) == ("reviews", 8)
    assert terminal(*words).code == 3
    assert terminal("datasets", "list", "--json").json["datasets"][0]["sha256"] == built.json["sha256"]
    assert terminal("datasets", "verify", out).code == 0
    (out / "README.md").write_text("changed")
    broken = terminal("datasets", "verify", out, "--json")
    assert (broken.code, broken.json["sound"]) == (3, False)
    assert terminal("export", "reviews", "-o", tmp_path / "x", "--split", "0.9,0.9").code == 2
    assert terminal("export", "reviewz", "-o", tmp_path / "x").code in (2, 3)
    assert "reviews" in terminal("export").out


def test_the_ledger_is_listed_anchored_and_verified(place: Path, terminal: Terminal, tmp_path: Path) -> None:
    log = terminal("audit", "log", "--json").json
    assert log["total"] == len(log["events"]) >= 1
    anchor = terminal("audit", "anchor", "--json").json
    assert terminal("audit", "anchor", "-o", tmp_path / "anchors.jsonl").code == 0
    kept = json.loads((tmp_path / "anchors.jsonl").read_text())
    assert (kept["seq"], kept["hash"]) == (anchor["seq"], anchor["hash"])
    sound = terminal("audit", "verify", "--anchors", tmp_path / "anchors.jsonl", "--json")
    assert (sound.code, sound.json["sound"], sound.json["anchors"]) == (0, True, 1)
    (tmp_path / "forged.jsonl").write_text(json.dumps({**kept, "hash": "0" * 64}) + "\n")
    forged = terminal("audit", "verify", "--anchors", tmp_path / "forged.jsonl", "--json")
    assert (forged.code, forged.json["sound"]) == (3, False)
    (tmp_path / "receipts.jsonl").write_text(json.dumps({"seq": kept["seq"], "hash": kept["hash"]}) + "\n")
    assert terminal("audit", "verify", "--receipts", tmp_path / "receipts.jsonl").code == 0
    (tmp_path / "odd.jsonl").write_text("{}\n")
    assert terminal("audit", "verify", "--anchors", tmp_path / "odd.jsonl").code == 3
    nowhere = terminal("audit", "anchor", "-o", tmp_path / "none" / "anchors.jsonl")
    assert nowhere.code == 4
    assert "No such file" in nowhere.err


def test_the_file_is_checked_backed_up_and_restored(place: Path, terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("db", "info", "--json").json["workspace"] == str(place)
    assert terminal("db", "check", "--json").json == {"sound": True, "problems": []}
    copy, back = tmp_path / "copy.reviewer", tmp_path / "back.reviewer"
    assert terminal("db", "backup", copy, "--json").json == {"backup": str(copy)}
    assert terminal("db", "restore", copy, back).code == 0
    assert terminal("-w", back, "db", "check").code == 0
    assert terminal("db", "restore", copy, place).code == 3
    assert terminal("db", "upgrade", "--json").code == 0
    assert "schema" in terminal("db", "info").out


def test_a_project_is_shown_checked_and_applied(place: Path, terminal: Terminal, tmp_path: Path) -> None:
    shown = terminal("project", "show")
    path = tmp_path / "p.toml"
    path.write_text(shown.out, "utf-8")
    assert terminal("project", "check", path, "--json").json["verdicts"] == ["approve", "revise", "reject"]
    assert terminal("project", "apply", path, "--as", "lead", "--json").json["changed"] is False
    path.write_text(shown.out.replace("overlap = 1\n", "overlap = 3\n"), "utf-8")
    applied = terminal("project", "apply", path, "--as", "lead", "--json").json
    assert (applied["changed"], applied["version"]) == (True, 2)
    assert terminal("project", "show", "--json").json["project"]["overlap"] == 3
    path.write_text('[project]\nname = "x"\n[[verdicts]]\nid = "a"\nkey = "1"\noutcome = "accept"\n'
                    '[[span_labels]]\nid = "b"\nkey = "1"\n')  # fmt: skip
    clash = terminal("project", "check", path)
    assert clash.code == 3
    assert "'a'" in clash.err
    assert "'b'" in clash.err


def test_a_spool_folder_is_pulled(place: Path, terminal: Terminal, lines: Lines, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    (folder / "new").mkdir(parents=True)
    lines("a.jsonl", item("a")).rename(folder / "new" / "a.jsonl")
    assert terminal("pull", folder, "--once", "--json").json["added"] == 1
    assert (folder / "done" / "a.jsonl").is_file()
    assert terminal("pull", folder, "--fail-on-empty").code == 5
    assert terminal("pull", folder, "--once", "--follow").code == 2


def test_a_secret_is_read_from_standard_input_and_never_printed(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("hunter2\n"))
    done = terminal("secret", "set", "langfuse")
    assert done.code == 0
    assert "hunter2" not in done.out + done.err
    assert terminal("secret", "forget", "langfuse").code == 0
    assert terminal("secret", "forget", "langfuse", "--fail-on-empty").code == 5
    assert terminal("secret", "set", "langfuse", "hunter2").code == 2


def test_the_doctor_examines_machine_and_workspace(place: Path, terminal: Terminal) -> None:
    found = terminal("doctor", "--json")
    checks = {check["check"]: check for check in found.json["checks"]}
    assert checks["workspace"]["ok"]
    assert checks["structure and ledger"]["ok"]
    assert checks["Python"]["ok"]
    assert found.code == (0 if found.json["sound"] else 3)
    if os.name == "posix":
        place.chmod(0o644)
        worse = terminal("doctor")
        assert worse.code == 3
        assert f"chmod 600 {place}" in worse.out


def test_foreign_text_cannot_steer_the_terminal(place: Path, terminal: Terminal, lines: Lines) -> None:
    nasty = "\x1b]0;owned\x07\u202egpj.exe\r\n\x9b31mred"
    terminal("import", lines("a.jsonl", item("a", response=nasty, source={"system": nasty})))
    out = terminal("queue", "list").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\x9b" not in out
    assert "U+001B" in out


def test_an_unexpected_error_leaves_a_report_without_any_text_of_the_person(
    place: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, reviewer_home: Path
) -> None:
    def explode(*_: object) -> None:
        raise RuntimeError("the secret text of an item")

    monkeypatch.setattr(Path, "is_file", explode)
    done = terminal("queue", "list")
    monkeypatch.undo()
    assert done.code == 1
    assert "this is a bug" in done.err
    (report,) = (reviewer_home / "state" / "crashes").glob("crash-*.txt")
    assert str(report) in done.err
    text = report.read_text()
    assert "RuntimeError" in text
    assert "secret text" not in text + done.err


def test_an_interrupted_command_ends_with_130_and_nothing_else(
    place: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "is_file", stop)
    done = terminal("queue", "list")
    monkeypatch.undo()
    assert (done.code, done.out, done.err) == (130, "", "")


def test_detectors_are_told_with_intervals_and_reasons(place: Path, terminal: Terminal, lines: Lines) -> None:
    assert terminal("stats", "detectors", "--json").json == {"detectors": [], "judges": []}
    assert terminal("stats", "detectors", "--fail-on-empty").code == 5
    terminal("import", lines("a.jsonl", *(item(f"i{n}") for n in range(12))))
    rows = [
        review(f"i{n}", "ana", hits=[{"hit": "h1", "judgement": "confirmed" if n % 3 else "false_alarm"}])
        for n in range(12)
    ]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    found = terminal("stats", "detectors", "--json").json["detectors"][0]
    assert (found["policy"], found["detector"], found["threshold"]) == ("support:grounding", "lens", 0.5)
    assert (found["precision"]["hits"], found["precision"]["items"]) == (8, 12)
    assert found["precision"]["low"] < found["precision"]["value"] == pytest.approx(2 / 3)
    assert found["recall"]["value"] is None
    assert found["recall"]["note"]
    told = terminal("stats", "detectors").out
    assert "n=12" in told
    assert "Recall is undefined: no item was judged with its hits hidden" in told


def test_another_threshold_is_asked_about_by_policy_and_detector(place: Path, terminal: Terminal, lines: Lines) -> None:
    hits = [{"id": "h1", "policy": "p", "detector": "d", "score": 0.5 + n / 50, "threshold": 0.5} for n in range(20)]
    terminal("import", lines("a.jsonl", *(item(f"i{n}", policy_hits=[hits[n]]) for n in range(20))))
    rows = [
        review(f"i{n}", "ana", hits=[{"hit": "h1", "judgement": "confirmed" if n > 9 else "false_alarm"}])
        for n in range(20)
    ]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    found = terminal("stats", "detectors", "--what-if", "p,d", "--outputs-per-day", 500, "--json").json
    assert found["suggested"]["threshold"] == pytest.approx(0.7)
    assert found["thresholds"][0]["recall"]["value"] == 1.0
    assert found["thresholds"][0]["reviews_per_day"]["value"] == 500
    assert (
        "Suggested, where a miss is worth one false alarm: 0.700"
        in terminal("stats", "detectors", "--what-if", "p,d").out
    )
    assert terminal("stats", "detectors", "--what-if", "p").code == 2
    unknown = terminal("stats", "detectors", "--what-if", "p,nobody")
    assert unknown.code == 2
    assert "nobody" in unknown.err


def test_scorecards_stand_under_pseudonyms_unless_names_are_asked_for(
    place: Path, terminal: Terminal, lines: Lines
) -> None:
    assert terminal("stats", "reviewers", "--fail-on-empty").code == 5
    terminal("import", lines("a.jsonl", *(item(f"i{n}", gold={"verdict": "reject"}) for n in range(4))))
    rows = [review(f"i{n}", who, "reject" if n else "approve") for n in range(4) for who in ("ana", "ben")]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    hidden = terminal("stats", "reviewers", "--json").json["reviewers"]
    assert {card["reviewer"][:9] for card in hidden} == {"reviewer-"}
    named = terminal("stats", "reviewers", "--names", "--json").json["reviewers"]
    assert [card["reviewer"] for card in named] == ["ana", "ben"]
    assert (named[0]["gold"]["hits"], named[0]["gold"]["items"], named[0]["agreement"]["value"]) == (3, 4, 1.0)
    assert terminal("stats", "reviewers", "--as", "ana", "--json").json["reviewers"][0]["reviewer"] == "ana"
    one = terminal("stats", "reviewers", "--reviewer", "ben").out
    assert "The pace is undefined" in one
    assert "ana" not in one


def test_groups_weeks_queue_and_spans_answer_in_words_and_in_json(
    place: Path, terminal: Terminal, lines: Lines
) -> None:
    assert terminal("stats", "slices", "--by", "language", "--fail-on-empty").code == 5
    assert terminal("stats", "spans", "--fail-on-empty").code == 5
    terminal("import", lines("a.jsonl", *(item(f"i{n}", metadata={"language": "en"}) for n in range(12))))
    rows = [review(f"i{n}", who, "reject" if n % 3 else "approve") for n in range(12) for who in ("ana", "ben")]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    english = terminal("stats", "slices", "--by", "language", "--json").json["groups"][0]
    assert (english["group"], english["rate"]["hits"], english["rate"]["items"]) == ("en", 8, 12)
    assert "no other group to compare with" in terminal("stats", "slices", "--by", "language").out
    assert terminal("stats", "slices", "--by", "nothing").code == 2
    drifted = terminal("stats", "drift", "--json").json
    assert {one["name"] for one in drifted["comparisons"]} >= {"verdicts", "active seconds"}
    assert drifted["change"]["note"].startswith("undefined: ")
    assert "at least 20 are needed" in str(drifted["comparisons"])
    assert "WHAT" in terminal("stats", "drift").out
    waits = terminal("stats", "queue", "--json").json
    assert (waits["waiting_items"], waits["overdue_items"]) == (0, 0)
    assert "the forecast is undefined" in terminal("stats", "queue", "--people", 2).out
    spans = terminal("stats", "spans", "--json").json["labels"][0]
    assert (spans["label"], spans["characters"]["value"]) == (None, None)
    assert any("nobody marked anything" in note for note in spans["notes"])


def test_the_report_is_one_file_or_standard_output(place: Path, terminal: Terminal, lines: Lines) -> None:
    terminal("import", lines("a.jsonl", *(item(f"i{n}") for n in range(3))))
    told = terminal("stats", "report", "-o", place.parent / "report.html", "--json").json
    page = (place.parent / "report.html").read_bytes()
    assert told == {"report": str(place.parent / "report.html"), "bytes": len(page)}
    assert terminal("stats", "report", "-o", "-").out.encode().startswith(page[:200])
    missing = terminal("stats", "report", "-o", place.parent / "no" / "report.html")
    assert missing.code == 2
    assert "report.html cannot be written, as there is no folder" in missing.err


def test_the_consensus_lists_the_worst_disagreement_first(place: Path, terminal: Terminal, lines: Lines) -> None:
    assert terminal("stats", "consensus", "--fail-on-empty").code == 5
    terminal("import", lines("a.jsonl", *(item(f"i{n}") for n in range(4))))
    rows = [
        review(f"i{n}", who, "reject" if (n == 3 and who == "ana") else "approve")
        for n in range(4)
        for who in ("ana", "ben")
    ]
    terminal("reviews", "import", lines("r.jsonl", *rows))
    found = terminal("stats", "consensus", "--json").json
    assert (found["items"][0]["item_id"], found["items"][0]["entropy"], found["items"][0]["majority"]) == (
        "i3",
        1.0,
        None,
    )
    assert "3 more items" in terminal("stats", "consensus", "--limit", 1).out
