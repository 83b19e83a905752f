import { shallowRef } from 'vue'

/** A new release that has been fetched and waits for the reader. */
const waiting = shallowRef<ServiceWorker | null>(null)

/** Whether somebody is signed in, so that the service worker may stay. */
let wanted = false

/** Milliseconds between two questions whether there is a new release. */
const ASK = 30 * 60_000

/** What the shell shows: whether a new release waits, and how it is let in. */
export function useUpdate() {
  return { waiting, update: takeOver }
}

/**
 * Registers the service worker. Only where it can be trusted to go away again: in the built application, over https or
 * on this machine.
 */
export async function startServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  wanted = true
  const registration = await navigator.serviceWorker.register('/service_worker.js', { scope: '/' })
  // The reader signed out while it was on its way.
  if (!wanted) return removeServiceWorker()
  registration.active?.postMessage('remember')
  const note = () => {
    // The first one takes over nothing that is open.
    if (registration.waiting && navigator.serviceWorker.controller) {
      waiting.value = registration.waiting
    }
  }
  note()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', note)
  })
  const ask = () => {
    if (!document.hidden) registration.update().catch(() => undefined)
  }
  document.addEventListener('visibilitychange', ask)
  setInterval(ask, ASK)
}

/** Lets the new release in and loads the page afresh. Forms keep what was typed as drafts. */
function takeOver() {
  const worker = waiting.value
  if (!worker) return
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
    once: true,
  })
  worker.postMessage('take over')
}

/** Takes the service worker and everything it kept off this device; when nobody is signed in any more. */
export async function removeServiceWorker(): Promise<void> {
  wanted = false
  if ('serviceWorker' in navigator) {
    const registrations = await navigator.serviceWorker.getRegistrations()
    // It serves the open page until that is left.
    for (const { active } of registrations) active?.postMessage('forget')
    await Promise.all(registrations.map((registration) => registration.unregister()))
  }
  if (!('caches' in window)) return
  const names = (await caches.keys()).filter((name) => name.startsWith('karkhana-'))
  await Promise.all(names.map((name) => caches.delete(name)))
}
