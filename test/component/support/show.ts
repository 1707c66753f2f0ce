import { darkTheme, NConfigProvider, NMessageProvider } from 'naive-ui'
import { createPinia } from 'pinia'
import { type App, type Component, createApp, defineComponent, h, nextTick, shallowReactive, shallowRef } from 'vue'
import { createMemoryHistory, createRouter, type Router, type RouteRecordRaw } from 'vue-router'
import ConfirmDialog from '../../../renderer/components/ConfirmDialog.vue'
import { i18n } from '../../../renderer/i18n.ts'
import { useLook } from '../../../renderer/stores/look.ts'
import { naiveOverrides } from '../../../renderer/theme/naive.ts'

/** A component on the page, in everything that App.vue puts around it. */
export interface Shown {
  /** What it has emitted under a name, in order: the arguments of each. */
  emitted(name: string): readonly (readonly unknown[])[]
  /** What it exposes to whoever holds it. */
  readonly exposed: Record<string, (...args: never[]) => unknown>
  /** The address that the window is at, as after a press that leads to another page. */
  where(): string
  /** Gives it other values for some of its properties. */
  give(props: Record<string, unknown>): Promise<void>
  /** Takes it off the page. */
  remove(): void
}

const shown = new Set<App>()

/**
 * Puts a component on the page with its properties; a `v-model` of it follows what it emits. Beside it stand the place
 * for side panels, what asks for confirmations, and a button from which the keyboard came.
 */
export function show(component: Component, props: Record<string, unknown> = {}): Shown {
  const given = shallowReactive({ ...props })
  const emitted: [string, readonly unknown[]][] = []
  const held = shallowRef<Shown['exposed'] | null>(null)
  const listeners = Object.fromEntries(
    eventsOf(component).map((name) => [
      `on${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      (...args: unknown[]) => {
        emitted.push([name, args])
        if (name.startsWith('update:')) given[name.slice('update:'.length)] = args[0]
      },
    ]),
  )
  const root = defineComponent(() => {
    const look = useLook()
    return () =>
      h(
        NConfigProvider,
        {
          theme: look.shown === 'dark' ? darkTheme : null,
          themeOverrides: naiveOverrides(look.shown),
          inlineThemeDisabled: true,
        },
        () =>
          h(NMessageProvider, null, () => [
            h('button', { type: 'button', id: 'before' }, 'Before'),
            h(
              'main',
              { style: 'position: relative; padding: 24px' },
              h(component, { ...given, ...listeners, ref: held }),
            ),
            h('div', { id: 'side-panel' }),
            h(ConfirmDialog),
          ]),
      )
  })
  const { app, router } = put(root, [{ path: '/:anything(.*)*', component: { render: () => null } }], '/')

  return {
    emitted: (name) => emitted.filter(([one]) => one === name).map(([, args]) => args),
    get exposed() {
      if (!held.value) throw new Error('The component is not there')
      return held.value
    },
    async give(more) {
      Object.assign(given, more)
      await nextTick()
    },
    where: () => router.currentRoute.value.fullPath,
    remove: () => close(app),
  }
}

/** Mounts an application of these routes at an address, in an element of its own. */
export function put(
  root: Component,
  routes: readonly RouteRecordRaw[],
  at: string,
  id = '',
): { app: App; router: Router } {
  const history = createMemoryHistory()
  history.replace(at)
  const router = createRouter({ history, routes })
  const app = createApp(root).use(createPinia()).use(i18n).use(router)
  const place = document.createElement('div')
  place.id = id
  document.body.append(place)
  app.mount(place)
  shown.add(app)
  app.onUnmount(() => place.remove())
  return { app, router }
}

/** The events that a component declares. */
function eventsOf(component: Component): string[] {
  const declared: unknown = 'emits' in component ? component.emits : []
  return Array.isArray(declared) ? declared.map(String) : Object.keys(declared ?? {})
}

function close(app: App): void {
  if (shown.delete(app)) app.unmount()
}

/** Takes everything off the page. */
export function closeAll(): void {
  for (const app of shown) close(app)
}
