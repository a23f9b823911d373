"""Make `counted.webm` and `counted.mp4` anew, and the street of the samples: a browser draws and encodes, packed here.

The bytes of the frames depend on the browser's encoder; what they show does not.
"""

import base64
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from struct import pack
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import sync_playwright

from tests.clips import COUNTED, COUNTED_H264, DIGITS, FRAMES, HEIGHT, RATE, SQUARE, WIDTH
from workers.services import chromium

STREET = Path(__file__).resolve().parents[2] / "workers" / "samples" / "films" / "street.webm"

DRAWING = """async ([scene, codec, frames, width, height, rate, digits, square]) => {
    let head = null;
    const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext('2d'), found = [];
    const encoder = new VideoEncoder({
        output: (chunk, { decoderConfig } = {}) => {
            const sets = decoderConfig?.description;
            if (sets) head = btoa(String.fromCharCode(...new Uint8Array(sets)));
            const bytes = new Uint8Array(chunk.byteLength);
            chunk.copyTo(bytes);
            found.push([btoa(String.fromCharCode(...bytes)), chunk.type === 'key']);
        },
        error: fault => { throw fault; },
    });
    const block = (colour, ...place) => { pen.fillStyle = colour; pen.fillRect(...place); };
    const wheel = (x, y) => { pen.fillStyle = '#1c1c1c'; pen.beginPath(); pen.arc(x, y, 7, 0, 7); pen.fill(); };
    const street = n => {
        block('#b8d4e8', 0, 0, 320, 90);
        block('#8f9aa5', 20, 30, 70, 60);
        block('#a59a8c', 200, 20, 90, 70);
        block('#7d8288', 0, 90, 320, 90);
        for (let x = -20; x < 340; x += 40) block('#e8e4d8', x, 134, 22, 3);
        const x = 4 + 3.6 * n;
        block('#b3392f', x, 108, 74, 20);
        block('#b3392f', x + 16, 94, 40, 16);
        block('#d9eef7', x + 20, 97, 32, 11);
        [x + 16, x + 58].forEach(at => wheel(at, 129));
        const y = 250 - 1.2 * n;
        block('#37596d', y, 140, 10, 26);
        pen.fillStyle = '#e3b99a'; pen.beginPath(); pen.arc(y + 5, 134, 6, 0, 7); pen.fill();
        block('#4a4f55', 150, 40, 8, 104);
    };
    encoder.configure({ codec, width, height, bitrate: 250_000, framerate: rate, avc: { format: 'avc' } });
    for (let n = 0; n < frames; n++) {
        if (scene === 'street') street(n);
        else counted(n);
        const frame = new VideoFrame(canvas, { timestamp: n * 1_000_000 / rate });
        encoder.encode(frame, { keyFrame: n % 20 === 0 });
        frame.close();
    }
    await encoder.flush();
    return [found, head];
    function counted(n) {
        pen.fillStyle = '#203040';
        pen.fillRect(0, 0, width, height);
        pen.fillStyle = '#b0b0b0';
        pen.fillRect(10 + 4 * n, 40, 60, 40);
        for (let digit = 0; digit < digits; digit++) {
            pen.fillStyle = n >> (digits - 1 - digit) & 1 ? '#ffffff' : '#000000';
            pen.fillRect(digit * square, height - square, square, square);
        }
    }
}"""


def element(name: str, content: bytes) -> bytes:
    """One EBML element: its id, its size in four bytes, what it holds."""
    return bytes.fromhex(name) + (0x10000000 | len(content)).to_bytes(4) + content


def number(name: str, value: int, size: int = 4) -> bytes:
    return bytes.fromhex(name) + bytes([0x80 | size]) + value.to_bytes(size)


def text(name: str, value: str) -> bytes:
    return element(name, value.encode())


