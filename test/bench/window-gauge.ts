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
  /** Begins to count how far the wheel has been turned. */
  beginWheel(): void
  /** Resolves once the page has been told of so many pixels of it: they come one after the other, long after they were sent. */
  wheelTurned(pixels: number): Promise<void>
  /** How far it is scrolled down, in pixels. */
  top(): number
  /** Goes to a row as the scroll bar does. Resolves to the time until all cells in sight had been drawn. */
  jump(row: number): Promise<number>
  /** Jumps over all rows, `step` at a time. */
  walk(from: number, to: number, step: number): Promise<void>
}

/** How the page draws rows, in CSS selectors. */
export interface Drawing {
  /** What scrolls up and down. */
  readonly scroller: string
  /** A cell, or a row where that is higher. */
  readonly cell: string
  /** The attribute that says which row it is, from 0; null where a place on the scroll bar does not tell which that is. */
  readonly row: string | null
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
export function installGauge(drawing: Drawing): void {
  const patience = 15_000
  const scroller = () => document.querySelector(drawing.scroller)
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

  /** What is in sight of the rows, in pixels: how far they are scrolled, how much room there is, how high a row is. */
  interface Sight {
    readonly top: number
    readonly room: number
    readonly height: number
  }

  function inSight(): Sight {
    const box = scroller()
    const height = document.querySelector(drawing.cell)?.getBoundingClientRect().height ?? NaN
    return { top: box?.scrollTop ?? NaN, room: box?.clientHeight ?? NaN, height }
  }

  /**
   * Whether cells in sight show nothing yet: a row that is awaited is marked so, and one not drawn is not there. The
   * rows are looked up by their numbers where that is possible: whatever asks for places would have the page laid out
   * once more.
   */
  function hasBlanks(sight: Sight): boolean {
    return [0.02, 0.5, 0.9].some((part) => {
      const drawn = drawnAt(sight, part)
      return drawn.length === 0 || drawn.some((part) => part.closest('.awaited') !== null)
    })
  }

  /** What is drawn of the row in this part of the room. */
  function drawnAt({ top, room, height }: Sight, part: number): Element[] {
    if (drawing.row !== null) {
      const row = Math.floor((top + room * part) / height)
      return [...document.querySelectorAll(`[${drawing.row}="${row}"]`)]
    }
    const box = scroller()?.getBoundingClientRect()
    const found = box && document.elementFromPoint(box.left + 1, box.top + room * part)?.closest(drawing.cell)
    return found ? [found] : []
  }

  const rowsInSight = () =>
    Array.from(document.querySelectorAll('[data-field="panelId"]'), (cell) => cell.textContent).join()
  const found: Record<keyof Wanted, (wanted: Wanted, before: string) => boolean> = {
    // Before the core was asked, other rows are the rest of what was done before.
    rows: (_, before) =>
      asked > 0 && !document.querySelector('revogr-data .awaited') && ![before, ''].includes(rowsInSight()),
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

  let turned = 0
  window.addEventListener('wheel', ({ deltaY }) => void (turned += deltaY), { capture: true, passive: true })

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
      const sight = inSight()
      const step = (now: number): void => {
        if (frames !== mine) return
        if (last > 0) mine.lengths.push(now - last)
        last = now
        if (hasBlanks({ ...sight, top: scroller()?.scrollTop ?? NaN })) mine.blank += 1
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
    top: () => scroller()?.scrollTop ?? NaN,
    beginWheel() {
      turned = 0
    },
    async wheelTurned(pixels) {
      const start = performance.now()
      while (turned < pixels) {
        if (performance.now() - start > patience) throw new Error(`The wheel came ${turned} of ${pixels} pixels far`)
        await frame()
      }
    },
    jump: (row) =>
      new Promise((resolve, reject) => {
        const box = scroller()
        const { room, height } = inSight()
        const first = Math.min(row, Math.floor(((box?.scrollHeight ?? NaN) - room) / height))
        const wanted = { top: first * height, room, height }
        const start = performance.now()
        const observer = new MutationObserver(look)
        const late = setTimeout(() => {
          const { top } = inSight()
          end(() => reject(new Error(`Row ${row} was not drawn: row ${Math.floor(top / height)} is on top`)))
        }, patience)
        function end(settle: () => void): void {
          clearTimeout(late)
          observer.disconnect()
          settle()
        }
        function look(): void {
          if (hasBlanks(wanted)) return
          const took = performance.now() - start
          end(() => resolve(took))
        }
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
        if (box) box.scrollTop = wanted.top
        look()
      }),
    async walk(from, to, step) {
      for (let row = from; row < to; row += step) {
        // A scroll bar moves between two frames. RevoGrid goes within a frame to where it was scrolled to before it:
        // whoever went on in the middle of one would be taken back.
        await frame()
        await new Promise((resolve) => setTimeout(resolve))
        await this.jump(row)
      }
    },
  }
}
