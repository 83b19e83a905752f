import { median } from './figures.ts'

/** What the page of the ticket list is asked for with: the reader's cookies, and Inertia's headers. */
interface Visit {
  url: string
  cookie: string
}

const PATH = '/tickets?limit=50'

/**
 * Milliseconds that the server takes for a page with 50 rows, asked for one after the other as Inertia does: the
 * median, reading the answer included.
 *
 * @throws Error when an answer is not a page with 50 rows
 */
export async function pageTime(visit: Visit, requests: number): Promise<number> {
  const version = await assetVersion(visit)
  const headers = { 'cookie': visit.cookie, 'x-inertia': 'true', 'x-inertia-version': version }
  const times: number[] = []
  for (let request = 0; request < requests; request++) {
    const started = performance.now()
    const response = await fetch(`${visit.url}${PATH}`, { headers })
    const body = await response.text()
    times.push(performance.now() - started)
    const page = JSON.parse(body) as { props?: { list?: { rows: unknown[] } } }
    const rows = page.props?.list?.rows.length
    if (rows !== 50) throw new Error(`${PATH} answered ${response.status} with ${rows} rows`)
  }
  return median(times)
}

/** Version of the assets that the pages name; a request with another one is told to load afresh. */
async function assetVersion({ url, cookie }: Visit): Promise<string> {
  const response = await fetch(`${url}${PATH}`, { headers: { cookie, 'x-inertia': 'true' } })
  const body = response.ok ? ((await response.json()) as { version?: string }) : {}
  if (body.version !== undefined) return String(body.version)
  const html = await (await fetch(`${url}${PATH}`, { headers: { cookie } })).text()
  const found = /"version":"([^"]*)"/.exec(html.replaceAll('&quot;', '"'))
  if (!found) throw new Error(`${PATH} names no version of the assets`)
  return found[1]
}
