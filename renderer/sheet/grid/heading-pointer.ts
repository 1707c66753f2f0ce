/** What the pointer asks for on the headings; columns by their fields. */
export interface HeadingHandlers {
  /** A heading was clicked: its column is selected. */
  select(field: string, event: MouseEvent): void
  /** The corner above the numbers of the rows was clicked. */
  selectAll(): void
  /** The arrow in it was clicked. */
  sort(field: string, event: MouseEvent): void
  /** Its button was clicked, or the right one of the pointer. */
  menu(field: string): void
  /** It was dragged to another one. */
  move(field: string, to: string, side: 'before' | 'behind'): void
  /** Its edge was double-clicked. */
  fit(field: string): void
  /** The dragged heading is held beyond an edge of the grid; pixels. */
  scroll(by: number): void
}

/** How far the pointer goes before it drags, in pixels. */
const slack = 5
const step = 24

interface Target {
  readonly field: string
  readonly side: 'before' | 'behind'
  readonly x: number
}

function headingOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-heading]') : null
}

/** What is clicked in a heading by itself. */
const parts = '.heading-menu, .heading-sort, .arrow'

function isOn(target: EventTarget | null, part: string): boolean {
  return target instanceof Element && target.closest(part) !== null
}

/** Clicks and drags on the headings within a frame. The place where a dragged one would go is marked by a line. */
export function headingPointer(
  frame: () => HTMLElement | null,
  handlers: HeadingHandlers,
): {
  pressed(event: MouseEvent): void
  clicked(event: MouseEvent): void
  doubleClicked(event: MouseEvent): void
  /** A menu is asked for; whether it is that of a heading. */
  menuAsked(event: MouseEvent): boolean
  /** Ends it, whatever is under way. */
  close(): void
} {
  let held: { readonly field: string; readonly x: number; dragging: boolean } | null = null
  let line: HTMLElement | null = null
  let wasDragged = false

  function targetAt(x: number): Target | null {
    const headings = [...(frame()?.querySelectorAll<HTMLElement>('[data-heading]') ?? [])]
    const boxes = headings.map((heading) => ({
      field: heading.dataset['heading'] ?? '',
      box: heading.getBoundingClientRect(),
    }))
    // Pinned ones lie over the others, and come first on the page.
    const over = boxes.find(({ box }) => x >= box.left && x < box.right)
    if (!over) return null
    const side = x < (over.box.left + over.box.right) / 2 ? 'before' : 'behind'
    return { field: over.field, side, x: side === 'before' ? over.box.left : over.box.right }
  }

  function draw(target: Target | null): void {
    const around = frame()
    if (!around || !target) {
      line?.remove()
      line = null
      return
    }
    if (!line) {
      line = document.createElement('div')
      line.className = 'drop-line'
      around.append(line)
    }
    line.style.left = `${target.x - around.getBoundingClientRect().left}px`
  }

  function moved(event: MouseEvent): void {
    if (!held) return
    if (!held.dragging && Math.abs(event.clientX - held.x) < slack) return
    held.dragging = true
    const box = frame()?.getBoundingClientRect()
    frame()?.toggleAttribute('data-dragging', true)
    if (box && event.clientX > box.right - step) handlers.scroll(step)
    if (box && event.clientX < box.left + step) handlers.scroll(-step)
    draw(targetAt(event.clientX))
  }

  function released(event: MouseEvent): void {
    const dragged = held?.dragging ? held : null
    const target = dragged && targetAt(event.clientX)
    close()
    wasDragged = dragged !== null
    if (dragged && target && target.field !== dragged.field) handlers.move(dragged.field, target.field, target.side)
  }

  function keyed(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    wasDragged = held?.dragging ?? false
    close()
  }

  function close(): void {
    held = null
    draw(null)
    frame()?.toggleAttribute('data-dragging', false)
    window.removeEventListener('mousemove', moved)
    window.removeEventListener('mouseup', released)
    window.removeEventListener('keydown', keyed, true)
  }

  return {
    pressed(event) {
      wasDragged = false
      const field = headingOf(event.target)?.dataset['heading']
      if (field === undefined || event.button !== 0) return
      if (isOn(event.target, '.resizable') || isOn(event.target, parts)) return
      // It would select the text of the headings.
      event.preventDefault()
      held = { field, x: event.clientX, dragging: false }
      window.addEventListener('mousemove', moved)
      window.addEventListener('mouseup', released)
      window.addEventListener('keydown', keyed, true)
    },
    clicked(event) {
      const field = headingOf(event.target)?.dataset['heading']
      if (field === undefined) {
        if (isOn(event.target, '.rgHeaderCell.row-head')) handlers.selectAll()
        return
      }
      if (wasDragged || isOn(event.target, '.resizable')) return
      if (isOn(event.target, '.heading-menu')) handlers.menu(field)
      else if (isOn(event.target, parts)) handlers.sort(field, event)
      else handlers.select(field, event)
    },
    doubleClicked(event) {
      const field = headingOf(event.target)?.dataset['heading']
      if (field !== undefined && isOn(event.target, '.resizable')) handlers.fit(field)
    },
    menuAsked(event) {
      const field = headingOf(event.target)?.dataset['heading']
      if (field === undefined) return false
      event.preventDefault()
      close()
      const ask = (): void => handlers.menu(field)
      // Some systems ask while the button is still down, and a menu would close again as soon as it comes up.
      if (event.buttons === 0) ask()
      else window.addEventListener('mouseup', ask, { once: true })
      return true
    },
    close,
  }
}
