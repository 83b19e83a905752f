/**
 * The service worker: a page that says there is no connection, and the files of the build, which never change under
 * their names. It keeps no answer of the application, so that nothing of an organisation stays on a shared device.
 * The server puts the release before this text; a new one waits until the reader lets it take over.
 */
/* global self, caches, fetch, RELEASE */
const SHELL = `karkhana-shell-${RELEASE}`
const BUILD = 'karkhana-build'
const OFFLINE = '/offline.html'
/** Files of former builds that are kept besides, at the most. */
const MOST = 200

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) =>
        cache.addAll([new Request(OFFLINE, { cache: 'reload' }), '/icons/icon-192.png'])
      )
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(clean().then(() => self.clients.claim()))
})

/** Nobody is signed in any more: this worker still serves the open page, and keeps nothing of it. */
let forgetting = false

self.addEventListener('message', (event) => {
  const { data } = event
  if (data === 'take over') self.skipWaiting()
  if (data === 'remember') forgetting = false
  if (data === 'forget') {
    forgetting = true
    event.waitUntil(forget())
  }
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => kept(OFFLINE)))
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(asset(request))
  } else if (url.pathname === '/icons/icon-192.png') {
    event.respondWith(fetch(request).catch(() => kept(url.pathname)))
  }
})

async function kept(path) {
  return (await caches.match(path)) ?? Response.error()
}

async function asset(request) {
  if (forgetting) return fetch(request)
  const cache = await caches.open(BUILD)
  const known = await cache.match(request)
  if (known) return known
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function forget() {
  const names = (await caches.keys()).filter((name) => name.startsWith('karkhana-'))
  await Promise.all(names.map((name) => caches.delete(name)))
}

async function clean() {
  const names = await caches.keys()
  const old = names.filter((name) => name.startsWith('karkhana-shell-') && name !== SHELL)
  await Promise.all(old.map((name) => caches.delete(name)))
  const cache = await caches.open(BUILD)
  const files = await cache.keys()
  await Promise.all(files.slice(0, -MOST).map((file) => cache.delete(file)))
}
