import './css/app.css'
import { createInertiaApp } from '@inertiajs/vue3'
import nuxtUi from '@nuxt/ui/vue-plugin'
import { csrfCookieName, slotRegistry, startTheme, textSource } from '@karkhana/ui'
import { createApp, h } from 'vue'
import { resolvePage, resolveSlot } from './page_resolver.ts'
import { startFocus } from './shell/focus.ts'
import { loadedTexts } from './texts.ts'

startTheme()
startFocus()

// After a new release the old page's chunks are gone: load the present page afresh, once.
window.addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0)
  if (Date.now() - last < 30_000) return
  sessionStorage.setItem('reloaded', String(Date.now()))
  window.location.reload()
})

void createInertiaApp({
  title: (title) => (title ? `${title} · Karkhana` : 'Karkhana'),
  // Scripts of the root view carry the nonce; Inertia's own style elements take it over.
  nonce: document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || undefined,
  http: { xsrfCookieName: csrfCookieName() },
  progress: { color: '#dc2626', delay: 150, showSpinner: false },
  resolve: resolvePage,
  setup({ el, App, props, plugin }) {
    createApp({ render: () => h(App, props) })
      .use(plugin)
      .use(nuxtUi)
      .provide(slotRegistry, resolveSlot)
      .provide(textSource, loadedTexts)
      .mount(el)
  },
})
