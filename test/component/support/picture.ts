import { expect } from 'vitest'
import { page } from 'vitest/browser'
import hebrewBold from './fonts/hebrew-bold.woff?url'
import hebrew from './fonts/hebrew.woff?url'
import mono from './fonts/mono.woff?url'
import sansBold from './fonts/sans-bold.woff?url'
import sans from './fonts/sans.woff?url'

// The window takes the fonts of the computer, which differ from one to the next. Pictures are taken in fonts of their own.

const faces = [
  ['Picture Sans', 400, sans],
  ['Picture Sans', 600, sansBold],
  ['Picture Hebrew', 400, hebrew],
  ['Picture Hebrew', 600, hebrewBold],
  ['Picture Mono', 400, mono],
] as const

/** Has the page drawn in the fonts of the pictures from here on. */
export async function useFontsOfPictures(): Promise<void> {
  const style = document.createElement('style')
  style.textContent = [
    ...faces.map(
      ([family, weight, url]) => `@font-face{font-family:'${family}';font-weight:${weight};src:url('${url}')}`,
    ),
    ":root{--sans:'Picture Sans','Picture Hebrew';--mono:'Picture Mono','Picture Hebrew'}",
  ].join('\n')
  document.head.append(style)
  await Promise.all(faces.map(([family, weight]) => document.fonts.load(`${weight} 13px '${family}'`)))
}

/** Compares the whole window with its picture of this name. */
export async function seeAs(name: string): Promise<void> {
  await expect(page.elementLocator(document.body)).toMatchScreenshot(name)
}
