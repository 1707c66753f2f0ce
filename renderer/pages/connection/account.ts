import type { ComposerTranslation } from 'vue-i18n'
import { type PanelPlace, type ProfileSummary, regions } from '../../../shared/contract/profiles.ts'
import type { ProblemCode } from '../../../shared/problem.ts'

/** The places that the form offers, in the order of its choice. */
export const placeChoices = ['eu', 'us', 'me', 'own'] as const
/** Where a panel is: a region of the vendor's own, or an address of the person's. */
export type PlaceChoice = (typeof placeChoices)[number]

/** What has been chosen and typed as a place of the contract. */
export function placeOf(choice: PlaceChoice, address: string, plainHttpConfirmed: boolean): PanelPlace {
  return {
    kind: 'address',
    baseUrl: choice === 'own' ? address.trim() : regions[choice],
    plainHttpConfirmed,
  }
}

/** The host of a panel, or the region whose address it is; null for the demo panel. */
export function hostOf(place: PanelPlace): string | null {
  if (place.kind === 'demo') return null
  return URL.parse(place.baseUrl)?.host ?? place.baseUrl
}

/** Where a panel is and whose it is, in words. */
export function whereOf(
  t: ComposerTranslation,
  { panel, login, dealerId }: Pick<ProfileSummary, 'panel' | 'login' | 'dealerId'>,
): string {
  const place = hostOf(panel)
  const there = place === null ? t('connection.known.demoPlace') : t('connection.known.where', { login, place })
  return [there, ...(dealerId === null ? [] : [t('connection.known.account', { id: dealerId })])].join(' · ')
}

/** A field of the form at which something can be wrong; `form` is the form as a whole. */
export type AccountField = 'address' | 'login' | 'password' | 'form'

const fields: Partial<Record<ProblemCode, AccountField>> = {
  unreachable: 'address',
  'timed-out': 'address',
  certificate: 'address',
  redirect: 'address',
  'not-a-panel': 'address',
  'cut-short': 'address',
  address: 'address',
  'plain-http': 'address',
  'dealer-blocked': 'login',
  'wrong-password': 'password',
}

/** The field at which a problem arose. */
export function fieldOf(code: ProblemCode): AccountField {
  return fields[code] ?? 'form'
}
