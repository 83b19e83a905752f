import type { ApiResponse } from '@japa/api-client'

/** The props of the page that a browser was sent, with those that every page receives. */
export function pageProps<Props>(response: ApiResponse): Props {
  const json = /<script[^>]*data-page="app"[^>]*>(.*?)<\/script>/s.exec(response.text())?.[1]
  if (!json) throw new Error(`No page came, but ${response.status()}: ${response.text()}`)
  const { props } = JSON.parse(json) as { props: Props & { shared?: object } }
  return { ...props.shared, ...props }
}
