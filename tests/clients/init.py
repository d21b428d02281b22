"""`complint init` as a person meets it: the dialogue, in a terminal, and what an editor completes in the
files that it wrote, by Tombi's language server.
"""

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

COMPLINT, TOMBI, WORK = sys.argv[1], sys.argv[2], Path(sys.argv[3])
# By folder and, where there is none, by the first line.
COMPLETED = [
    ("controls/new.toml", '[[control]]\nid = "x"\ntitle = "X"\nfreq', "", "frequency"),
    ("controls/new.toml", '[[control]]\nid = "x"\ntitle = "X"\nstatus = ', "", '"planned"'),
    ("controls/new.toml", '[[control]]\nid = "x"\ntitle = "X"\nsatisfies.soc2 = ["', '"]', '"CC6.1"'),
    ("complint.toml", '[frameworks.soc2]\ncateg', "", "categories"),
    ("own/new.toml", '#:schema ../.schemas/records.json\n[[control]]\nid = "x"\nown', "", "owner"),
]


def typed(folder, text):
    """What a terminal shows, and the exit code, where `complint init` is called and a text typed."""
    folder.mkdir()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execv(COMPLINT, [COMPLINT, "init"])
    os.write(terminal, text.encode())
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux says so at the end
            break
        if not part:
            break
        shown += part
    return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dialogue():
    shown, code = typed(WORK / "typed", "soc3\n\niso27001, soc2\n")
    assert code == 0, shown
    assert "Which frameworks do you promise to meet?" in shown, shown
    assert "No framework is called `soc3`: did you mean `soc2`?" in shown, shown
    assert "At least one." in shown, shown
    manifest = (WORK / "typed/complint.toml").read_text(encoding="utf-8")
    assert "[frameworks.iso27001]" in manifest and "[frameworks.soc2]" in manifest, manifest
    # Ctrl-D is no answer.
    shown, code = typed(WORK / "closed", "\x04")
    assert code == 2 and "nothing was written" in shown, shown
    assert not list((WORK / "closed").iterdir())


class Server:
    """Tombi, as an editor runs it."""

    def __init__(self, root):
        self.number = 0
        self.process = subprocess.Popen(
            [TOMBI, "lsp", "--offline"], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        uri = root.as_uri()
        folders = [{"uri": uri, "name": "programme"}]
        self.ask("initialize", {"processId": None, "rootUri": uri, "workspaceFolders": folders, "capabilities": {}})
        self.send({"method": "initialized", "params": {}})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server ended"
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})
            elif message.get("id") == self.number:
                return message["result"]

    def completed(self, path, before, behind, label):
        """Whether it comes within ten seconds: the server answers before it has read the schemas."""
        document = {"uri": path.as_uri()}
        text = {"languageId": "toml", "version": 1, "text": before + behind}
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": document | text}})
        lines = before.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        for _ in range(40):
            answer = self.ask("textDocument/completion", {"textDocument": document, "position": place}) or []
            items = answer["items"] if isinstance(answer, dict) else answer
            if label in (item["label"] for item in items):
                break
            time.sleep(0.25)
        else:
            sys.exit(f"{path}: {label} is not completed behind {before!r}")
        self.send({"method": "textDocument/didClose", "params": {"textDocument": document}})


def completion(root):
    server = Server(root)
    for path, before, behind, label in COMPLETED:
        path = root / path
        path.parent.mkdir(exist_ok=True)
        path.touch()
        server.completed(path, before, behind, label)
    server.process.kill()


dialogue()
completion((WORK / "typed").resolve())
