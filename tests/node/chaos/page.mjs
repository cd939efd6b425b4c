// Many pages in one Node process, each as far as the project's browser modules ask for one: a document with its meta
// tags, a location, a tab's storage and a WebSocket with the cookie of its person. Which page is meant follows the call:
// everything that begins inside page.run(…) belongs to that page, through timers, promises and sockets.

import { AsyncLocalStorage } from "node:async_hooks";
import { webcrypto } from "node:crypto";

import WebSocket from "ws";

const current = new AsyncLocalStorage();

export class Page {
  /**
   * baseUrl    what people type: Origin and Host of every connection, as behind a proxy
   * addresses  host:port of the workers behind it; each connection goes to any of them
   */
  constructor({ baseUrl, addresses, cookie, csrf, random }) {
    Object.assign(this, { baseUrl, addresses, cookie, random });
    this.meta = { "csrf-token": csrf };
    this.socket = null;
  }

  run(act) {
    return current.run(this, act);
  }

  /** The network of this page goes without a word: what is on its way is lost, and a moment later the connection. */
  cut(milliseconds) {
    const socket = this.socket;
    if (socket?.readyState !== WebSocket.OPEN) return false;
    // What the page sends still arrives; what comes back is lost on the way.
    socket.onmessage = () => {};
    setTimeout(() => socket.terminate(), milliseconds);
    return true;
  }
}

/** sessionStorage of one tab. */
export class Shelf extends Map {
  getItem = (key) => this.get(key) ?? null;
  setItem = (key, value) => void this.set(key, value);
  removeItem = (key) => void this.delete(key);
}

class PageSocket extends WebSocket {
  constructor(address) {
    const page = current.getStore();
    const { host } = new URL(page.baseUrl);
    const worker = page.addresses[Math.floor(page.random() * page.addresses.length)];
    super(address.replace(host, worker), {
      perMessageDeflate: false,
      headers: { Host: host, Origin: page.baseUrl, Cookie: page.cookie },
    });
    Object.assign(page, { socket: this, worker });
  }
}

/** Before any module of the project is imported. */
export function becomeBrowser(baseUrl) {
  const base = new URL(baseUrl);
  const metaIn = (selector) => ({ content: current.getStore().meta[/name="([^"]+)"/.exec(selector)[1]] ?? "" });
  Object.assign(globalThis, {
    WebSocket: PageSocket,
    location: { protocol: base.protocol, host: base.host, hostname: base.hostname, port: base.port },
    document: { querySelector: metaIn, getElementById: () => null },
    addEventListener: () => {},
    removeEventListener: () => {},
  });
  globalThis.crypto ??= webcrypto;
}
