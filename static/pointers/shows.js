// Who shows something at this moment, by person: begun with the first event, over when they say so or are silent for too long.

export const SILENT = 4500;

export class Shows {
  constructor(now = () => Date.now()) {
    this.now = now;
    this.byPerson = new Map();
    this.begun = 0;
  }

  /** True when it begins with this. */
  hear(event) {
    const known = this.byPerson.get(event.person.id);
    this.byPerson.set(event.person.id, { event, at: this.now(), begun: known?.begun ?? ++this.begun });
    return !known;
  }

  end(person) {
    return this.byPerson.delete(person);
  }

  /** Those who have been silent for too long are over, and are answered. */
  forget() {
    const gone = [...this.byPerson].filter(([, { at }]) => this.now() - at > SILENT).map(([person]) => person);
    for (const person of gone) this.byPerson.delete(person);
    return gone;
  }

  all() {
    return [...this.byPerson.values()].map(({ event }) => event);
  }

  /** What the one shows who began last. */
  newest() {
    return [...this.byPerson.values()].sort((one, other) => other.begun - one.begun)[0]?.event ?? null;
  }
}
