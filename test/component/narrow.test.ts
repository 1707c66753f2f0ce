import { beforeAll, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { useFontsOfPictures } from './support/picture.ts'
import { isPlain, openScene, scenes } from './support/scenes.ts'

// Pages in a small window, and at a zoom of 200 % in one of 1280 by 800: nothing that can be pressed is cut or covered.

const sizes = [
  { width: 1024, height: 700 },
  { width: 640, height: 400 },
] as const
const pages = scenes.filter(isPlain).flatMap((scene) => sizes.map((size) => ({ ...scene, ...size })))

beforeAll(useFontsOfPictures)

const shown = (of: Document | Element, what: string): HTMLElement[] =>
  [...of.querySelectorAll<HTMLElement>(what)].filter((one) => one.checkVisibility())

/** Texts of buttons that are wider than these. */
const leaving = (): string[] =>
  shown(document, 'button')
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map(({ textContent, scrollWidth, clientWidth }) => `${textContent} (${scrollWidth} in ${clientWidth})`)

/** What of a bar reaches beyond it, and is not brought into sight by scrolling. */
const beyond = (): string[] =>
  shown(document, 'header, footer, [role=toolbar]').flatMap((bar) => {
    const { right } = bar.getBoundingClientRect()
    return shown(bar, 'button, a, input, [role=combobox]')
      .filter((one) => one.closest('.filters') === null && one.getBoundingClientRect().right > right + 1)
      .map((one) => `${one.textContent || one.ariaLabel || one.tagName}, in ${bar.tagName}`)
  })

test.for(pages)('$name at $width by $height', async (scene) => {
  await page.viewport(scene.width, scene.height)
  await openScene(scene, 'light')
  expect(leaving()).toEqual([])
  expect(beyond()).toEqual([])
  const cells = document.querySelector('main .body [role=grid]')
  const isSheet = document.querySelector('main revo-grid') !== null
  if (cells && isSheet) expect(cells.getBoundingClientRect().height).toBeGreaterThanOrEqual(scene.height / 2)
  await page.viewport(1280, 800)
})
