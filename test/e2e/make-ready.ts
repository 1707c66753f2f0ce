import { findElectron } from '../../scripts/electron-runtime.ts'
import { makeDesktopReady } from './host-desktop.ts'

/** Runs before any test: what all workers use is made once, since two that made it together would spoil it. */
export default function makeReady(): void {
  if (findElectron()) makeDesktopReady()
}
