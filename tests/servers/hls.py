"""A real stream: ffmpeg makes the segments as it goes, and a web server hands them out until it is cut."""

import contextlib
import functools
import subprocess
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.servers.process import MissingServerError, Process, find_program, wait_until

SIZE, RATE = "160x90", 10
SECONDS = 1
MASTER = """#EXTM3U
#EXT-X-VERSION:3
#EXT-X-STREAM-INF:BANDWIDTH=200000,RESOLUTION=160x90,CODECS="avc1.42c00a,mp4a.40.2"
live.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=320x180,CODECS="avc1.42c00a,mp4a.40.2"
live.m3u8?again
"""


class HlsServer:
    """Streams by name, each from its own ffmpeg, under one origin that every page may read."""

    def __init__(self, folder: Path) -> None:
        program = find_program("ffmpeg")
        if not program:
            raise MissingServerError("ffmpeg is not installed here (Debian's package ffmpeg has it)")
        self._program = program
        self._folder = folder
        self._encoders: dict[str, Process] = {}
        self.cut_off: set[str] = set()
        handler = functools.partial(_Handler, directory=str(folder), cut_off=self.cut_off)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._serving = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._serving.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def begin(self, name: str) -> str:
        """Let a stream go on air, again too, and return the address of its list of qualities."""
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        (folder / "master.m3u8").write_text(MASTER)
        began = 0 if name not in self._encoders else _newest(folder) + 1
        self._encoders[name] = Process(
            [self._program, *_live(began), str(folder / "live.m3u8")], folder / "ffmpeg.log", folder=folder
        )
        playlist = folder / "live.m3u8"
        self._encoders[name].wait_until_ready(
            lambda: playlist.exists() and _newest(folder) >= began + 2, seconds=60
        )
        return f"{self.origin}/{name}/master.m3u8"

    def stop(self, name: str) -> None:
        """The encoder ends without a word: the list stays as it was and grows no more."""
        self._encoders[name].kill()

    def end(self, name: str) -> None:
        """The encoder says that this was the end of the list."""
        self._encoders[name].stop()
        playlist = self._folder / name / "live.m3u8"
        wait_until(lambda: "#EXT-X-ENDLIST" in playlist.read_text(), "the end of the list")

    def cut(self, name: str) -> None:
        """Answer 404 for all of a stream, as when a content network has lost it."""
        self.cut_off.add(name)

    def mend(self, name: str) -> None:
        self.cut_off.discard(name)

    def record(self, name: str, seconds: int = 60) -> str:
        """A recording with captions: a finished list with one track of text beside it."""
        folder = self._folder / name
        folder.mkdir()
        made = [self._program, *_picture(seconds), *HLS, "-hls_playlist_type", "vod", "video.m3u8"]
        subprocess.run(made, cwd=folder, check=True, capture_output=True, timeout=60)
        (folder / "words.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:30.000\nWhat is said\n")
        (folder / "words.m3u8").write_text(
            f"#EXTM3U\n#EXT-X-TARGETDURATION:{seconds}\n#EXTINF:{seconds}.0,\nwords.vtt\n#EXT-X-ENDLIST\n"
        )
        (folder / "master.m3u8").write_text(
            "#EXTM3U\n"
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="t",NAME="English",LANGUAGE="en",URI="words.m3u8"\n'
            '#EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="avc1.42c00a,mp4a.40.2",SUBTITLES="t"\nvideo.m3u8\n'
        )
        return f"{self.origin}/{name}/master.m3u8"

    def record_apart(self, name: str, seconds: int = 60) -> str:
        """A recording whose picture and sound are lists of their own, and beside it words.vtt with its captions."""
        folder = self._folder / name
        folder.mkdir()
        whole = (*HLS, "-hls_playlist_type", "vod")
        lists = [*whole, "-map", "0:v", "video.m3u8", *whole, "-map", "1:a", "sound.m3u8"]
        made = [self._program, *_picture(seconds), *lists]
        subprocess.run(made, cwd=folder, check=True, capture_output=True, timeout=60)
        (folder / "words.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:50.000\nWhat is said\n")
        (folder / "master.m3u8").write_text(
            "#EXTM3U\n"
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="s",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="sound.m3u8"\n'
            '#EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="avc1.42c00a,mp4a.40.2",AUDIO="s"\nvideo.m3u8\n'
        )
        return f"{self.origin}/{name}/master.m3u8"

    def close(self) -> None:
        for encoder in self._encoders.values():
            encoder.kill()
        self._server.shutdown()
        self._server.server_close()
        self._serving.join(10)


HLS = ("-f", "hls", "-hls_time", str(SECONDS))


def _picture(seconds: int | None = None) -> list[str]:
    """The words to ffmpeg for a moving test picture with a tone, small enough to cost nothing."""
    span = ["-t", str(seconds)] if seconds else []
    pace = [] if seconds else ["-re"]
    return [
        *("-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-threads", "1"),
        *(*pace, *span, "-f", "lavfi", "-i", f"testsrc=size={SIZE}:rate={RATE}"),
        *(*pace, *span, "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline"),
        *("-pix_fmt", "yuv420p", "-g", str(RATE * SECONDS), "-c:a", "aac", "-b:a", "32k", "-ac", "1"),
    ]


def _live(first: int) -> list[str]:
    flags = "delete_segments+program_date_time+discont_start+temp_file"
    window = ["-hls_list_size", "8", "-hls_delete_threshold", "4", "-hls_flags", flags]
    names = ["-start_number", str(first), "-hls_segment_filename", "live-%d.ts"]
    return [*_picture(), *HLS, *window, *names]


def _newest(folder: Path) -> int:
    """The number of the newest segment in the list; -1 before the first."""
    playlist = folder / "live.m3u8"
    lines = playlist.read_text().splitlines() if playlist.exists() else []
    names = [line for line in lines if line.endswith(".ts")]
    return int(names[-1].removeprefix("live-").removesuffix(".ts")) if names else -1


class _Handler(SimpleHTTPRequestHandler):
    """The files of a folder, for every page, and nothing of a stream that is cut."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *inputs: object, cut_off: set[str], directory: str) -> None:
        self._cut_off = cut_off
        super().__init__(*inputs, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.split("/")[1] in self._cut_off:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        # A page that is left, or that turns to another source, reads no further.
        with contextlib.suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass
