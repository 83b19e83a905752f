import { AsyncLocalStorage } from 'node:async_hooks'

/** The write that is being answered. */
export interface AnsweredRoute {
  /** `POST /settings/services/:family/test` */
  name: string
  /** It says that it calls something outside. */
  outside: boolean
}

const storage = new AsyncLocalStorage<AnsweredRoute>()

/** The write that is answered here, if one is. */
export function answeredRoute(): AnsweredRoute | undefined {
  return storage.getStore()
}

/** @internal Runs `callback` as the answer of a route that writes. */
export function runInRoute<T>(route: AnsweredRoute, callback: () => T): T {
  return storage.run(route, callback)
}

/** @internal Runs `callback` as nobody's answer: a job that a request has woken. */
export function outsideRoute<T>(callback: () => T): T {
  return storage.exit(callback)
}
