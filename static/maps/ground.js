// The floor in numbers: areas, sectors, distances. Lengths are decimetres, as the server has them.

export const SECTOR = 100;
export const SPEED = 40;
const BESIDE = 15;

/** In which sector a place is; portal/realtime/sectors.py says the same. */
export function sectorOf({ x, y }) {
  return `${Math.floor(x / SECTOR)}:${Math.floor(y / SECTOR)}`;
}

/** Whether one is told of people there: in one's own sector, or in one beside it. */
export function isInView(me, { x, y }) {
  return [[me.x, x], [me.y, y]].every(([mine, theirs]) => Math.abs(Math.floor(mine / SECTOR) - Math.floor(theirs / SECTOR)) <= 1);
}

export function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

/** The area around a place, or null in an aisle. */
export function areaAt(areas, { x, y }) {
  return areas.find((area) => x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height) ?? null;
}

/** From here towards a goal, so many decimetres at most. */
export function towards(from, goal, reach) {
  const far = distance(from, goal);
  if (far <= reach) return { x: goal.x, y: goal.y };
  return { x: from.x + ((goal.x - from.x) * reach) / far, y: from.y + ((goal.y - from.y) * reach) / far };
}

/** Those within reach, the nearest first. */
export function nearest(me, people, reach) {
  return [...people]
    .map((person) => ({ person, far: distance(me, person) }))
    .filter(({ far }) => far <= reach)
    .sort((one, other) => one.far - other.far);
}

/** How far somebody is, as one says it. */
export function inWords(far) {
  return far <= BESIDE ? "right beside you" : `${Math.round(far / 10)} m away`;
}

/** How loud somebody is: whole within an arm's length, nothing at six metres. */
export function volumeAt(far) {
  return Math.min(1, Math.max(0, 1 - (far - 10) / 50));
}
