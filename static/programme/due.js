// When a reminder is due, apart from the page so that it can be tested alone.

const STAYS = 5 * 60_000;

/** What starts within `before` milliseconds and was not told with this start; what has begun already is let be. */
export function due(ahead, now, before, told) {
  return ahead.filter(({ key, starts_at }) => {
    const left = Date.parse(starts_at) - now;
    return starts_at && left > 0 && left <= before && !told.has(`${key}@${starts_at}`);
  });
}

/** A card leaves five minutes after the start. */
export function prune(startsAt, now) {
  return now - Date.parse(startsAt) > STAYS;
}
