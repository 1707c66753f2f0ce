import Fuzzy from '@leeoniya/ufuzzy'
import type { Offer } from './offers.ts'

/** Letters of every script count, and not only Latin ones. */
const fuzzy = new Fuzzy({
  unicode: true,
  interSplit: "[^\\p{L}\\d']+",
  intraSplit: '\\p{Ll}\\p{Lu}',
  intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
  intraChars: "[\\p{L}\\d']",
  intraContr: "'\\p{L}{1,2}\\b",
  // Of those that fit alike, the one of which most was typed.
  compare: (one, other) => one.length - other.length,
})

/** Words may stand in any order; more of them than these only in the order in which they are typed. */
const permuted = 4

function found(texts: string[], text: string): readonly number[] {
  const [all, info, order] = fuzzy.search(texts, text, permuted)
  return all && info && order ? order.flatMap((at) => info.idx[at] ?? []) : (all ?? [])
}

/**
 * The offers that a text names, best first: each of its words is within the label; of several words, some may be in what it
 * belongs to. Without a text, all of them, those that were chosen last in front.
 */
export function matchingOffers(offers: readonly Offer[], text: string, recent: readonly string[]): readonly Offer[] {
  if (text.trim() === '') {
    const place = (offer: Offer): number => (recent.includes(offer.id) ? recent.indexOf(offer.id) : recent.length)
    return [...offers].sort((one, other) => place(one) - place(other))
  }
  const byLabel = found(
    offers.map(({ label }) => label),
    text,
  )
  // One word that only says what they belong to would bring all of a sheet's.
  const byBoth = /\S\s+\S/.test(text)
    ? found(
        offers.map(({ label, of }) => `${label} ${of}`),
        text,
      )
    : []
  return [...new Set([...byLabel, ...byBoth])].flatMap((at) => offers[at] ?? [])
}
