"""Runs a command in a pseudo-terminal and prints, a JSON line each, what came out of it and when.

    pty-relay.py COLUMNS ROWS UNTIL COMMAND...

UNTIL is a JSON array of texts: when all have come, one after the other, the command is killed.
Times are in milliseconds since just before the command was started.
"""
import base64
import fcntl
import json
import os
import pty
import signal
import struct
import sys
import termios
import time

columns, rows, until = int(sys.argv[1]), int(sys.argv[2]), [text.encode() for text in json.loads(sys.argv[3])]
start = time.monotonic_ns()
process, terminal = pty.fork()
if process == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(sys.argv[4], sys.argv[4:])

seen, wanted = b"", list(until)
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:  # The command has ended.
        break
    if not data:
        break
    at = (time.monotonic_ns() - start) / 1e6
    sys.stdout.write(json.dumps({"at": at, "data": base64.b64encode(data).decode()}) + "\n")
    sys.stdout.flush()
    if not until:
        continue
    seen += data
    while wanted and wanted[0] in seen:
        seen = seen.split(wanted.pop(0), 1)[1]
    if not wanted:
        os.kill(process, signal.SIGKILL)
        break
os.waitpid(process, 0)
