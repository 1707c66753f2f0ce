import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { CallOutput } from '../../shared/contract.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { densities, firstSettings, type Settings, themeChoices } from '../../shared/settings.ts'
import { call, onReturn, zoomTo } from '../bridge.ts'
import { tellTimesIn } from '../wording.ts'
import { keep, kept } from './kept.ts'

/**
 * The settings of the program. The core keeps them; what the first frame needs of them is kept in the window, too, so
 * that nothing changes its colour a moment after it was drawn.
 */
export const useSettings = defineStore('settings', () => {
  const settings = shallowRef<Settings>({
    ...firstSettings,
    theme: kept('theme', themeChoices) ?? firstSettings.theme,
    density: kept('density', densities) ?? firstSettings.density,
  })
  /** Whether the core has said them. */
  const known = shallowRef(false)
  /** Why they could not be read or kept. */
  const problem = shallowRef<Problem | null>(null)

  let asked = 0

  /** Takes the core's word, unless something was changed since it was asked. */
  async function take(answer: Promise<CallOutput<'settings.read'>>): Promise<void> {
    const mine = ++asked
    try {
      const told = await answer
      if (mine !== asked) return
      // Said first: by it the zoom that is told is taken.
      known.value = true
      settings.value = told.settings
      problem.value = told.problem
    } catch (error) {
      if (mine !== asked) return
      known.value = true
      problem.value = problemOf(error)
    }
  }

  /** Changes some of them, at once, and has them kept. */
  function change(change: Partial<Settings>): void {
    settings.value = { ...settings.value, ...change }
    void take(call('settings.change', change))
  }

  const ask = () => void take(call('settings.read', {}))
  onReturn(ask)
  ask()

  watch(
    settings,
    ({ theme, density, zone, zoom }) => {
      keep('theme', theme)
      keep('density', density)
      tellTimesIn(zone === 'computer' ? undefined : zone)
      if (known.value) zoomTo(zoom)
    },
    { immediate: true, flush: 'sync' },
  )

  return { settings, known, problem, change }
})
