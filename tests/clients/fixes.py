"""Puts fixes in as a program would that knows complint by its output alone: the edits of JSON by
their bytes, those of SARIF by line and column. Both name the same bytes, and put in round by round
they give what `--fix` writes, and what `git apply` and `patch` make of `--diff`.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote

COMPLINT, WORK = Path(sys.argv[1]), Path(sys.argv[2])
CALL = [COMPLINT, "check", "--as-of", "2026-06-30"]
ROUNDS = 200


def fail(folder, what):
    sys.exit(f"fixes, {folder.name}: {what}")


def tree(folder):
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def run(folder, *args):
    done = subprocess.run([*CALL, *args], cwd=folder, capture_output=True, check=False)
    if done.returncode > 2:
        fail(folder, done.stderr.decode())
    return done


def byte(data, line, column):
    """The byte at a line and a column of UTF-16 units, both from 1."""
    lines = data.split(b"\n")
    at = sum(len(it) + 1 for it in lines[: line - 1])
    text = data[at:].decode()
    if line == 1 and text.startswith("\ufeff"):
        at, text = at + 3, text[1:]
    return at + len(text.encode("utf-16-le")[: 2 * (column - 1)].decode("utf-16-le").encode())


def from_json(folder):
    document = json.loads(run(folder, "--output-format", "json").stdout)
    for finding in (it for programme in document["programmes"] for it in programme["findings"]):
        edits = (finding["fix"] or {"edits": []})["edits"]
        yield finding["suppressed"] is None, [
            (it["path"], it["start"]["offset"], it["end"]["offset"], it["text"].encode()) for it in edits
        ]


def from_sarif(folder, files):
    document = json.loads(run(folder, "--output-format", "sarif").stdout)
    for result in document["runs"][0]["results"]:
        edits = []
        for change in (it for fix in result.get("fixes", []) for it in fix["artifactChanges"]):
            path = unquote(change["artifactLocation"]["uri"])
            for it in change["replacements"]:
                region, data = it["deletedRegion"], files[path]
                start = byte(data, region["startLine"], region["startColumn"])
                end = byte(data, region["endLine"], region["endColumn"])
                edits.append((path, start, end, it["insertedContent"]["text"].encode()))
        yield not result.get("suppressions"), edits


def put_in(files, edits):
    files = dict(files)
    for path, start, end, text in sorted(edits, key=lambda it: it[1], reverse=True):
        files[path] = files[path][:start] + text + files[path][end:]
    return files


def overlap(one, other):
    return one[0] == other[0] and (one[1] == other[1] or one[1] < other[2] and other[1] < one[2])


def readable(data):
    try:
        tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return True


def round_of(folder, files):
    """The files after one round, and whether anything was to be done."""
    told = list(from_json(folder))
    if sorted(it for _, edits in told for it in edits) != sorted(
        it for _, edits in from_sarif(folder, files) for it in edits
    ):
        fail(folder, "the edits in SARIF are not those in JSON")
    taken = []
    for active, edits in told:
        paths = {it[0] for it in edits}
        if not active or any(b"\xff" in files[path] for path in paths):
            continue
        if any(overlap(one, other) for one in edits for other in taken):
            continue
        new = put_in(files, taken + edits)
        toml = (path for path in paths if path.endswith(".toml"))
        # Two names that are mended to one, say: a file that could be read stays readable.
        if all(readable(new[path]) or not readable(files[path]) for path in toml):
            taken += edits
    return put_in(files, taken), bool(taken)


def write(folder, files):
    for path, data in files.items():
        (folder / path).write_bytes(data)


def by_rounds(folder):
    for _ in range(ROUNDS):
        files = tree(folder)
        new, changed = round_of(folder, files)
        if not changed:
            return files
        write(folder, new)
    fail(folder, f"after {ROUNDS} rounds there still are fixes")


def copies(source, name):
    folder = WORK / "fixes" / name
    for way in ("rounds", "written", "git", "patch"):
        shutil.copytree(source, folder / way)
        # So that paths count from here.
        subprocess.run(["git", "init", "--quiet", folder / way], check=True)
    return folder


def compare(source, name):
    folder = copies(source, name)
    before = tree(folder / "written")
    patch = run(folder / "git", "--diff", "--unsafe-fixes")
    if tree(folder / "git") != before:
        fail(folder, "--diff writes")
    run(folder / "written", "--fix", "--unsafe-fixes")
    written = tree(folder / "written")
    if patch.returncode != 2 and patch.returncode != int(written != before):
        fail(folder, f"--diff exits with {patch.returncode}")
    for way, tool in (("git", ["git", "apply", "--allow-empty"]), ("patch", ["patch", "-p1", "--batch", "--silent"])):
        done = subprocess.run(tool, cwd=folder / way, input=patch.stdout, capture_output=True, check=False)
        if done.returncode:
            fail(folder, f"{tool} refuses the difference: {done.stderr.decode()}")
        if tree(folder / way) != written:
            fail(folder, f"{tool} makes another text of the difference")
    if by_rounds(folder / "rounds") != written:
        fail(folder, "the edits in JSON make another text than --fix")
    if run(folder / "written", "--diff", "--unsafe-fixes").stdout:
        fail(folder, "--fix is not done after one run")
    return written != before


def cases():
    """The cases that the tests try fixes on, each in three ways to write a file."""
    text = Path("tests/fixes/cases.toml").read_text(encoding="utf-8")
    ways = {
        "plain": lambda text: text,
        "windows": lambda text: text.replace("\n", "\r\n"),
        "mark": lambda text: "\ufeff" + text,
    }
    for number, case in enumerate(tomllib.loads(text)["case"]):
        for way, vary in ways.items():
            folder = WORK / "cases" / f"{number}-{way}"
            for path, content in {"complint.toml": "[frameworks.iso27001]\n", **case["files"]}.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(vary(content).encode())
            yield folder


mended = compare(Path("examples/northwind-broken"), "broken")
mended += sum(compare(folder, folder.name) for folder in cases())
if compare(Path("examples/northwind"), "northwind"):
    sys.exit("fixes: something is mended in the healthy company")
if mended < 30:
    sys.exit(f"fixes: only {mended} programmes have anything to mend")
