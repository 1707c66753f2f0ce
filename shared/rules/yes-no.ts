const yes = new Set(['yes', 'y', 'true', 't', '1', 'on', 'x', '✓', 'да', 'д', 'sí', 'si', 'oui', 'ja', 'sim'])
const no = new Set(['no', 'n', 'false', 'f', '0', 'off', 'нет', 'н', 'non', 'nein', 'não', 'nao'])

/** What a person means by a text that shall say yes or no, in several languages; null where it says neither. */
export function readYesNo(text: string): boolean | null {
  const word = text.replaceAll('\u00a0', ' ').trim().toLowerCase()
  if (yes.has(word)) return true
  return no.has(word) ? false : null
}
