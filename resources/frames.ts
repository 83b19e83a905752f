/** The frames a page may choose by `defineOptions({ frame: 'auth' })`; the shell by itself. */
export type Frame = 'shell' | 'auth' | 'public' | 'error'

declare module 'vue' {
  interface ComponentCustomOptions {
    frame?: Frame
  }
}
