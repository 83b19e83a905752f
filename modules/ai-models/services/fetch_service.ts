import { callService } from '@karkhana/kernel'

/** Milliseconds of one answer at the most; whoever asks ends it earlier. */
const TIMEOUT = 120_000
/** Bytes of an answer that are read. */
const MOST = 4_000_000

/**
 * `fetch` for the SDK, by the kernel's way out: https to the public internet only, to the address that was checked, no
 * redirects.
 * @throws ServiceUnreachableError
 */
export const fetchService: typeof fetch = async (input, init = {}) => {
  const url = input instanceof Request ? input.url : String(input)
  const { status, headers, text } = await callService({
    url,
    method: init.method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(new Headers(init.headers)),
    ...(typeof init.body === 'string' && { json: JSON.parse(init.body) as unknown }),
    timeout: TIMEOUT,
    ...(init.signal && { signal: init.signal }),
    most: MOST,
  })
  const told = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : []
  )
  const bodiless = status === 204 || status === 304
  return new Response(bodiless ? null : text, { status, headers: told })
}
