/** Which network took whose place: a network that is made again has another id, and what was noted of the old one means the new one. */
export class NetworkIds {
  readonly #next = new Map<string, string>();

  replaced(id: string, by: string): void {
    // made again under an id of its own past, it would be followed for ever
    this.#next.delete(by);
    if (id !== by) this.#next.set(id, by);
  }

  /** The id that counts now. */
  now(id: string): string {
    let current = id;
    for (let next = this.#next.get(current); next !== undefined; next = this.#next.get(current)) current = next;
    return current;
  }
}
