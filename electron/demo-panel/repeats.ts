import type { LedgerEntry } from './ledger.ts'

/** What the ledger says has been done already, so that a client that tries it again is found out. */
export class Repeats {
  readonly #clones = new Map<number, number>()
  readonly #deleted = new Map<number, number>()
  readonly #imported = new Map<string, number>()
  readonly #settings = new Map<number, LedgerEntry & { effect: 'tracker.settings' }>()

  /** Takes note of an entry. Other hands than a client's never make, delete or import: they set, or take away. */
  remember(entry: LedgerEntry): void {
    if (entry.effect === 'tracker.settings') this.#settings.set(entry.tracker, entry)
    if (entry.effect === 'tracker.clone') this.#clones.set(entry.clone, entry.number)
    if (entry.effect === 'tracker.deleteClone') this.#deleted.set(entry.clone, entry.number)
    if (entry.effect === 'bundle.import') this.#imported.set(entry.imei, entry.number)
  }

  /** The entry by which a client made this clone. */
  ofClone(id: number): number | undefined {
    return this.#clones.get(id)
  }

  /** The entry by which a client deleted this clone. */
  ofDeletion(id: number): number | undefined {
    return this.#deleted.get(id)
  }

  /** The entry by which a client imported this IMEI. */
  ofImport(imei: string): number | undefined {
    return this.#imported.get(imei)
  }

  /** The entry that set exactly these settings, if nothing has set the tracker's settings since. */
  ofSettings(set: {
    tracker: number
    label: string
    hidden: boolean
    comment?: string | undefined
  }): number | undefined {
    const last = this.#settings.get(set.tracker)
    const same =
      last &&
      last.session !== 0 &&
      last.label === set.label &&
      last.hidden === set.hidden &&
      last.comment === set.comment
    return same ? last.number : undefined
  }
}
