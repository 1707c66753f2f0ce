/** Room for what stands next to a text: the sign or check mark of a cell, the menu of a heading, the padding of both. */
const room = { sign: 20, menu: 24, padding: 20 }

/** The width at which nothing is cut of what a column shows now, heading and menu included; in pixels. */
export function fittingWidth(frame: HTMLElement | null, field: string): number {
  const range = document.createRange()
  const widthOf = (node: Node): number => {
    range.selectNodeContents(node)
    return range.getBoundingClientRect().width
  }
  const cells = [...(frame?.querySelectorAll(`[data-field="${field}"]`) ?? [])].map((cell) => {
    // A cell that holds nothing but a text has no element within.
    const text = cell.querySelector('.text') ?? (cell.childElementCount === 0 ? cell : null)
    return (text ? widthOf(text) : 0) + (cell.querySelector('svg') ? room.sign : 0)
  })
  const heading = frame?.querySelector(`[data-heading="${field}"]`)
  const name = heading?.querySelector('.heading')
  const signs = heading?.querySelector('.heading-signs')?.getBoundingClientRect().width ?? 0
  return Math.ceil(Math.max(...cells, (name ? widthOf(name) : 0) + signs + room.menu)) + room.padding
}
