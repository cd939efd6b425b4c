// What a screen reader hears of things that happen by themselves: politely, and at most once in five seconds.

const PAUSE = 5000;

let waiting = [];
let timer = 0;
let lastSpoken = 0;

/** Sentences are gathered; one with the same `key` replaces the one that still waits. A function is asked when it is said. */
export function announce(sentence, key = sentence) {
  waiting = waiting.filter((one) => one.key !== key);
  waiting.push({ key, sentence });
  if (timer) return;
  timer = setTimeout(speak, Math.max(150, lastSpoken + PAUSE - Date.now()));
}

function speak() {
  const region = document.getElementById("announcer");
  if (region) region.textContent = waiting.map(({ sentence }) => (typeof sentence === "function" ? sentence() : sentence)).join(" ");
  waiting = [];
  timer = 0;
  lastSpoken = Date.now();
}
