"""The floor: the same bytes written with a plain, non-blocking `send`, by a program that does nothing else.

`python bare_server.py PORT`, with LOAD_RATE and LOAD_CLIENTS. It says just enough to let the clients in.
"""

import os
import re
import select
import socket
import sys
import time

NUMBER = re.compile(rb'42/live,(\d+)\["threads\.enter"')
PAYLOAD = (
    '42/live,["threads.message_posted",{"thread":1,"seq":%d,"client_id":"b%d-","kind":"message",'
    '"author":{"id":100,"name":"Bench person 100","role":"attendee"},"text":"A message of usual length, as people '
    'write them in a chat beside a poster.","posted_at":"2026-01-01T12:00:00.000000+00:00"}]'
)


def frame(text: str) -> bytes:
    """An unmasked text frame, as a server sends it."""
    payload = text.encode()
    size = len(payload)
    return (bytes((0x81, size)) if size < 126 else bytes((0x81, 126)) + size.to_bytes(2, "big")) + payload


def welcome(listener: socket.socket, clients: int) -> list[socket.socket]:
    """Accept so many and answer what each asks, until all have entered."""
    poll, open_ones, entered = select.epoll(), {}, 0
    poll.register(listener.fileno(), select.EPOLLIN)
    while entered < clients:
        for number, _ in poll.poll():
            if number == listener.fileno():
                client, _ = listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                open_ones[client.fileno()] = client
                poll.register(client.fileno(), select.EPOLLIN)
                continue
            asked = open_ones[number].recv(65536)
            if asked:
                entered += answer(open_ones[number], asked)
            else:
                poll.unregister(number)
                open_ones.pop(number).close()
    for client in open_ones.values():
        client.setblocking(False)
    return list(open_ones.values())


def answer(client: socket.socket, asked: bytes) -> bool:
    """Answer one request; whether it was the wish to enter. Frames of the clients are masked with zeros."""
    if asked.startswith(b"GET"):
        client.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        )
        client.sendall(frame('0{"sid":"bare","upgrades":[],"pingInterval":60000,"pingTimeout":60000}'))
    elif b"40/live," in asked:
        client.sendall(frame('40/live,{"sid":"bare"}'))
    elif found := NUMBER.search(asked):
        client.sendall(frame(f'43/live,{found[1].decode()}[{{"ok":true,"data":{{}}}}]'))
        return True
    return False


def speak(clients: list[socket.socket], rate: float) -> None:
    """Write to everybody, so many times a second, until the first of them is gone."""
    begun, said = time.perf_counter(), 0
    while True:
        wait = begun + said / rate - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        said += 1
        data = frame(PAYLOAD % (said, said))
        for client in clients:
            client.send(data)


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=2048) as door:
        speak(welcome(door, int(os.environ["LOAD_CLIENTS"])), float(os.environ["LOAD_RATE"]))
