import { afterEach, beforeEach } from 'vitest'
import '../../../renderer/theme/style.css'
import { installThemeStyles } from '../../../renderer/theme/variables.ts'
import { standIn, forget } from './core.ts'
import { closeAll } from './show.ts'

// Prepares the page of every test file, as renderer/main.ts and the preload script prepare the window.
Object.defineProperty(window, 'fleetbook', { value: standIn })
installThemeStyles()
document.documentElement.lang = 'en'

beforeEach(() => {
  localStorage.clear()
  forget()
})
afterEach(closeAll)
