import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Drawing } from './window-gauge.ts'

// Pages that show a grid with nothing around it: what the sheet is measured beside.

/** What such a grid shows, and where. */
export interface Shown {
  readonly columns: readonly { readonly field: string; readonly width: number; readonly pinned: boolean }[]
  /** Texts by their columns' fields. */
  readonly rows: readonly Readonly<Record<string, string>>[]
  /** Pixels. */
  readonly rowHeight: number
  /** Where it stands in the window, in pixels. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

/** A page with a grid, and how it draws. */
export interface GridPage {
  readonly page: string
  readonly files: Readonly<Record<string, string>>
  readonly drawing: Drawing
}

/** How RevoGrid draws, in the application too. */
export const revoGridDrawing: Drawing = {
  scroller: 'revogr-viewport-scroll.rgCol .vertical-inner',
  cell: 'revogr-data .rgCell',
  row: 'data-rgrow',
}

/** RevoGrid as it comes: no template, no plugin, no listener. */
export function bareRevoGrid(shown: Shown): GridPage {
  const entry = createRequire(import.meta.url).resolve('@revolist/revogrid')
  const script = pathToFileURL(join(dirname(entry), 'revo-grid/revo-grid.esm.js')).href
  const columns = shown.columns.map(({ field, width, pinned }) => ({
    prop: field,
    name: field,
    size: width,
    ...(pinned ? { pin: 'colPinStart' } : {}),
  }))
  const page = pageOf(
    shown,
    `<revo-grid class="grid"></revo-grid>
    <script type="module" src="${script}"></script>
    <script type="module">
      await customElements.whenDefined('revo-grid')
      const settings = { theme: 'default', readonly: true, rowSize: ${shown.rowHeight} }
      const columns = ${JSON.stringify(columns)}
      Object.assign(document.querySelector('revo-grid'), settings, { columns, source: window.rows })
    </script>`,
  )
  return { page, files: rowsOf(shown), drawing: revoGridDrawing }
}

/** Tabulator, whose package is in `folder`, with its virtual DOM. */
export function bareTabulator(shown: Shown, folder: string): GridPage {
  const dist = pathToFileURL(join(folder, 'dist')).href
  const columns = shown.columns.map(({ field, width, pinned }) => ({ title: field, field, width, frozen: pinned }))
  const page = pageOf(
    shown,
    `<link rel="stylesheet" href="${dist}/css/tabulator.min.css" />
    <div class="grid"></div>
    <script src="${dist}/js/tabulator.min.js"></script>
    <script>
      new Tabulator('.grid', {
        columns: ${JSON.stringify(columns)},
        data: window.rows,
        height: ${shown.box.height},
        rowHeight: ${shown.rowHeight},
      })
    </script>`,
  )
  // Its rows are a line higher than their cells, and it guesses how high all of them are together.
  const drawing = { scroller: '.tabulator-tableholder', cell: '.tabulator-row', row: null }
  return { page, files: rowsOf(shown), drawing }
}

function pageOf({ box }: Shown, grid: string): string {
  const place = `left: ${box.x}px; top: ${box.y}px; width: ${box.width}px; height: ${box.height}px`
  return `<!doctype html>
    <meta charset="utf-8" />
    <style>body { margin: 0; overflow: hidden } .grid { position: absolute; ${place}; font: 13px sans-serif }</style>
    <script src="rows.js"></script>
    ${grid}`
}

function rowsOf({ rows }: Shown): GridPage['files'] {
  return { 'rows.js': `window.rows = ${JSON.stringify(rows)}` }
}
