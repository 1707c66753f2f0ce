import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { ThemeName } from '../theme/colours.ts'
import { kept, keep } from './kept.ts'

/** What a person can choose as theme; `system` follows the computer. */
export const themeChoices = ['system', 'light', 'dark'] as const
/** How close rows of data stand. */
export const densities = ['compact', 'comfortable'] as const

/** Height of a row of data in pixels, by density. */
export const rowHeights: Readonly<Record<(typeof densities)[number], number>> = { compact: 28, comfortable: 34 }

const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

/** How the window looks: the person's choices, kept on this computer, and what follows from them. */
export const useLook = defineStore('look', () => {
  const theme = ref(kept('theme', themeChoices) ?? 'system')
  const density = ref(kept('density', densities) ?? 'compact')
  const systemTheme = ref<ThemeName>(systemDark.matches ? 'dark' : 'light')
  systemDark.addEventListener('change', ({ matches }) => (systemTheme.value = matches ? 'dark' : 'light'))

  /** Whether the last choice could be kept beyond this window. */
  const isKept = ref(true)
  watch(theme, (choice) => (isKept.value = keep('theme', choice)))
  watch(density, (choice) => (isKept.value = keep('density', choice)))

  /** The theme in use. */
  const shown = computed<ThemeName>(() => (theme.value === 'system' ? systemTheme.value : theme.value))
  /** Height of a row of data, in pixels; CSS has it as `--row-height`. */
  const rowHeight = computed(() => rowHeights[density.value])

  const root = document.documentElement
  watch(shown, (name) => (root.dataset['theme'] = name), { immediate: true, flush: 'sync' })
  watch(rowHeight, (pixels) => root.style.setProperty('--row-height', `${pixels}px`), {
    immediate: true,
    flush: 'sync',
  })

  return { theme, density, shown, rowHeight, isKept }
})
