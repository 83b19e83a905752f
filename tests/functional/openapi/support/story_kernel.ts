import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import type { Caller } from './caller.ts'
import type { Told } from './story_modules.ts'

const png = () =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: '#246' } })
    .png()
    .toBuffer()

/** Calls what the kernel keeps about records of modules: comments, files, lists, imports. */
export async function callRecords(api: Caller, { contact, ticket }: Told) {
  const record = { table: 'tickets_tickets', id: ticket.id as string }
  const said = await api.call('POST /records/{table}/{id}/comments', {
    path: record,
    body: { body: 'Customer waits for a call' },
  })
  const comment = { ...record, commentId: said.id }
  await api.call('PUT /records/{table}/{id}/comments/{commentId}', {
    path: comment,
    body: { body: 'Customer was called', version: said.version },
  })
  await api.call('DELETE /records/{table}/{id}/comments/{commentId}', { path: comment })
  await api.call('POST /records/{table}/{id}/comments/{commentId}/restore', { path: comment })

  const picture = await png()
  const announced = await api.call('POST /records/{table}/{id}/files', {
    path: record,
    body: { name: 'scratch.png', bytes: picture.length },
  })
  const file = { ...record, fileId: announced.id }
  await api.call('GET /records/{table}/{id}/files/{fileId}/upload', { path: file })
  await api.call('PUT /records/{table}/{id}/files/{fileId}/parts/{part}', {
    path: { ...file, part: 0 },
    body: new Uint8Array(picture),
  })
  await api.call('POST /records/{table}/{id}/files/{fileId}/finish', { path: file })
  for (const each of ['', '/thumbnail', '/preview', '/link']) {
    const name = `GET /records/{table}/{id}/files/{fileId}${each}`
    if (api.operations.includes(name)) await api.call(name, { path: file })
  }
  await api.call('DELETE /records/{table}/{id}/files/{fileId}', { path: file })
  const given = await api.call('POST /records/{table}/{id}/files', {
    path: record,
    body: { name: 'unfinished.png', bytes: 9 },
  })
  await api.call('DELETE /records/{table}/{id}/files/{fileId}/upload', {
    path: { ...record, fileId: given.id },
  })
  await api.call('POST /records/{table}/{id}/files/{fileId}/restore', { path: file })
  for (const each of ['people', 'readers', 'saved', 'timeline', 'files']) {
    await api.call(`GET /records/{table}/{id}/${each}`, { path: record })
  }
  await callLists(api, ticket.id as string)
  await callTransfer(api)
  await callDeleted(api, record)
  await api.call('GET /search', { query: { q: contact.name } })
}

async function callLists(api: Caller, id: string) {
  const list = 'tickets.tickets'
  await api.call('GET /lists/{list}/count', { path: { list } })
  await api.call('GET /lists/{list}/counts/{filter}', { path: { list, filter: 'priority' } })
  const rows = await api.call('GET /lists/{list}/rows', { path: { list }, query: { ids: id } })
  await api.call('GET /lists/{list}/export', { path: { list } })
  await api.call('PUT /lists/{list}/rows/{row}', {
    path: { list, row: id },
    body: { field: 'priority', value: 'P1', version: rows[0].version },
  })
  const state = { sort: 'due', filters: { priority: 'P1' } }
  const view = { name: 'Urgent', shared: false, defaultFor: [], state }
  const saved = await api.call('POST /lists/{list}/views', { path: { list }, body: view })
  await api.call('GET /lists/{list}/views', { path: { list } })
  await api.call('PUT /lists/{list}/views/{view}', {
    path: { list, view: saved.id },
    body: { ...view, name: 'Very urgent', version: saved.version },
  })
  await api.call('DELETE /lists/{list}/views/{view}', { path: { list, view: saved.id } })
  await api.call('PUT /lists/{list}/settings', {
    path: { list },
    body: { columns: [], density: 'compact', pinned: false, defaultView: null },
  })
  const run = await api.call('POST /lists/{list}/runs', {
    path: { list },
    body: { key: randomUUID(), action: 'priority', input: { priority: 'P2' }, ids: [id] },
  })
  const path = { list, run: run.id }
  await api.call('GET /lists/{list}/runs/{run}', { path })
  // Nothing was left.
  await api.call('POST /lists/{list}/runs/{run}/retry', { path, refused: 422 })
  await api.call('POST /lists/{list}/runs/{run}/undo', { path })
  await api.call('POST /lists/{list}/runs/{run}/cancel', { path })
}

async function callTransfer(api: Caller) {
  const importer = 'contacts.contacts'
  const csv = 'Name,Kind,Phone\nImported Person,customer,9822011111\nNo phone,customer,12\n'
  const upload = await api.call('POST /transfer/importers/{importer}/imports', {
    path: { importer },
    query: { name: 'people.csv' },
    body: csv,
  })
  const path = { id: upload.id }
  const mapping = upload.mapping ?? { name: 'Name', kind: 'Kind', phone: 'Phone' }
  await api.call('POST /transfer/imports/{id}/check', { path, body: { mapping } })
  await api.call('GET /transfer/imports/{id}', { path })
  await api.call('GET /transfer/importers/{importer}', { path: { importer } })
  await api.call('GET /transfer/importers/{importer}/template', { path: { importer } })
  await api.call('GET /transfer/exporters/{exporter}/export', { path: { exporter: importer } })
  const written = await api.call('POST /transfer/exports', {
    body: { source: 'exporter', name: importer, format: 'csv' },
  })
  await api.call('POST /transfer/exports/{id}/cancel', { path: { id: written.id } })
}

async function callDeleted(api: Caller, record: { table: string; id: string }) {
  const path = (commentId: string) => ({ ...record, commentId })
  const gone = async (body: string) => {
    const { id } = await api.call('POST /records/{table}/{id}/comments', {
      path: record,
      body: { body },
    })
    await api.call('DELETE /records/{table}/{id}/comments/{commentId}', { path: path(id) })
  }
  await gone('One')
  await gone('Two')
  const [one, two] = await api.call('GET /recently-deleted')
  await api.call('POST /recently-deleted/{id}/restore', { path: { id: one.id } })
  await api.call('DELETE /recently-deleted/{id}', {
    path: { id: two.id },
    body: { confirm: 'DELETE' },
  })
}
