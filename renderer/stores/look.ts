import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { densities } from '../../shared/settings.ts'
import type { ThemeName } from '../theme/colours.ts'
import { useSettings } from './settings.ts'

/** Height of a row of data in pixels, by density. */
export const rowHeights: Readonly<Record<(typeof densities)[number], number>> = { compact: 28, comfortable: 34 }

const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

/** How the window looks: what follows from the person's settings. */
export const useLook = defineStore('look', () => {
  const kept = useSettings()
  const systemTheme = ref<ThemeName>(systemDark.matches ? 'dark' : 'light')
  systemDark.addEventListener('change', ({ matches }) => (systemTheme.value = matches ? 'dark' : 'light'))

  /** The theme in use. */
  const shown = computed<ThemeName>(() => {
    const { theme } = kept.settings
    return theme === 'system' ? systemTheme.value : theme
  })
  /** Height of a row of data, in pixels; CSS has it as `--row-height`. */
  const rowHeight = computed(() => rowHeights[kept.settings.density])

  const root = document.documentElement
  watch(shown, (name) => (root.dataset['theme'] = name), { immediate: true, flush: 'sync' })
  watch(rowHeight, (pixels) => root.style.setProperty('--row-height', `${pixels}px`), {
    immediate: true,
    flush: 'sync',
  })

  return { shown, rowHeight }
})