def packed(frames: list[tuple[bytes, bool]]) -> bytes:
    """source   RFC 8794 (EBML), RFC 9559 (Matroska)"""
    head = number("4286", 1) + number("42F7", 1) + number("42F2", 4) + number("42F3", 8)
    head += text("4282", "webm") + number("4287", 2) + number("4285", 2)
    lasts = b"\x44\x89\x88" + pack(">d", FRAMES * 1000 / RATE)
    info = number("2AD7B1", 1_000_000) + lasts + text("4D80", "Biaozhu") + text("5741", "Biaozhu")
    film = number("B0", WIDTH) + number("BA", HEIGHT)
    track = number("D7", 1) + number("73C5", 1) + number("83", 1) + text("86", "V_VP8")
    track += number("23E383", 1_000_000_000 // RATE) + element("E0", film)
    body = element("1549A966", info) + element("1654AE6B", element("AE", track))
    for n, (content, key) in enumerate(frames):
        block = b"\x81\x00\x00" + (b"\x80" if key else b"\x00") + content
        body += element("1F43B675", number("E7", n * 1000 // RATE) + element("A3", block))
    return element("1A45DFA3", head) + element("18538067", body)


def box(kind: bytes, *content: bytes) -> bytes:
    """One box of an MP4: its size, its kind, what it holds."""
    body = b"".join(content)
    return pack(">I4s", 8 + len(body), kind) + body


def full(kind: bytes, *content: bytes) -> bytes:
    """A box that says its version and its flags, both 0."""
    return box(kind, bytes(4), *content)


def packed_h264(frames: list[tuple[bytes, bool]], head: bytes) -> bytes:
    """The same frames, encoded as H.264 without B-frames, as an MP4 with one chunk.

    head     the sets of parameters as `avcC` has them
    source   ISO/IEC 14496-12 (boxes), 14496-15 (avc1)
    """
    matrix = pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    lasts, step = FRAMES * 1000 // RATE, 1000 // RATE
    size = pack(">HH", WIDTH, HEIGHT)
    entry = box(
        b"avc1",
        bytes(6) + pack(">H", 1) + bytes(16) + size,
        pack(">IIIH", 72 << 16, 72 << 16, 0, 1) + bytes(32) + pack(">Hh", 24, -1),
        box(b"avcC", head),
    )
    keys = [n for n, (_content, key) in enumerate(frames, start=1) if key]

    def tables(first: int) -> bytes:
        return box(
            b"stbl",
            full(b"stsd", pack(">I", 1), entry),
            full(b"stts", pack(">III", 1, len(frames), step)),
            full(b"stss", pack(f">I{len(keys)}I", len(keys), *keys)),
            full(b"stsc", pack(">IIII", 1, 1, len(frames), 1)),
            full(b"stsz", pack(f">II{len(frames)}I", 0, len(frames), *(len(content) for content, _key in frames))),
            full(b"stco", pack(">II", 1, first)),
        )

    def film(first: int) -> bytes:
        place = full(b"dref", pack(">I", 1), box(b"url ", pack(">I", 1)))
        info = box(b"minf", box(b"vmhd", pack(">I", 1), bytes(8)), box(b"dinf", place), tables(first))
        media = [
            full(b"mdhd", pack(">IIIIHH", 0, 0, 1000, lasts, 0x55C4, 0)),
            full(b"hdlr", bytes(4), b"vide", bytes(13)),
            info,
        ]
        shown = pack(">IIIII", 0, 0, 1, 0, lasts) + bytes(16) + matrix + pack(">II", WIDTH << 16, HEIGHT << 16)
        track = box(b"trak", box(b"tkhd", pack(">I", 3), shown), box(b"mdia", *media))
        head_of_all = (
            pack(">IIIIIH", 0, 0, 1000, lasts, 1 << 16, 1 << 8) + bytes(10) + matrix + bytes(24) + pack(">I", 2)
        )
        return box(b"ftyp", b"isom", bytes(4), b"isomavc1") + box(b"moov", full(b"mvhd", head_of_all), track)

    first = len(film(0)) + 8
    return film(first) + box(b"mdat", *(content for content, _key in frames))


def main() -> None:
    with TemporaryDirectory() as empty, sync_playwright() as playwright:
        handler = partial(SimpleHTTPRequestHandler, directory=empty)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(**chromium.find(Path.cwd()).launch_arguments())
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        for scene, codec, file in (
            ("counted", "vp8", COUNTED),
            ("street", "vp8", STREET),
            ("counted", "avc1.42001e", COUNTED_H264),
        ):
            drawn, head = page.evaluate(DRAWING, [scene, codec, FRAMES, WIDTH, HEIGHT, RATE, DIGITS, SQUARE])
            frames = [(base64.b64decode(content), key) for content, key in drawn]
            file.write_bytes(packed_h264(frames, base64.b64decode(head)) if head else packed(frames))
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
