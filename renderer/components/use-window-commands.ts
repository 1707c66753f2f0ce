import { computed, nextTick, onBeforeUnmount, onMounted } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { densities, themeChoices } from '../../shared/settings.ts'
import { sheetNames } from '../../shared/sheets/catalogue.ts'
import { firstChord } from '../commands/chords.ts'
import { chordText } from '../commands/key-names.ts'
import { offer, type Offer } from '../commands/offers.ts'
import { openPalette } from '../commands/palette.ts'
import { chordOfPage, type WindowCommand, windowCommandOf, windowKeys } from '../commands/window-keys.ts'
import { useSettings } from '../stores/settings.ts'
import { useStatus } from '../stores/status.ts'
import { goToArea } from './areas.ts'
import { usePages } from './use-pages.ts'

/** What can be done on every page, by key and by name: the pages themselves, how the window looks, what is staged. */
export function useWindowCommands(): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const state = useStatus()
  const kept = useSettings()
  const pages = usePages()

  const keysOf = (name: string): string => chordText(firstChord([windowKeys], name))
  const sheetPaths = computed(() => pages.value.filter(({ path, off }) => off === null && isSheet(path)))
  const isSheet = (path: string): boolean => sheetNames.some((name) => `/${name}` === path)

  function goToSheet(by: -1 | 1): void {
    const paths = sheetPaths.value.map(({ path }) => path)
    const at = paths.findIndex((path) => route.path.startsWith(path))
    const next = paths[(at + by + paths.length) % paths.length]
    if (next !== undefined) void router.push(next)
  }

  async function review(): Promise<void> {
    await router.push('/outbox')
    await nextTick()
    document.getElementById('content')?.focus()
  }

  /** Carries a command out; false where there is nothing to it now, and the key is left to others. */
  function run(command: WindowCommand): boolean {
    switch (command.do) {
      case 'palette':
        openPalette()
        return true
      case 'area':
        goToArea(command.by)
        return true
      case 'page': {
        const page = pages.value[command.at]
        if (page?.off === null) void router.push(page.path)
        return page !== undefined
      }
      case 'sheet':
        goToSheet(command.by)
        return state.profile !== null
      case 'review':
        if (state.profile) void review()
        return state.profile !== null
    }
  }

  function keyed(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const command = windowCommandOf(event)
    if (command && run(command)) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', keyed))
  onBeforeUnmount(() => window.removeEventListener('keydown', keyed))

  offer((): Offer[] => [
    ...pages.value.map(({ path, name, off }, at) => {
      const chord = chordOfPage(at)
      return {
        id: `page ${path}`,
        label: t('palette.goTo', { page: name }),
        of: t('palette.of.pages'),
        hint: chord && chordText(chord),
        off: off ?? undefined,
        run: () => void router.push(path),
      }
    }),
    ...(state.profile
      ? [
          {
            id: 'review',
            label: t('palette.review'),
            of: t('app.nav.outbox'),
            hint: keysOf('review'),
            run: () => void review(),
          },
        ]
      : []),
    ...themeChoices
      .filter((theme) => theme !== kept.settings.theme)
      .map((theme) => ({
        id: `theme ${theme}`,
        label: t(`palette.theme.${theme}`),
        of: t('palette.of.look'),
        run: () => kept.change({ theme }),
      })),
    ...densities
      .filter((density) => density !== kept.settings.density)
      .map((density) => ({
        id: `density ${density}`,
        label: t(`palette.density.${density}`),
        of: t('palette.of.look'),
        run: () => kept.change({ density }),
      })),
  ])
}
