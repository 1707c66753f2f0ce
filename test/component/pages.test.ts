import { beforeAll, expect, test } from 'vitest'
import { server } from 'vitest/browser'
import { seeAs, useFontsOfPictures } from './support/picture.ts'
import { isPlain, openScene, scenes } from './support/scenes.ts'

// Pages compared with their pictures, so that a control that has moved, or a colour that went, is seen at once.

/** Without rows, or with a problem, pages are drawn in the same colours: one picture of them is enough. */
const pictures = scenes.flatMap((scene) =>
  (isPlain(scene) ? (['light', 'dark'] as const) : (['light'] as const)).map((theme) => ({ ...scene, theme })),
)

beforeAll(useFontsOfPictures)

/** While pictures are renewed, what is broken on purpose would become one. */
const isRenewing = server.config.snapshotOptions.updateSnapshot === 'all'

/** The Chromium that the pictures are of: another may draw letters and edges otherwise. Renewed with the pictures. */
const chromiumOfPictures = 156
const chromium = Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1])
/** Other systems draw letters and lists of choices otherwise. */
const drawnElsewhere = server.platform !== 'linux' || chromium !== chromiumOfPictures
const whereDrawn = `the pictures are of Chromium ${chromiumOfPictures} on Linux; this is ${chromium} on ${server.platform}`

test.for(pictures)('$name in $theme', async (scene, { skip }) => {
  skip(drawnElsewhere && !isRenewing, whereDrawn)
  await openScene(scene, scene.theme)
  await seeAs(`${scene.name}-${scene.theme}`)
})

test.skipIf(isRenewing)('A control that has moved by four pixels is noticed', async ({ skip }) => {
  skip(drawnElsewhere, whereDrawn)
  const [scene] = scenes.filter(({ name }) => name === 'outbox')
  if (!scene) throw new Error('There is no scene of the outbox')
  await openScene(scene, 'light')
  const send = scene.seen().element()
  if (send instanceof HTMLElement) send.style.translate = '-4px 0'
  await expect(seeAs('outbox-light')).rejects.toThrow(/does not match/)
})
