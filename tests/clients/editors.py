"""Asks the language servers of tombi and taplo what an editor would: what can stand here, and what
does this mean. Both get files that name their schema on the first line, and files that the settings
of the editor name by a pattern. What is expected is written here by hand.

Arguments: the folder of a programme with schemas and settings, `tombi`, and the folder that npm
installed `@taplo/lsp` into.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
SERVERS = {
    "tombi": [str(Path(sys.argv[2]).absolute()), "lsp", "--offline"],
    "taplo": ["node", str(Path(__file__).absolute().with_name("taplo-lsp.cjs")), str(Path(sys.argv[3]).absolute())],
}
PATIENCE = 60
TRIES = 30


class Server:
    """A language server on standard input and output."""

    def __init__(self, name):
        self.name, self.number, self.messages = name, 0, queue.Queue()
        self.process = subprocess.Popen(
            SERVERS[name], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        threading.Thread(target=self.listen, daemon=True).start()
        text = {"completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]}}
        self.ask("initialize", {
            "processId": os.getpid(),
            "rootUri": ROOT.as_uri(),
            "workspaceFolders": [{"uri": ROOT.as_uri(), "name": "programme"}],
            "capabilities": {"textDocument": text, "workspace": {"configuration": True, "workspaceFolders": True}},
        })
        self.tell("initialized", {})

    def listen(self):
        while True:
            length = None
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if length is None:
                self.messages.put(None)
                return
            body = self.process.stdout.read(length)
            # Whoever is ended in the middle of a message has nothing more to say.
            self.messages.put(json.loads(body) if len(body) == length else None)

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        while True:
            try:
                message = self.messages.get(timeout=PATIENCE)
            except queue.Empty:
                message = None
            if message is None:
                sys.exit(f"{self.name} does not answer {method}")
            if "method" not in message and message.get("id") == number:
                return message.get("result")
            if "method" in message and "id" in message:
                # Settings of the editor: there are none.
                items = (message.get("params") or {}).get("items", [])
                own = {} if self.name == "taplo" else None
                result = [own for _ in items] if message["method"] == "workspace/configuration" else None
                self.send({"id": message["id"], "result": result})

    def at_cursor(self, method, path, text, read, fault):
        """The first answer that is right, or the last one: servers look at a text in their own time."""
        before, after = text.split("|")
        place = ROOT / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(before + after, encoding="utf-8")
        document = {"uri": place.as_uri(), "languageId": "toml", "version": 1, "text": before + after}
        self.tell("textDocument/didOpen", {"textDocument": document})
        position = {"line": before.count("\n"), "character": len(before.rsplit("\n", 1)[-1])}
        for _ in range(TRIES):
            time.sleep(0.1)
            wrong = fault(read(self.ask(method, {"textDocument": {"uri": place.as_uri()}, "position": position})))
            if not wrong:
                break
        self.tell("textDocument/didClose", {"textDocument": {"uri": place.as_uri()}})
        place.unlink()
        return wrong


def completions(answer):
    """What can stand at the cursor, and what is said of it."""
    items = answer["items"] if isinstance(answer, dict) else answer or []
    said = [it.get("documentation") or "" for it in items]
    return {it["label"]: text["value"] if isinstance(text, dict) else text for it, text in zip(items, said)}


def shown(answer):
    return answer["contents"]["value"].strip() if answer else ""


problems, asked = [], 0


def question(server, method, path, text, read, fault):
    global asked
    asked += 1
    wrong = server.at_cursor(f"textDocument/{method}", path, text, read, fault)
    if wrong:
        problems.append(f"{server.name}, {path}, at {text!r}: {wrong}")


def proposes(server, path, text, expected, only=False):
    """The expected words are proposed, each with what is said of it."""

    def fault(found):
        missing = [word for word, said in expected.items() if said not in found.get(word, "\0")]
        more = [word for word in found if word not in expected] if only else []
        if missing or more:
            return f"{missing} not proposed as expected, {more} too many, of {list(found)[:8]}"

    question(server, "completion", path, text, completions, fault)


def says(server, path, text, expected, never="\0"):
    def fault(found):
        if expected not in found or never in found:
            return f"says {found[:200]!r}"

    question(server, "hover", path, text, shown, fault)


OWNER = "The role that is answerable for this"
STATUS = {f'"{word}"': "How far the control is in operation" for word in ("planned", "partial", "implemented", "retired")}
IDS = {'"A.5.1"': "Policies for information security", '"A.8.13"': "Information backup"}
CONTROL = '[[control]]\nid = "a"\ntitle = "A"\n'


def records(server, path, head):
    """A file of records: `head` is its first line."""
    proposes(server, path, head + "[[|]]\n", {
        "control": "What the company does to meet a requirement",
        "soa": "One decision of the Statement of Applicability",
    })
    proposes(server, path, head + CONTROL + "|\n", {"owner": OWNER, "status": "How far", "satisfies": ""})
    proposes(server, path, head + CONTROL + "ow|\n", {"owner": OWNER})
    proposes(server, path, head + CONTROL + 'status = "|"\n', STATUS, only=True)
    proposes(server, path, head + CONTROL + 'satisfies.iso27001 = ["|"]\n', IDS)
    proposes(server, path, head + CONTROL + "[control.satisfies]\niso27001 = [|]\n", IDS)
    proposes(server, path, head + '[[soa]]\nrequirement = "|"\n', IDS)
    title = ("Policies for information security", "Information backup")
    says(server, path, head + CONTROL + 'satisfies.iso27001 = ["A.5|.1"]\n', *title)
    says(server, path, head + CONTROL + '[control.satisfies]\niso27001 = ["A.8.13", "A.5|.1"]\n', *title)
    says(server, path, head + '[[soa]]\nrequirement = "A.5|.1"\napplicable = true\n', *title)
    says(server, path, head + CONTROL + 'ow|ner = "ciso"\n', OWNER)
    # Not only in the first record of a file.
    says(server, path, head + CONTROL + CONTROL.replace('"a"', '"b"') + 'ow|ner = "ciso"\n', OWNER)
    says(server, path, head + '[[con|trol]]\nid = "a"\n', "What the company does to meet a requirement")


def config(server):
    path = "complint.toml"
    kept = (ROOT / path).read_bytes()
    proposes(server, path, "[frameworks.iso27001]\n|\n", {"edition": "", "not_relevant": ""})
    proposes(server, path, "[frameworks.|]\n", {"iso27001" if server.name == "tombi" else "frameworks.iso27001": ""})
    # Taplo says nothing of a key that takes a word or a table.
    meaning = "older than the interval" if server.name == "tombi" else ""
    proposes(server, path, "[rules]\nstale-re|\n", {"stale-review": meaning})
    proposes(server, path, '[rules]\nstale-review = "|"\n', {'"error"': "", '"off"': ""})
    says(server, path, '[rules]\nstale-re|view = "note"\n', "older than the interval")
    says(server, path, '[frameworks.iso27001]\nedi|tion = "2022"\n', "edition")
    (ROOT / path).write_bytes(kept)


for name in SERVERS:
    server = Server(name)
    records(server, "elsewhere/named.toml", "#:schema ../.schemas/records.json\n")
    records(server, "isms/matched.toml", "")
    config(server)
    server.process.kill()
if problems:
    sys.exit("\n".join(problems))
if asked != 2 * (2 * 13 + 6):
    sys.exit(f"only {asked} questions asked")
