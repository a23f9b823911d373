"""Clients that claim and submit, in a process of their own: `python -m workers.bench.site.load < plan.json`.

Standard library and bare sockets only, so that the clients take little of the processor they share with the server.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from random import random
from typing import Any
from uuid import uuid4


class Client:
    """One kept connection. Remembers how long each kind of request took, and which statuses came back."""

    def __init__(self, port: int, token: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fields = {"Host": "127.0.0.1", "Authorization": f"Token {token}", "Content-Type": "application/json"}
        self.head = "HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.left = b""
        self.took: dict[str, list[float]] = {}
        self.statuses: Counter[int] = Counter()

    def ask(self, what: str, method: str, path: str, body: Any = None, headers: str = "") -> Any:
        payload = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} {self.head}{headers}Content-Length: {len(payload)}\r\n\r\n"
        began = time.perf_counter()
        self.socket.sendall(head.encode() + payload)
        status, answer = self._read()
        self.took.setdefault(what, []).append(time.perf_counter() - began)
        self.statuses[status] += 1
        return json.loads(answer) if answer and status < 300 else None

    def _read(self) -> tuple[int, bytes]:
        data = self.left
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        whole = end + 4 + length
        while len(data) < whole:
            data += self._more()
        self.left = data[whole:]
        return int(head[9:12]), data[end + 4 : whole]

    def _more(self) -> bytes:
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece


def claim_and_submit(client: Client, plan: dict[str, Any], until: float) -> int:
    """Label one task after the other; returns how many. With `pause`, one every so many seconds."""
    done, due = 0, time.perf_counter() + random() * plan.get("pause", 0)
    while time.perf_counter() < until:
        time.sleep(max(0, due - time.perf_counter()))
        due += plan.get("pause", 0)
        claimed = client.ask("claim", "POST", f"/api/projects/{plan['project']}/claim", {"count": 1})
        for doc in claimed["assignments"] if claimed else []:
            body = {"value": plan["value"], "schema": doc["schema"], "seconds": 4.2}
            headers = f'Idempotency-Key: {uuid4()}\r\nIf-Match: "{doc["revision"]}"\r\n'
            done += client.ask("submit", "POST", f"/api/assignments/{doc['id']}/submit", body, headers) is not None
    return done


def ask_again(client: Client, plan: dict[str, Any], until: float) -> int:
    """Make the same request again and again; returns how many were answered."""
    done = 0
    while time.perf_counter() < until:
        done += client.ask("same", plan["method"], plan["path"]) is not None
    return done


WORK = {"claim_and_submit": claim_and_submit, "ask_again": ask_again}


def run(plan: dict[str, Any]) -> dict[str, Any]:
    """All clients at once for `plan["seconds"]`. Returns what they did, how long it took, and each request's time."""
    clients = [Client(plan["port"], token) for token in plan["tokens"]]
    done = [0] * len(clients)
    faults: list[Exception] = []
    began = time.perf_counter()
    until = began + plan["seconds"]

    def one(index: int) -> None:
        try:
            done[index] = WORK[plan["work"]](clients[index], plan, until)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=one, args=[index]) for index in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    took: dict[str, list[float]] = {}
    for client in clients:
        for what, times in client.took.items():
            took.setdefault(what, []).extend(times)
    statuses = sum((client.statuses for client in clients), Counter())
    return {"done": sum(done), "seconds": time.perf_counter() - began, "took": took, "statuses": dict(statuses)}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
