import { madeOf, showsEffect, type AnyEdit } from '../../shared/operations/edit.ts'
import type { RowReader } from '../entities/row-reader.ts'
import type { Executable, Proof, Surroundings } from './executor.ts'

/**
 * Reads the row of each edit back, and has `proofOf` say by what is shown of it whether the edit took effect. A row that
 * the panel does not know shows no effect. An edit that says whose the row is knows that also while the cache is lost.
 */
export async function readRowsBack<
  Held extends object,
  Params extends Pick<AnyEdit, 'row'> & { readonly user?: number },
>(
  reader: RowReader<Held>,
  operations: readonly Executable<Params>[],
  { panel, cache, signal }: Surroundings,
  proofOf: (held: Held, params: Params) => Proof,
): Promise<ReadonlyMap<number, Proof>> {
  const rows = operations.map(({ params }) => params.row)
  const where = reader.whereabouts(cache, rows)
  const proofs = new Map<number, Proof>()
  for (const { id, params } of operations) {
    const known = where.get(params.row) ?? { panelId: params.row, owner: null }
    const held = await reader.one(panel, { ...known, owner: known.owner ?? params.user ?? null }, { signal })
    proofs.set(id, held ? proofOf(held, params) : { effect: false })
  }
  return proofs
}

/** The proof of an effect that either shows or does not, and leaves nothing else to be known. */
export const shows = (effect: boolean): Proof => (effect ? { effect, result: null } : { effect })

/** The proof of an edit by what its row shows: each field as it was set, or as the panel may have made of it. */
export function showsEdit(
  { set, base }: Pick<AnyEdit, 'set' | 'base'>,
  shown: Readonly<Record<string, unknown>>,
): Proof {
  const made = madeOf(set, shown)
  return showsEffect({ set, base }, shown) ? { effect: true, result: made && { made } } : { effect: false }
}
