import { computed, type ComputedRef, onScopeDispose, type Ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { CallOutput } from '../../shared/contract.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import { call } from '../bridge.ts'
import { matchingOffers } from '../commands/matching.ts'
import { type Offer, offered } from '../commands/offers.ts'
import { numberedRows, rowSign } from '../commands/palette.ts'
import { recentOffers } from '../commands/recent.ts'
import { addressOf } from '../place-in-address.ts'
import { useStatus } from '../stores/status.ts'
import { number } from '../wording.ts'

/** Something the palette shows: a command, or a row that leads to its sheet. */
export interface Choice extends Offer {
  /** What this and those after it are; absent where it goes on. */
  readonly heading?: string | undefined
}

/** So many rows of each sheet are shown, and how long typing rests before they are asked for, in milliseconds. */
const mostRows = 4
const rest = 120

type Found = CallOutput<'sheet.find'>['found'][number]

/** What a text in the palette leads to. */
export function usePaletteSearch(text: Readonly<Ref<string>>): ComputedRef<readonly Choice[]> {
  const { t } = useI18n()
  const router = useRouter()
  const state = useStatus()
  const found = shallowRef<readonly Found[]>([])

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, (typed) => {
    clearTimeout(timer)
    if (!state.profile || typed.trim() === '' || typed.startsWith(rowSign)) {
      found.value = []
      return
    }
    timer = setTimeout(async () => {
      // What cannot be looked up now is not offered; the next key asks again.
      const rows = await call('sheet.find', { text: typed.trim().slice(0, 100), most: mostRows }).catch(() => null)
      if (text.value === typed) found.value = rows?.found ?? []
    }, rest)
  })
  onScopeDispose(() => clearTimeout(timer))

  function rowOf({ sheet, id, panelId, name, matched }: Found): Offer {
    const heading = matched && t(`sheet.columns.${sheet}.${matched.field}`)
    return {
      id: `row ${sheet} ${id}`,
      label: name || t('palette.unnamed'),
      of: matched ? `${heading} ${matched.value}` : t(`app.nav.${sheet}`),
      hint: panelId === null ? undefined : String(panelId),
      run: () => void router.push({ path: `/${sheet}`, query: addressOf({ row: id, field: sheets[sheet].named }) }),
    }
  }

  function numbered(typed: string): Offer[] {
    const rows = numberedRows()
    if (!rows) return []
    const wanted = Number(
      typed
        .slice(rowSign.length)
        .trim()
        .replace(/[\s,.’']/g, ''),
    )
    const count = rows.count()
    const isThere = Number.isInteger(wanted) && wanted >= 1 && wanted <= count
    return [
      {
        id: 'row number',
        label: isThere ? t('palette.row', { row: number(wanted) }) : t('palette.whichRow'),
        of: t('palette.rows', { count: number(count) }),
        off: isThere ? undefined : '',
        run: () => rows.go(wanted),
      },
    ]
  }

  const headed = (heading: string, offers: readonly Offer[]): Choice[] =>
    offers.map((one, at) => ({ ...one, heading: at === 0 ? heading : undefined }))

  return computed(() => {
    if (text.value.startsWith(rowSign)) return numbered(text.value)
    const commands = matchingOffers(offered(), text.value, recentOffers())
    if (text.value.trim() !== '') {
      const rows = found.value.map(rowOf)
      return [...headed(t('palette.commands'), commands.slice(0, 30)), ...headed(t('palette.found'), rows)]
    }
    const recent = commands.filter(({ id }) => recentOffers().includes(id))
    const others = commands.filter(({ id }) => !recentOffers().includes(id))
    return [...headed(t('palette.recent'), recent), ...headed(t('palette.commands'), others)]
  })
}
