import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import SegmentedChoice from '../../renderer/components/SegmentedChoice.vue'
import { i18n } from '../../renderer/i18n.ts'
import PanelChoice from '../../renderer/pages/connection/PanelChoice.vue'
import { en } from '../../shared/locales/en/index.ts'
import { answering } from './support/core.ts'
import { acme, knownPanels } from './support/known.ts'
import { useFontsOfPictures } from './support/picture.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'

// Whatever font a computer has, and however long the words of a language are, texts stay in what is drawn around them.

const long = {
  connection: {
    known: { open: 'Diesen Bestand öffnen', remove: 'Entfernen' },
    unreadable: { restore: 'Wiederherstellen und öffnen', mend: 'Angeben, welches Panel es ist' },
    demo: { action: 'Das Demonstrationspanel öffnen' },
    add: {
      regions: { eu: 'Europa', us: 'Nord- und Südamerika', me: 'Naher Osten', own: 'Eigene Adresse' },
      test: 'Verbindung prüfen',
      connect: 'Mit diesem Konto verbinden',
    },
  },
}

const wide = document.createElement('style')
wide.textContent = `
  body, .n-button { font-size: 17px !important; }
  * { letter-spacing: 2px; }`

beforeEach(async () => {
  await useFontsOfPictures()
  document.head.append(wide)
  i18n.global.mergeLocaleMessage('en', long)
})
afterEach(() => {
  wide.remove()
  i18n.global.mergeLocaleMessage('en', { connection: en.connection })
})

/** The texts of buttons and of choices that stand out of what is drawn around them. */
function standingOut(): string[] {
  const frames = [
    ...document.querySelectorAll<HTMLElement>('main button, main fieldset > div, main fieldset label > span'),
  ]
  return frames
    .filter((frame) => {
      const around = frame.parentElement?.getBoundingClientRect()
      const { left, right } = frame.getBoundingClientRect()
      const isOut = around && (left < around.left - 0.5 || right > around.right + 0.5)
      return isOut || frame.scrollWidth > frame.clientWidth
    })
    .map(({ textContent, scrollWidth, clientWidth }) => `${textContent} (${scrollWidth} in ${clientWidth})`)
}

test.each([1280, 760, 640])('On the page of panels, in a window %i wide', async (width) => {
  await page.viewport(width, 800)
  answering({
    'status.read': () => statusWith({ profile: null, connection: { state: 'closed' } }),
    'profiles.list': () => ({
      ...knownPanels,
      profiles: [acme],
      unreadable: [
        { id: 'lost', problem: { code: 'profile-unreadable' }, kept: null, unsettled: 3 },
        { id: 'kept', problem: { code: 'profile-unreadable' }, kept: acme, unsettled: 3 },
      ],
    }),
  })
  show(PanelChoice)
  await expect.element(page.getByText(long.connection.demo.action)).toBeVisible()
  expect(standingOut()).toEqual([])
})

test('A choice whose one text is longer than its room breaks it', async () => {
  await page.viewport(400, 800)
  const choices = [
    { value: 'a', label: 'Donaudampfschifffahrtsgesellschaftskapitän oder Landesvermessungsamt' },
    { value: 'b', label: 'Kurz' },
  ]
  show(SegmentedChoice, { modelValue: 'a', legend: 'Was', choices })
  await expect.element(page.getByText('Kurz')).toBeVisible()
  expect(standingOut()).toEqual([])
})
