// What runs within the window of the sheet's bench: it is sent there as text, so it uses nothing from outside itself.

declare global {
  interface Window {
    gauge: Gauge
  }
}

/** Measures within the window, by its own clock; everything is in milliseconds. */
export interface Gauge {
  /** Begins to watch what the next key, click or input leads to. */
  begin(): void
  /** Resolves once all of this has been painted; rejects if that takes a quarter of a minute. */
  drawn(wanted: Wanted): Promise<Drawn>
  /** Makes a call of the core with nothing around it. Resolves to the time until its answer was there. */
  bare(name: string, input: object): Promise<number>
  /** Begins to watch every frame. */
  beginFrames(): void
  endFrames(): Frames
  /** Does nothing for so many frames. */
  idle(frames: number): Promise<void>
  /** Goes to a row as the scroll bar does. Resolves to the time until all cells in sight had been drawn. */
  jump(row: number): Promise<number>
  /** Jumps over all rows, `step` at a time. */
  walk(from: number, to: number, step: number): Promise<void>
}

/** What is waited for. */
export interface Wanted {
  /** Other rows than those that were there. */
  readonly rows?: boolean
  /** Marks of staged cells, or none any more. */
  readonly marks?: boolean
  /** A notice that begins so. */
  readonly notice?: string
}

/** When it stood in the page, from the moment the key, the click or the input came. */
export interface Drawn {
  /** When the core was first asked for something. */
  readonly asked: number
  readonly rows: number
  readonly marks: number
  readonly notice: number
  /** When the frame was painted in which the last of it stood. */
  readonly painted: number
}

/** The frames of a stretch of time. */
export interface Frames {
  /** From each frame to the next. */
  readonly lengths: readonly number[]
  /** In how many of them a cell in sight showed nothing yet. */
  readonly blank: number
}

/** Puts the gauge into the window. */
export function installGauge(): void {
  const patience = 15_000
  const scroller = () => document.querySelector('revogr-viewport-scroll.rgCol .vertical-inner')
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

  /** Whether cells in sight show nothing yet: bones stand for rows that are awaited, and no cell for rows not drawn. */
  function hasBlanks(): boolean {
    const place = scroller()?.getBoundingClientRect()
    if (!place) return true
    return [0.02, 0.5, 0.9].some((part) => {
      const cell = document.elementFromPoint(place.left + 40, place.top + place.height * part)?.closest('[data-row]')
      return !cell || cell.querySelector('.bone') !== null
    })
  }

  const rowsInSight = () =>
    Array.from(document.querySelectorAll('[data-field="panelId"]'), (cell) => cell.textContent).join()
  const found: Record<keyof Wanted, (wanted: Wanted, before: string) => boolean> = {
    // Before the core was asked, other rows are the rest of what was done before.
    rows: (_, before) =>
      asked > 0 && !document.querySelector('[data-row] .bone') && ![before, ''].includes(rowsInSight()),
    marks: ({ marks }) => (document.querySelector('[data-sign="staged"]') !== null) === marks,
    notice: ({ notice }) => document.querySelector('footer .notice')?.textContent.includes(notice ?? '') ?? false,
  }

  let began = 0
  let asked = 0
  let before = ''
  for (const type of ['keydown', 'click', 'input'] as const) {
    window.addEventListener(type, ({ timeStamp }) => (began ||= timeStamp), { capture: true })
  }
  // Every call of the core is given an id of its own before anything else.
  const randomUUID = crypto.randomUUID.bind(crypto)
  crypto.randomUUID = () => {
    if (began > 0) asked ||= performance.now()
    return randomUUID()
  }

  const posted = (message: object): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  })

  let frames: { lengths: number[]; blank: number } | null = null

  window.gauge = {
    begin() {
      began = 0
      asked = 0
      before = rowsInSight()
    },
    drawn: (wanted) =>
      new Promise((resolve, reject) => {
        const awaited = new Set(Object.keys(wanted) as (keyof Wanted)[])
        const at = { asked: 0, rows: 0, marks: 0, notice: 0 }
        const task = new MessageChannel()
        const observer = new MutationObserver(look)
        const late = setTimeout(() => end(() => reject(new Error(`Not drawn: ${[...awaited].join()}`))), patience)
        function end(settle: () => void): void {
          clearTimeout(late)
          observer.disconnect()
          task.port1.close()
          settle()
        }
        function look(): void {
          if (began === 0 || awaited.size === 0) return
          for (const what of awaited) {
            if (!found[what](wanted, before)) continue
            awaited.delete(what)
            at[what] = performance.now() - began
          }
          // The grid draws within a frame: what is next after that comes when the frame has been painted.
          if (awaited.size === 0) task.port2.postMessage(null)
        }
        task.port1.onmessage = () => {
          const painted = performance.now() - began
          end(() => resolve({ ...at, asked: asked - began, painted }))
        }
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
          attributeFilter: ['data-sign'],
        })
        look()
      }),
    async bare(name, input) {
      const message = { id: randomUUID(), name, input }
      const start = performance.now()
      if (window.fleetbook) JSON.parse(String(await window.fleetbook.call(JSON.stringify(message))))
      else await (await fetch('/bridge/call', posted(message))).json()
      return performance.now() - start
    },
    beginFrames() {
      const mine = { lengths: [], blank: 0 } as { lengths: number[]; blank: number }
      frames = mine
      let last = 0
      const step = (now: number): void => {
        if (frames !== mine) return
        if (last > 0) mine.lengths.push(now - last)
        last = now
        if (hasBlanks()) mine.blank += 1
        requestAnimationFrame(step)
      }
      requestAnimationFrame(step)
    },
    endFrames() {
      const ended = frames ?? { lengths: [], blank: 0 }
      frames = null
      return ended
    },
    async idle(count) {
      for (let turn = 0; turn < count; turn++) await frame()
    },
    async jump(row) {
      const height = document.querySelector('[data-row]')?.getBoundingClientRect().height ?? NaN
      const start = performance.now()
      const box = scroller()
      if (box) box.scrollTop = row * height
      await frame()
      const first = Math.min(row, Math.floor(((box?.scrollHeight ?? 0) - (box?.clientHeight ?? 0)) / height))
      const isThere = () => document.querySelector(`[data-row="${first}"][data-field]`) !== null && !hasBlanks()
      while (!isThere()) {
        if (performance.now() - start > patience) throw new Error(`Row ${row} was not drawn`)
        await frame()
      }
      return performance.now() - start
    },
    async walk(from, to, step) {
      for (let row = from; row < to; row += step) await this.jump(row)
    },
  }
}
