"""Types a line into a zsh on a terminal of its own, asks what completes it, and prints the answer."""

import os
import pty
import select
import sys

folder, line, wanted = sys.argv[1], sys.argv[2], sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.environ.update(TERM="dumb", COLUMNS="200", LINES="500")
    os.execvp("zsh", ["zsh", "-f", "-i"])


def read_until(words, seconds=20):
    """What the shell shows, until all the words are there or nothing comes for a while."""
    text = ""
    while not all(word in text for word in words):
        if not select.select([terminal], [], [], seconds)[0]:
            break
        text += os.read(terminal, 65536).decode(errors="replace")
    return text


setup = f"fpath=({folder} $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=9999; stty columns 200 rows 500"
setup += "; PROMPT=RE''ADY"
os.write(terminal, f"{setup}\n".encode())
# What is typed before the line editor shows its prompt would not be its to complete.
read_until(["READY"])
# Control-D lists what completes a line that is not empty.
os.write(terminal, f"{line}\x04".encode())
shown = read_until(wanted)
# All of it: what must not be there may come last.
shown += read_until(["\0"], seconds=1)
print(shown.replace("\r", ""))
os.kill(child, 9)
