import { keptTemplates, type CommandTemplate } from '../../shared/contract/commands.ts'
import { readOr } from '../../shared/versioned.ts'
import type { Journal } from './journal.ts'

/** Commands that a person has given names, kept with the profile. */
export interface CommandTemplates {
  /** By name. */
  list(): CommandTemplate[]
  /** Keeps one, in the place of another of its name, or of the one that was called `instead`. */
  keep(template: CommandTemplate, instead: string | null): void
  remove(name: string): void
}

const place = 'command-templates'

export function createCommandTemplates(journal: Journal): CommandTemplates {
  function list(): CommandTemplate[] {
    return readOr(journal.kept(place, keptTemplates), [])
  }

  /** What this version cannot read is kept aside. */
  const write = (templates: readonly CommandTemplate[]) =>
    journal.keep(
      place,
      keptTemplates,
      templates.toSorted((a, b) => a.name.localeCompare(b.name)),
    )

  return {
    list,
    keep: (template, instead) =>
      write([...list().filter(({ name }) => name !== template.name && name !== instead), template]),
    remove: (name) => write(list().filter((one) => one.name !== name)),
  }
}
