// A form that sends a file shows how far it is, and can be stopped. Without scripts it is the same form.

import { announce } from "../site/announce.js";
import { element } from "../site/dom.js";
import { showAnswer } from "../site/navigate.js";

const MB = 1_000_000;
const sending = new Map();

export function start(root) {
  const send = (event) => submit(root, event);
  root.addEventListener("submit", send);
  sending.set(root, { request: null, send });
}

export function stop(root) {
  const { request, send } = sending.get(root) ?? {};
  root.removeEventListener("submit", send);
  sending.delete(root);
  request?.abort();
}

function submit(root, event) {
  const files = [...root.querySelectorAll('input[type="file"]')].flatMap((field) => [...field.files]);
  if (!files.length || event.defaultPrevented) return;
  event.preventDefault();
  if (sending.get(root)?.request) return;
  const limit = Number(root.dataset.limitMb);
  const large = files.find((file) => limit && file.size > limit * MB);
  if (large) return refuse(root, `This file has ${inMB(large.size)} MB; ${limit} MB is the most. Compress its pictures and send it again.`);
  begin(root, new FormData(root, event.submitter), files);
}

function begin(root, fields, files) {
  clear(root);
  const bar = element("progress", { max: 100, value: 0, "aria-label": "Sent" });
  const told = element("span", { class: "num" }, "Sending…");
  const end = element("button", { class: "button small", type: "button", "data-stop": true }, "Stop");
  const box = element("div", { class: "upload-told row", "data-upload": true }, bar, told, end);
  root.append(box);
  const request = new XMLHttpRequest();
  const state = sending.get(root);
  state.request = request;
  announce(`Sending ${files.map((file) => file.name).join(", ")}.`, "upload");
  request.open("POST", root.action || location.href);
  request.setRequestHeader("Accept", "text/html");
  request.upload.addEventListener("progress", ({ loaded, total, lengthComputable }) => {
    if (!lengthComputable) return;
    bar.value = (100 * loaded) / total;
    told.textContent = loaded < total ? `${inMB(loaded)} of ${inMB(total)} MB` : "Sent. Looking into the file…";
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    told.textContent = "Sent. Looking into the file…";
    announce("Sent. It is being looked into.", "upload");
  });
  request.addEventListener("load", () => arrive(root, request));
  request.addEventListener("error", () => refuse(root, "The file did not arrive. Check your connection and send it again; nothing was changed."));
  request.addEventListener("abort", () => root.isConnected && refuse(root, "Stopped. Nothing was changed."));
  end.addEventListener("click", () => request.abort());
  request.send(fields);
}

async function arrive(root, request) {
  const state = sending.get(root);
  if (state) state.request = null;
  try {
    if (await showAnswer(request.responseText, request.responseURL)) return;
  } catch {
    // What came is no page of ours: the words below say so.
  }
  if (request.status < 400) location.assign(request.responseURL);
  else refuse(root, request.status === 413 ? "This file is too large." : "The portal could not take the file. Try again in a moment.");
}

function refuse(root, sentence) {
  const state = sending.get(root);
  if (state) state.request = null;
  clear(root);
  root.append(element("p", { class: "error", "data-upload": true }, sentence));
  announce(sentence, "upload");
}

function clear(root) {
  for (const old of root.querySelectorAll("[data-upload]")) old.remove();
}

function inMB(bytes) {
  return (bytes / MB).toFixed(1);
}
