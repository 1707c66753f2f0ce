import Window from '../../../renderer/App.vue'
import { router as windowRouter } from '../../../renderer/router.ts'
import { put } from './show.ts'

// The pages are there before a test begins: what it waits for is what it does, not what is fetched.
import.meta.glob('../../../renderer/pages/*/*Page.vue', { eager: true })

/**
 * Opens the whole window at an address, as renderer/main.ts does. What the function returns says at which address it is.
 */
export function openWindow(at: string): () => string {
  const { router } = put(Window, windowRouter.options.routes, at, 'app')
  return () => router.currentRoute.value.fullPath
}
