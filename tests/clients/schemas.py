"""Writes the files of all examples in rule files, each with the schema that an editor would use: what
complint accepts into `accepted`, what the rules find that a schema can speak for into `rejected`.
"""

import fnmatch
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema_rs
from jsonschema import Draft7Validator, FormatChecker

COMPLINT, WORK = Path(sys.argv[1]), Path(sys.argv[2])
SPEAKS_FOR = {"unknown-kind", "unknown-key", "wrong-type", "invalid-value", "unknown-requirement"}
# What a schema cannot say: whether a pattern of files is one.
SAYS_NOT = {
    ("invalid-value", "an address and a pattern", "complint.toml"),
}
MARK = re.compile(r"\s*(\^+|-+)( \[(?P<rule>[a-z-]+)\])?( .*)?$")


def plain(text):
    """The text without its marks, and the rules that find something in it; None is the example's own."""
    lines, rules = [], set()
    for line in text.splitlines(keepends=True):
        mark = MARK.match(line.rstrip("\n"))
        if mark is None:
            lines.append(line)
        elif mark[1][0] == "^":
            rules.add(mark["rule"])
    return "".join(lines), rules


def matches(path, patterns):
    return any(fnmatch.fnmatch(path, pattern.replace("**/", "*")) for pattern in patterns)


def as_json(text):
    """As programs see it that read TOML as JSON; none where it is not even TOML."""
    try:
        return json.loads(json.dumps(tomllib.loads(text), default=lambda day: day.isoformat()))
    except tomllib.TOMLDecodeError:
        return None


class Example:
    def __init__(self, rule, stage, number, data):
        self.rule, self.stage, self.name = rule, stage, data["name"]
        self.folder = f"{rule}-{number}"
        files = data.get("files") or {"records.toml": data["text"]}
        read = {path: plain(text) for path, text in files.items() if path.endswith(".toml")}
        self.files = {path: text for path, (text, _) in read.items()}
        self.found = {path: {it or rule for it in rules} for path, (_, rules) in read.items()}
        manifest = as_json(self.files.get("complint.toml", "")) or {}
        own = manifest.get("extend", {})
        tables = [it for it in manifest.get("frameworks", {}).values() if isinstance(it, dict)]
        catalogs = [table["catalog"] for table in tables if "catalog" in table]
        excluded = manifest.get("files", {}).get("exclude", [])
        self.apart = [*own.get("rules", []), *own.get("kinds", []), *catalogs, *excluded]
        self.included = manifest.get("files", {}).get("include", ["*"])
        self.own = bool(own or catalogs)

    def records(self):
        """What has a schema: `complint.toml`, and files of records."""
        for path, text in self.files.items():
            if path == "complint.toml":
                yield path, text
            elif not matches(path, self.apart) and matches(path, self.included):
                yield path, text

    def schemas(self, home):
        """The schemas of the programme itself, where it has something of its own. Programmes with the same settings
        share them: to read one takes long."""
        if not self.own and self.rule not in SPEAKS_FOR:
            return {}
        settings = {path: text for path, text in self.files.items()
                    if path == "complint.toml" or matches(path, self.apart)}
        settings = tuple(sorted(settings.items()))
        if settings not in written:
            written[settings] = self.write_schemas(home)
        return written[settings]

    def write_schemas(self, home):
        """What `complint schema` prints in a folder that holds the programme."""
        for path, text in self.files.items():
            target = home / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        (home / "complint.toml").touch()
        (home / "any.toml").touch()
        own = {}
        for file, name in (("records.json", []), ("config.json", ["config", str(home)])):
            call = [COMPLINT, "schema", *name]
            done = subprocess.run(call, cwd=home, capture_output=True, text=True, check=True)
            own[file] = home / file
            own[file].write_text(done.stdout, encoding="utf-8")
        return own


written = {}


def examples():
    for file in sorted(Path("rules").glob("*/*.toml")):
        rule = tomllib.loads(file.read_text(encoding="utf-8"))
        for number, data in enumerate(rule.get("example", [])):
            yield Example(file.stem, rule.get("stage"), number, data)


validators = {}


def objections(schema, document):
    if schema not in validators:
        data = json.loads(schema.read_text(encoding="utf-8"))
        # As `Draft7Validator.check_schema`, which takes much longer.
        jsonschema_rs.meta.validate(data)
        validators[schema] = Draft7Validator(data, format_checker=FormatChecker())
    return [error.message for error in validators[schema].iter_errors(document)]


def put(kind, example, path, schema, text, number):
    target = WORK / kind / f"{example.folder}-{number}-{Path(path).stem}.toml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"#:schema {schema.resolve()}\n{text}", encoding="utf-8")


IN_STAGE = {file.stem for file in Path("rules").glob("*/*.toml")
            if tomllib.loads(file.read_text(encoding="utf-8")).get("stage") in ("kind", "document")}
problems, counts = [], {"accepted": 0, "rejected": 0}
for example in examples():
    own = example.schemas(WORK / "programmes" / example.folder)
    for path, text in example.records():
        name = "config.json" if path == "complint.toml" else "records.json"
        shipped = Path("schemas") / name
        document = as_json(text)
        place = f"{example.rule}, {example.name!r}, {path}"
        found = example.found[path]
        if not found & IN_STAGE:
            if document is None:
                continue
            schemas = [own[name]] if name in own else []
            schemas += [] if example.own else [shipped]
            for number, schema in enumerate(schemas):
                problems += [f"{place}: {schema} rejects: {it[:200]}" for it in objections(schema, document)]
                put("accepted", example, path, schema, text, number)
                counts["accepted"] += 1
        elif example.rule in SPEAKS_FOR and example.rule in found:
            silent = (example.rule, example.name, path) in SAYS_NOT
            schema = own.get(name, shipped)
            # What is not even TOML any program rejects.
            says = document is None or bool(objections(schema, document))
            if says == silent:
                problems.append(f"{place}: {schema} {'rejects' if says else 'accepts'} it")
            if not silent:
                put("rejected", example, path, schema, text, 0)
                counts["rejected"] += 1
if problems:
    sys.exit("\n".join(problems))
if min(counts.values()) < 40:
    sys.exit(f"too few examples to mean anything: {counts}")
