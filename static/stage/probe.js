// Looks whether a stream that died is alive again, without playing it: its playlist is there, and grows.

const PATIENCE = 8000;

export class Probe {
  constructor(url, fetchText = loadText) {
    Object.assign(this, { url, fetchText });
    this.seen = undefined; // before the first look
  }

  /** True when the playlist has grown since the last look, or when a finished one has come back. */
  async look() {
    const before = this.seen;
    this.seen = await this.mark();
    this.isHopeful = before === null && this.seen !== null; // there again: the next look tells whether it grows
    if (this.seen === null) return false;
    return this.seen.startsWith("ended ") ? before === null : Boolean(before) && before !== this.seen;
  }

  /** What changes when a segment is added; null when there is nothing to play. */
  async mark() {
    try {
      let { text, url } = await this.fetchText(this.url);
      const variant = /#EXT-X-STREAM-INF:[^\n]*\n(?:#[^\n]*\n)*([^#\s][^\n]*)/.exec(text.replaceAll("\r", ""));
      if (variant) ({ text, url } = await this.fetchText(new URL(variant[1], url).href));
      const segments = text.split("\n").filter((line) => line.trim() && !line.startsWith("#"));
      if (!text.includes("#EXTINF") || !segments.length) return null;
      const first = /#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1] ?? "0";
      return `${text.includes("#EXT-X-ENDLIST") ? "ended" : "live"} ${first} ${segments.at(-1)}`;
    } catch {
      return null;
    }
  }
}

async function loadText(address) {
  const answer = await fetch(new URL(address, location.href), { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return { text: await answer.text(), url: answer.url };
}
