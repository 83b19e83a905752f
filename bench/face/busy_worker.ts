import { setTimeout as sleep } from 'node:timers/promises'

interface ImportView {
  id: string
  state: string
  position: number
  mapping: unknown
}

/**
 * Keeps the worker of a server busy: uploads a list of so many contacts and has it checked and imported, as somebody
 * does on their first day. Slices of the import run one after the other until `stop`.
 */
export async function keepWorkerBusy(url: string, token: string, rows: number) {
  const call = async (path: string, body: string, type: string): Promise<ImportView> => {
    const response = await fetch(`${url}/api/v1/transfer/${path}`, {
      method: 'POST',
      body,
      headers: { 'authorization': `Bearer ${token}`, 'content-type': type },
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return ((await response.json()) as { data: ImportView }).data
  }
  const see = async (id: string): Promise<ImportView> => {
    const response = await fetch(`${url}/api/v1/transfer/imports/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return ((await response.json()) as { data: ImportView }).data
  }
  const lines = Array.from({ length: rows }, (_, n) => `Fleet ${n},97${String(n).padStart(8, '0')}`)
  const list = ['Name,Phone', ...lines].join('\n')
  const taken = await call(
    'importers/contacts.contacts/imports?name=fleet.csv',
    list,
    'application/octet-stream'
  )
  const json = 'application/json'
  await call(`imports/${taken.id}/check`, JSON.stringify({ mapping: taken.mapping }), json)
  while ((await see(taken.id)).state === 'checking') await sleep(100)
  await call(`imports/${taken.id}/start`, '{}', json)
  return {
    /** Rows that the worker has done so far, and whether there are more. */
    async progress() {
      const { state, position } = await see(taken.id)
      return { state, position }
    },
  }
}
