/** What electron.vite.config.ts writes into the window's code. */
interface ImportMetaEnv {
  readonly FLEETBOOK_VERSION: string
}
