import type { ApiClient } from '@japa/api-client'
import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry, systemScope } from '@karkhana/kernel'
import type { Workshop } from '@karkhana/kernel/testing'
import { readTable, type Table } from '../../../../app/transfer/files/read_table.ts'
import type { ImportView } from '../../../../app/transfer/import_record.ts'
import { runSlice } from '../../../../app/transfer/run_import.ts'

/** The table that a file of the API holds. */
export async function tableAt(path: string, token: string): Promise<Table> {
  const response = await fetch(`${process.env.APP_URL}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return readTable(Buffer.from(await response.arrayBuffer()))
}

/** A program that imports files for one member. */
export class Importing {
  constructor(
    private client: ApiClient,
    private workshop: Workshop,
    private token: string
  ) {}

  /** Sends a file as the body of the request. */
  async upload(
    importer: string,
    content: string | Buffer,
    name = 'list.csv',
    type = 'application/octet-stream'
  ) {
    const path = `/api/v1/transfer/importers/${importer}/imports?name=${encodeURIComponent(name)}`
    const response = await fetch(`${process.env.APP_URL}${path}`, {
      method: 'POST',
      body: new Uint8Array(Buffer.from(content)),
      headers: {
        'authorization': `Bearer ${this.token}`,
        'content-type': type,
      },
    })
    const body = (await response.json()) as { data: ImportView; code: string; title: string }
    return { status: response.status, ...body }
  }

  /** Uploads a file that is accepted. */
  async take(importer: string, content: string | Buffer, name?: string): Promise<ImportView> {
    const { status, data, title } = await this.upload(importer, content, name)
    if (status !== 201) throw new Error(`${status}: ${title}`)
    return data
  }

  async see(id: string): Promise<ImportView> {
    const response = await this.client.get(`/api/v1/transfer/imports/${id}`).bearerToken(this.token)
    return response.body().data as ImportView
  }

  act(id: string, step: 'check' | 'start' | 'cancel' | 'rows', body: object = {}) {
    return this.client
      .post(`/api/v1/transfer/imports/${id}/${step}`)
      .bearerToken(this.token)
      .json(body)
  }

  /** Checks a file with the proposed columns and waits for the result. */
  async check(view: ImportView): Promise<ImportView> {
    const response = await this.act(view.id, 'check', { mapping: view.mapping })
    if (response.status() !== 200) throw new Error(response.text())
    await this.work(view.id)
    return this.see(view.id)
  }

  /** Imports a checked file and waits for the result. */
  async start(view: ImportView): Promise<ImportView> {
    const response = await this.act(view.id, 'start')
    if (response.status() !== 200) throw new Error(response.text())
    await this.work(view.id)
    return this.see(view.id)
  }

  /** Runs slices until the import rests; `once` runs a single one. */
  async work(id: string, once?: 'once') {
    const registry = await app.container.make(ModuleRegistry)
    for (;;) {
      const scope = await systemScope(this.workshop.organisationId, 'test')
      const [row] = await scope.read((unit) =>
        unit.rows<{ run: string }>(
          `select r.id as run from imports i join runs r on r.id = i.run
            where i.id = ? and r.state in ('waiting', 'running')`,
          [id]
        )
      )
      if (!row) return
      await runSlice(scope, registry, { importId: id, run: row.run }, { jobId: randomUUID() })
      if (once) return
    }
  }
}
