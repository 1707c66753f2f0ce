/** What electron.vite.config.ts writes into the window's code. */
interface ImportMetaEnv {
  readonly FLEETBOOK_VERSION: string
}

/** A text of the project that is bundled with the window. */
declare module '*.md?raw' {
  const text: string
  export default text
}
