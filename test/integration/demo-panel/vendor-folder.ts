import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the vendor's own pages, which are not ours to publish; undefined where there is none. */
export const vendorFolder = process.env['FLEETBOOK_VENDOR_PAGES']

if (vendorFolder === undefined) {
  console.log('Left out: what compares the demo panel with the vendor’s pages. FLEETBOOK_VENDOR_PAGES names no folder.')
}

/** A page of the vendor, as text. */
export function vendorPage(name: string): string {
  return readFileSync(join(vendorFolder ?? '', name), 'utf8')
}
