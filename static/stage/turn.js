// A page of the stage that stays open turns over with the programme: the title, the talks, what is on.

import { serverNow } from "../site/clock.js";
import { inMinutes } from "../site/now.js";

const TICK = 5000;
const PARTS = ["stage-title", "stage-more"];
const rooms = new Map();

export function start(root) {
  rooms.set(root, new Room(root));
}

export function stop(root) {
  rooms.get(root)?.close();
  rooms.delete(root);
}

class Room {
  constructor(root) {
    this.root = root;
    this.notBefore = 0;
    this.next = {};
    this.timer = setInterval(() => this.tick(), TICK);
    this.onCount = ({ detail }) => this.showCount(detail.open);
    this.onMoved = () => this.turn();
    root.addEventListener("questions-counted", this.onCount);
    document.addEventListener("programme-moved", this.onMoved);
    this.tick();
  }

  close() {
    clearInterval(this.timer);
    this.root.removeEventListener("questions-counted", this.onCount);
    document.removeEventListener("programme-moved", this.onMoved);
    this.isClosed = true;
  }

  tick() {
    const now = serverNow();
    for (const bar of this.root.querySelectorAll("progress[data-starts]")) bar.value = Math.max(0, (now - Date.parse(bar.dataset.starts)) / 1000);
    for (const left of this.root.querySelectorAll("[data-until]")) {
      const wait = Date.parse(left.dataset.until) - now;
      if (wait > 0 && wait < 12 * 3600_000) left.textContent = `${left.dataset.before ?? ""}${inMinutes(wait)}${left.dataset.after ?? ""}`;
    }
    this.turnPart("questions");
    this.turnPart("polls");
    this.turnPart("slides");
    const turn = Date.parse(this.root.dataset.turns);
    if (Number.isFinite(turn) && now >= turn && Date.now() >= this.notBefore && !document.hidden) this.turn();
  }

  /** Everybody's page turns at the same second, so each asks a little later than the other. */
  async turn() {
    this.notBefore = Date.now() + 20_000;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4000));
    try {
      const answer = await fetch(location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector('[data-module="stage/turn"]');
      if (answer.ok && fresh && !this.isClosed) this.take(fresh);
    } catch {
      // Offline: the page stays as it is and asks again.
    }
  }

  take(fresh) {
    this.root.dataset.turns = fresh.dataset.turns ?? "";
    for (const id of PARTS) {
      const [old, next] = [this.root.querySelector(`#${id}`), fresh.querySelector(`#${id}`)];
      // Slides that somebody reads and abstracts that somebody opened are not taken away.
      if (old && next && !old.querySelector(".deck[data-open], details[open]")) old.replaceWith(next);
    }
    for (const name of ["questions", "polls", "slides"]) {
      this.next[name] = fresh.querySelector(`#stage-${name}`);
      this.turnPart(name);
    }
    const [video, next] = [this.root.querySelector("#stage-video"), fresh.querySelector("#stage-video")];
    if (video && next && isAnother(video, next) && !video.dataset.playing) video.replaceWith(next);
  }

  /** The next talk has its own questions and polls; who is writing finishes first, so that it goes to the talk it is about. */
  turnPart(name) {
    const [old, next] = [this.root.querySelector(`#stage-${name}`), this.next[name]];
    if (!next || !old || old.contains(document.activeElement) || isWriting(old)) return;
    this.next[name] = null;
    if (old.dataset.board !== next.dataset.board) old.replaceWith(next);
  }

  showCount(open) {
    const count = this.root.querySelector("[data-questions-count]");
    if (count) count.textContent = open || "";
  }
}

/** The stream's own sources are followed as they change; recordings come and go with the programme. */
function isAnother({ dataset: video }, { dataset: next }) {
  return video.screen !== next.screen || video.key !== next.key || (!video.stage && video.sources !== next.sources);
}

function isWriting(part) {
  const fields = [...part.querySelectorAll("textarea, input[name=text]")];
  return fields.some((field) => field.value.trim() && field.value !== field.defaultValue);
}
