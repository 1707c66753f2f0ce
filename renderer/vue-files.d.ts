// For the compilers that read no .vue files; vue-tsc looks into the files themselves.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
