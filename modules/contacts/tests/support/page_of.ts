import type { ApiResponse } from '@japa/api-client'

/** Component and props of a page, as the browser gets them in its first response. */
export function pageOf(response: ApiResponse) {
  const json = /<script[^>]*data-page="app"[^>]*>(.*?)<\/script>/s.exec(response.text())?.[1]
  if (!json) throw new Error(`There is no page in the answer ${response.status()}`)
  // The tests name the props they expect.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return JSON.parse(json) as { component: string; props: Record<string, any> }
}
