import { z } from 'zod'

/** What a person can choose as theme; `system` follows the computer. */
export const themeChoices = ['system', 'light', 'dark'] as const
/** How close rows of data stand. */
export const densities = ['compact', 'comfortable'] as const
/** The languages that there are texts in, by the folders of `shared/locales`. */
export const languages = ['en'] as const
/** Zooms that the window offers, in percent. */
export const zooms = [75, 90, 100, 110, 125, 150, 175, 200] as const

/** Whether times can be told in a zone. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** A part of the page of settings. */
export const settingSections = ['appearance', 'times', 'sending', 'start'] as const
export type SettingSection = (typeof settingSections)[number]

function setting<Schema extends z.ZodType>(schema: Schema, first: z.output<Schema>, section: SettingSection) {
  return { schema, default: first, section }
}

/**
 * The settings of the program, each declared once: what it may be, what it is at first, and where it stands on the page
 * of settings. Its texts stand under its name in `settings` of the locales. They are kept in one file of the data folder,
 * the same in both hosts (`electron/store/settings-file.ts`).
 */
export const declaredSettings = {
  theme: setting(z.enum(themeChoices), 'system', 'appearance'),
  density: setting(z.enum(densities), 'compact', 'appearance'),
  /** In percent. */
  zoom: setting(z.int().min(75).max(200), 100, 'appearance'),
  language: setting(z.enum(languages), 'en', 'appearance'),
  /** In which zone times are told that are not the panel's: `computer`, or an IANA name. */
  zone: setting(
    z.string().refine((name) => name === 'computer' || isZone(name)),
    'computer',
    'times',
  ),
  /** The plan of what is to be sent warns of a tracker's plan that costs more than so many times as much as before. */
  dearerBy: setting(z.number().min(1).max(100), 2, 'sending'),
  /** The same of a sending to more than so many owners. */
  mostOwners: setting(z.int().min(1).max(100_000), 20, 'sending'),
  /** Whether the short tour is shown while the demo panel is open. */
  tour: setting(z.enum(['on', 'off']), 'off', 'start'),
  /** Whether the history shows what only support asks for, too: it is chosen there. */
  technical: setting(z.enum(['shown', 'hidden']), 'hidden', 'appearance'),
} as const

export type SettingName = keyof typeof declaredSettings
/** All settings, each with its value. */
export type Settings = { [Name in SettingName]: z.output<(typeof declaredSettings)[Name]['schema']> }

/** The names of the settings, in the order of their declaration. */
export const settingNames = Object.keys(declaredSettings) as SettingName[]

const { theme, density, zoom, language, zone, dearerBy, mostOwners, tour, technical } = declaredSettings
/** The settings as the contract passes them. */
export const settingsShape = z.object({
  theme: theme.schema,
  density: density.schema,
  zoom: zoom.schema,
  language: language.schema,
  zone: zone.schema,
  dearerBy: dearerBy.schema,
  mostOwners: mostOwners.schema,
  tour: tour.schema,
  technical: technical.schema,
}) satisfies z.ZodType<Settings>

/** The settings of somebody who has chosen nothing. */
export const firstSettings: Settings = {
  theme: theme.default,
  density: density.default,
  zoom: zoom.default,
  language: language.default,
  zone: zone.default,
  dearerBy: dearerBy.default,
  mostOwners: mostOwners.default,
  tour: tour.default,
  technical: technical.default,
}

/** What was given of some settings: what is undefined is left as it is. */
export function given(change: { [Name in SettingName]?: Settings[Name] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}

/** The next larger or smaller zoom of those that are offered, or the last of them. */
export function nextZoom(percent: number, by: 1 | -1): number {
  const further = by > 0 ? zooms.find((one) => one > percent) : zooms.findLast((one) => one < percent)
  return further ?? percent
}
