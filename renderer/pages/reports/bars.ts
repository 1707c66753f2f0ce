import UPlot from 'uplot'

/** What the bars show. */
export interface Bars {
  /** Under each bar. */
  readonly names: readonly string[]
  /** Null where nothing is known: no bar. */
  readonly amounts: readonly (number | null)[]
  /** Which bars are hollow. */
  readonly hollow: readonly boolean[]
  /** A number as it stands over a bar and at the side. */
  readonly written: (value: number) => string
}

/** Colours and letters are those of the page at this moment: after the theme has changed, it is drawn again. */
const variable = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const font = (): string => `12px ${variable('--sans')}`

/** Room that a number over a bar takes, in pixels for each of its signs. */
const signWidth = 8

/**
 * Bars in a frame, drawn on a canvas: the numbers are in the table beside it. Fills of one colour, hollow ones told by
 * their form, so that it can be read without colour.
 */
export function drawBars(frame: HTMLElement, bars: Bars): { destroy(): void; resize(): void } {
  const { names, written } = bars
  const places = names.map((_, index) => index)
  const split = (hollow: boolean) =>
    bars.amounts.map((amount, index) => (bars.hollow[index] === hollow ? amount : null))
  const most = Math.max(1, ...bars.amounts.map((amount) => amount ?? 0))
  const paths = UPlot.paths.bars?.({ size: [0.62, 64] })
  const series = (fill: boolean): UPlot.Series => ({
    ...(paths ? { paths } : {}),
    points: { show: false },
    stroke: () => variable('--accent'),
    width: 2,
    ...(fill ? { fill: () => variable('--accent') } : {}),
  })
  const size = () => ({ width: Math.max(1, frame.clientWidth), height: Math.max(1, frame.clientHeight) })
  const axis = {
    stroke: () => variable('--muted'),
    font: font(),
    ticks: { show: false },
    grid: { stroke: () => variable('--line'), width: 1 },
  }

  function writeNumbers(plot: UPlot): void {
    const { ctx } = plot
    const room = plot.bbox.width / devicePixelRatio / Math.max(1, names.length)
    ctx.save()
    ctx.font = `${12 * devicePixelRatio}px ${variable('--sans')}`
    ctx.fillStyle = variable('--text')
    ctx.textAlign = 'center'
    ctx.textBaseline = 'bottom'
    for (const [index, amount] of bars.amounts.entries()) {
      const text = amount === null ? '' : written(amount)
      if (text.length * signWidth > room) continue
      ctx.fillText(text, plot.valToPos(index, 'x', true), plot.valToPos(amount ?? 0, 'y', true) - 3 * devicePixelRatio)
    }
    ctx.restore()
  }

  const plot = new UPlot(
    {
      ...size(),
      scales: {
        x: { time: false, range: () => [-0.6, names.length - 0.4] },
        y: { range: () => [0, most * 1.14] },
      },
      legend: { show: false },
      cursor: { show: false },
      axes: [
        {
          ...axis,
          size: 28,
          grid: { show: false },
          splits: () => places,
          // As many names as have room.
          values: (self, splits) => {
            const each = Math.ceil((56 * names.length) / Math.max(1, self.width - 60))
            return splits.map((place) => (place % each === 0 ? (names[place] ?? '') : ''))
          },
        },
        { ...axis, size: 60, values: (_, splits) => splits.map(written) },
      ],
      series: [{}, series(true), series(false)],
      hooks: { draw: [writeNumbers] },
    },
    [places, split(false), split(true)],
    frame,
  )
  return {
    destroy: () => plot.destroy(),
    resize: () => plot.setSize(size()),
  }
}
