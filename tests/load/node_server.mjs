// The reference: Node's socket.io doing the same room broadcast, and keeping nothing.
// `node node_server.mjs PORT`; with LOAD_RATE it speaks by itself as soon as LOAD_CLIENTS are in the room.
import { createRequire } from "node:module";
import { createServer } from "node:http";

const require = createRequire(new URL("../node/package.json", import.meta.url));
const { Server } = require("socket.io");

const TEXT = "A message of usual length, as people write them in a chat beside a poster.";
const heads = new Map();
const rate = Number(process.env.LOAD_RATE ?? 0);
const wanted = Number(process.env.LOAD_CLIENTS ?? 0);

const http = createServer((_request, response) => response.end("socket.io"));
const io = new Server(http, {
  transports: ["websocket"],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  pingInterval: 10_000,
  pingTimeout: 15_000,
});
const live = io.of("/live");

function take(thread) {
  const seq = (heads.get(thread) ?? 0) + 1;
  heads.set(thread, seq);
  return seq;
}

function message(thread, seq, client_id, text, number) {
  const author = { id: number, name: `Bench person ${number}`, role: "attendee" };
  // The portal writes microseconds and the offset; a frame of the same size is wanted.
  const posted_at = new Date().toISOString().replace("Z", "000+00:00");
  return { thread, seq, client_id, kind: "message", author, text, posted_at };
}

let entered = 0;
let nextNumber = 0;

live.on("connection", (socket) => {
  const number = (nextNumber += 1);
  socket.on("threads.enter", ({ thread }, answer) => {
    socket.join(`thread:${thread}`);
    answer({ ok: true, data: { head: 0, messages: [], people: { count: 0, sample: [] } } });
    entered += 1;
    if (rate && entered === wanted) speak(thread);
  });
  socket.on("threads.post", ({ thread, client_id, text }, answer) => {
    const seq = take(thread);
    answer({ ok: true, data: { seq } });
    live.to(`thread:${thread}`).emit("threads.message_posted", message(thread, seq, client_id, text, number));
  });
});

function speak(thread) {
  const begun = performance.now();
  let said = 0;
  const next = () => {
    const due = Math.floor(((performance.now() - begun) * rate) / 1000);
    while (said < due) {
      const seq = take(thread);
      live.to(`thread:${thread}`).emit("threads.message_posted", message(thread, seq, `b${said}-`, TEXT, said));
      said += 1;
    }
    setTimeout(next, Math.max(1, begun + ((said + 1) * 1000) / rate - performance.now()));
  };
  next();
}

http.listen(Number(process.argv[2]), "127.0.0.1", 2048);
