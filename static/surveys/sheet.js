// Keeps what somebody fills into a survey in this browser until it is sent, and forgets it then.

const running = new Map();

export function start(root) {
  const { key, edition } = root.dataset;
  if (!(root instanceof HTMLFormElement)) {
    if ("done" in root.dataset) localStorage.removeItem(key);
    return;
  }
  fill(root, key, edition);
  const abort = new AbortController();
  const keep = () => localStorage.setItem(key, JSON.stringify({ edition, given: given(root) }));
  root.addEventListener("input", keep, { signal: abort.signal });
  root.addEventListener("reset", () => localStorage.removeItem(key), { signal: abort.signal });
  root.querySelector("[data-kept]").hidden = false;
  running.set(root, abort);
}

export function stop(root) {
  running.get(root)?.abort();
  running.delete(root);
}

/** Name and value of all that is filled in; the consent is given anew each time. */
function given(form) {
  const hidden = new Set(["csrf_token", "edition", "consent_version", "has_agreed"]);
  return [...new FormData(form)].filter(([name]) => !hidden.has(name));
}

/** What was kept for the same questions; a sheet that the server shows again has what was sent. */
function fill(form, key, edition) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch {
    localStorage.removeItem(key);
  }
  if (!Array.isArray(kept?.given) || kept.edition !== edition || document.getElementById("error-summary")) return;
  for (const [name, value] of kept.given) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field instanceof HTMLTextAreaElement) field.value = value;
      else if (field.value === value) field.checked = true;
    }
  }
}
