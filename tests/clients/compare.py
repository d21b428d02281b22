"""Every format tells of the same findings, and what its consumer reads is what was meant."""

import json
import re
import sys
from pathlib import Path

from junitparser import JUnitXml
from sarif import loader

folder = Path(sys.argv[1])

def read(name):
    return (folder / name).read_text(encoding="utf-8")


document = json.loads(read("findings.json"))
findings = [finding for it in document["programmes"] for finding in it["findings"]]
active = [finding for finding in findings if finding["suppressed"] is None]
levels = {level: sum(it["level"] == level for it in active) for level in ("error", "warning", "note")}


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{folder.name}: {what}: {found!r} is not {expected!r}")


# JSON lines: the same objects, one a line.
lines = [json.loads(line) for line in read("findings.jsonl").splitlines()]
check("programmes", sum(it["type"] == "programme" for it in lines), len(document["programmes"]))
streamed = [it for it in lines if it["type"] == "finding"]
for line in streamed:
    del line["type"], line["root"]
check("json-lines", streamed, findings)

# SARIF, as a consumer reads it.
run = json.loads(read("findings.sarif"))["runs"][0]
check("results", len(run["results"]), len(findings))
suppressed = sum("suppressions" in result for result in run["results"])
check("suppressions", suppressed, len(findings) - len(active))
records = loader.load_sarif_file(str(folder / "findings.sarif")).get_records()
check("sarif-tools", len(records), len(findings))
prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
check("fingerprints", len(set(prints)), len(prints))
for result, finding in zip(run["results"], findings):
    check("rule", run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"], finding["rule"])
    region = result["locations"][0]["physicalLocation"]["region"]
    check("line", region["startLine"], finding["start"]["line"])
    snippet = region.get("snippet", {}).get("text", "")
    if "\n" not in snippet:
        units = len(snippet.encode("utf-16-le")) // 2
        check("width", region["endColumn"] - region["startColumn"], units)

# What the multitool objects to. Its notes are advice, such as ids like CA1000 for rules.
report = json.loads(read("validated.sarif"))["runs"][0]
objections = [
    f"{it['ruleId']}: {it['message']}"
    for it in report.get("results", [])
    if it.get("level", "warning") in ("error", "warning")
]
check("the multitool", objections, [])

# JUnit: errors and warnings fail, the rest is skipped.
suites = list(JUnitXml.fromfile(str(folder / "junit.xml")))
check("failures", sum(suite.failures for suite in suites), levels["error"] + levels["warning"])
skipped = len(findings) - levels["error"] - levels["warning"]
check("skipped", sum(suite.skipped for suite in suites), skipped)
cases = [case for suite in suites for case in suite]
check("tests", sum(suite.tests for suite in suites), len(cases))
results = [result for case in cases for result in case.result]
check("messages", sum(not it.message for it in results), 0)

# GitLab: paths from the root of the repository, and no entry twice.
entries = json.loads(read("gitlab.json"))
check("gitlab", len(entries), len(active))
check("gitlab fingerprints", len({it["fingerprint"] for it in entries}), len(entries))
for entry in entries:
    check("severity", entry["severity"] in ("info", "minor", "major", "critical", "blocker"), True)
    check("path", bool(re.match(r"\.?/|\.\.", entry["location"]["path"])), False)
    check("begin", entry["location"]["lines"]["begin"] >= 1, True)

# GitHub: one command a finding, errors first, and no other command.
commands = [line for line in read("github.txt").splitlines() if "::" in line or "##[" in line]
shape = re.compile(r"::(error|warning|notice) title=[a-z0-9-]+,file=[^,:]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?::")
check("annotations", len(commands), len(active))
for command in commands:
    check(command, bool(shape.match(command)), True)
words = [shape.match(command)[1] for command in commands]
order = ["error"] * levels["error"] + ["warning"] * levels["warning"] + ["notice"] * levels["note"]
check("order", words, order)

# Nothing of a file acts on a terminal, and a comment fits.
for name in ("github.txt", "comment.md", "junit.xml", "gitlab.json"):
    unseen = re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", read(name))
    check(f"unseen characters in {name}", unseen, [])
comment = read("comment.md")
check("the length of the comment", len(comment) < 65_536, True)
outside = re.sub(r"`[^`\n]*`", "", re.sub(r"<!-- -->", "\0", comment))
check("mentions", re.findall(r"@(?!\0)\w", outside), [])
check("elements", re.findall(r"(?<!\\)<\w", outside), [])
