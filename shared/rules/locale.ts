/** The languages in which the panel's own pages speak to users, as it calls them. */
export const locales = [
  ...['en_US', 'es_ES', 'de_DE', 'fr_FR', 'pt_PT', 'ro_RO', 'tr_TR', 'uk_UA', 'ru_RU', 'ar_AR'],
] as const

/** The language that a text names, in whichever of the usual ways it is written; any other text as it is. */
export function readLocale(text: string): string {
  const key = text.toLowerCase().replace('-', '_')
  return locales.find((one) => [one.toLowerCase(), one.slice(0, 2)].includes(key)) ?? text
}

/** Where the zones lie that the panel knows. (panel-openapi.json, timezone/list) */
const parts = /^(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//

/** The time zones that can be given to a user. */
export function timeZones(): readonly string[] {
  return (known ??= Intl.supportedValuesOf('timeZone').filter((zone) => parts.test(zone)))
}
let known: readonly string[] | null = null

/** The time zone that a text names; any other text as it is. */
export function readTimeZone(text: string): string {
  const key = text.toLowerCase().replaceAll(' ', '_')
  return timeZones().find((zone) => zone.toLowerCase() === key) ?? text
}
