// Players of other hosts: which of them this person lets load. Who has not been asked has allowed none.

import { meta } from "../site/dom.js";

const pressed = new Set();

export function hostOf(address) {
  return new URL(address, location.href).host;
}

/** Whether the person has allowed this host, on this page or before. */
export function isAllowed(address) {
  const listed = document.querySelector("[data-allowed-hosts]")?.dataset.allowedHosts.split(" ") ?? [];
  return pressed.has(hostOf(address)) || listed.includes(hostOf(address));
}

/** The person has pressed the button that names the host; the portal remembers it for their next page. */
export function allow(address) {
  const host = hostOf(address);
  pressed.add(host);
  const body = new URLSearchParams({ csrf_token: meta("csrf-token"), host, is_allowed: "yes" });
  const root = new URL(document.querySelector('meta[name="socket-path"]').content + "/../", location.origin).pathname;
  fetch(`${root}me/privacy/hosts`, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {
    // Not remembered: the next page asks again.
  });
}
