// Which source is tried next, how long the pauses are, and how a stream that has come back is known.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Failover, followed } from "../../static/stage/failover.js";
import { Probe } from "../../static/stage/probe.js";

const hls = (name) => ({ kind: "hls", url: `/${name}.m3u8` });
const tube = { kind: "youtube", url: "https://video.example/1", service: "YouTube" };

test("sources are tried in order and from the top, and those that need a press are left out", () => {
  const failover = new Failover([hls("a"), tube, hls("b"), hls("c")]);

  assert.equal(failover.next(2), 3);
  assert.equal(failover.next(3), 0);
  assert.equal(failover.next(0), -1);
  assert.equal(failover.again(), 0);
});

test("the pauses grow to a minute, until a source has played for a while", () => {
  const failover = new Failover([hls("a")]);

  assert.deepEqual(Array.from({ length: 7 }, () => failover.pause()), [5, 10, 20, 40, 60, 60, 60]);
  failover.works(0);
  assert.equal(failover.pause(), 5);
});

test("what died before the one that plays is worth a look, and may be tried once it is back", () => {
  const failover = new Failover([hls("a"), hls("b"), hls("c")]);
  failover.next(0);
  failover.next(1);

  assert.deepEqual(failover.before(2), [0, 1]);
  failover.revive(0);

  assert.deepEqual(failover.before(2), [1]);
  assert.equal(failover.next(2), 0);
});

test("another first source turns everybody, a longer list nobody", () => {
  const [a, b] = [hls("a"), hls("b")];

  assert.deepEqual(followed([a, b], [b, a], 0), { place: 1, isTurned: true });
  assert.deepEqual(followed([a, b], [b, a], 1), { place: 0, isTurned: false });
  assert.deepEqual(followed([a, b], [a, b, tube], 1), { place: 1, isTurned: false });
  assert.deepEqual(followed([a, b], [a], 1), { place: -1, isTurned: false });
});

const playlist = (first, more = "") => `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:${first}\n#EXTINF:1,\nlive-${first}.ts\n${more}`;
const MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/live.m3u8\n";

function probe(...answers) {
  const asked = [];
  const found = new Probe("http://host.example/master.m3u8", async (url) => {
    asked.push(url);
    if (url.endsWith("master.m3u8")) return { text: MASTER, url };
    const text = answers.shift();
    if (text === null) throw new Error("status 404");
    return { text, url };
  });
  return { asked, look: () => found.look() };
}

test("a stream lives when its list has grown, not when it only stands there", async () => {
  const { look, asked } = probe(playlist(1), playlist(1), null, playlist(1), playlist(2));

  assert.deepEqual([await look(), await look(), await look(), await look(), await look()], [false, false, false, false, true]);
  assert.equal(asked[1], "http://host.example/low/live.m3u8");
});

test("a list that has ended lives only when it was away", async () => {
  const ended = playlist(1, "#EXT-X-ENDLIST\n");

  const { look } = probe(playlist(1), ended, ended, null, ended);

  assert.deepEqual([await look(), await look(), await look(), await look(), await look()], [false, false, false, false, true]);
});
