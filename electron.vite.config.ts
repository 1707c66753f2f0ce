import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import { version } from './package.json'

const here = import.meta.dirname
/** The oldest Node and Chromium that the built program has to run on. */
const oldest = { node: 'node20.18', chrome: 'chrome130' }

export default defineConfig({
  main: {
    build: {
      target: oldest.node,
      // As one file it is there at once: the package is some hundred.
      externalizeDeps: { exclude: ['zod'] },
      lib: {
        entry: {
          main: resolve(here, 'electron/main.ts'),
          'core-process': resolve(here, 'electron/core-process.ts'),
          'file-reader': resolve(here, 'electron/file-reader.ts'),
        },
        formats: ['es'],
      },
    },
  },
  preload: {
    build: {
      target: oldest.node,
      // A sandboxed preload can require nothing but electron: everything else goes into its one file.
      externalizeDeps: false,
      lib: { entry: resolve(here, 'electron/preload.ts'), formats: ['cjs'] },
      rolldownOptions: { output: { entryFileNames: '[name].cjs', codeSplitting: false } },
    },
  },
  renderer: {
    root: resolve(here, 'renderer'),
    plugins: [vue()],
    define: { 'import.meta.env.FLEETBOOK_VERSION': JSON.stringify(version) },
    build: {
      target: oldest.chrome,
      minify: true,
      // The window's files come from the disk, in kB that nobody waits for; each file more is a way to there and back.
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: resolve(here, 'renderer/index.html'), output: { codeSplitting: false } },
    },
  },
})
