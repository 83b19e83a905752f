import { randomUUID } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ModuleRegistry, type Scope } from '@karkhana/kernel'
import { makeWorkshop } from '@karkhana/kernel/testing'
import sharp from 'sharp'
import { previewAttachment } from '../../../app/attachments/preview.ts'
import { scanFile } from '../../../app/attachments/scan.ts'
import { runRetention } from '../../../app/data/erasure/retention.ts'
import { moveFiles } from '../../../app/files/move_files.ts'
import { fileUsage, setFileQuota } from '../../../app/files/quota.ts'
import { fakeScanner, ScannerError } from '../../../app/files/scanner.ts'
import { fileStore } from '../../../app/files/stores.ts'
import { sweepFiles } from '../../../app/files/sweep.ts'
import { sweepOrganisation } from '../../../app/files/sweep_organisation.ts'
import { FakeClamd } from '../../helpers/files/fake_clamd.ts'
import { photo } from '../../helpers/files/hostile.ts'
import { makeGarage } from '../data/support/garage.ts'
import { asker, attach, makeTicket } from '../records/support.ts'
import { age } from './support.ts'

const keys = async ({ organisationId }: Scope) =>
  Array.fromAsync(fileStore().list(`${organisationId}/`))

const READING = Buffer.from('Odometer 12,400 km')

test.group('Files at records, in the store', () => {
  test('are downloaded from where a download broke off', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const { data: kept } = await (
      await attach(workshop, base, { name: 'a.txt', content: READING })
    ).finish()
    const token = await workshop.token('manager')
    const get = async (headers: Record<string, string>) => {
      const response = await fetch(`${process.env.APP_URL}/api/v1${kept.href}`, {
        headers: { authorization: `Bearer ${token}`, ...headers },
      })
      return { response, text: await response.text() }
    }
    const whole = await get({})
    const tag = whole.response.headers.get('etag')!
    assert.equal(whole.response.headers.get('accept-ranges'), 'bytes')
    assert.equal(whole.text, READING.toString())
    const cases: [headers: Record<string, string>, status: number, text: string, range?: string][] =
      [
        [{ range: 'bytes=9-' }, 206, '12,400 km', 'bytes 9-17/18'],
        [{ range: 'bytes=0-7' }, 206, 'Odometer', 'bytes 0-7/18'],
        [{ range: 'bytes=-2' }, 206, 'km', 'bytes 16-17/18'],
        [{ 'range': 'bytes=9-', 'if-range': tag }, 206, '12,400 km', 'bytes 9-17/18'],
        [{ 'range': 'bytes=9-', 'if-range': '"another"' }, 200, READING.toString()],
        [{ range: 'bytes=0-1,4-5' }, 200, READING.toString()],
        [{ range: 'bytes=18-' }, 416, '', 'bytes */18'],
        [{ 'if-none-match': tag }, 304, ''],
        [{ 'if-none-match': `"x", W/${tag}` }, 304, ''],
      ]
    for (const [headers, status, text, range = null] of cases) {
      const { response, text: found } = await get(headers)
      const of = JSON.stringify(headers)
      assert.equal(response.status, status, of)
      assert.equal(found, text, of)
      assert.equal(response.headers.get('content-range'), range, of)
      assert.equal(response.headers.get('cache-control'), 'private, no-cache', of)
      assert.equal(
        response.headers.get('content-security-policy'),
        `default-src 'none'; sandbox`,
        of
      )
    }
    const owner = await ask('owner', 'GET', kept.href)
    assert.match(owner.header('content-disposition')!, /^attachment; filename="a.txt"/)
  })

  test('open by a signed link for minutes, for this file and whoever may see it alone', async ({
    client,
    assert,
    cleanup,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const { data: kept } = await (
      await attach(workshop, base, { name: 'a.txt', content: READING })
    ).finish()
    ;(await asker(client, other)('owner', 'GET', `${kept.href}/link`)).assertStatus(404)
    ;(await ask('technician', 'GET', `${kept.href}/link`)).assertStatus(404)
    const link = (await ask('manager', 'GET', `${kept.href}/link`)).body().data as {
      href: string
      expiresAt: string
    }
    assert.isBelow(Date.parse(link.expiresAt), Date.now() + 5 * 60_000 + 1)
    const open = (href = link.href) => fetch(href)
    const opened = await open()
    assert.equal(opened.status, 200)
    assert.equal(await opened.text(), READING.toString())
    assert.equal(opened.headers.get('cache-control'), 'private, no-store')
    assert.match(opened.headers.get('content-disposition')!, /^attachment/)

    const [payload, signature] = link.href.split('/files/')[1].split('.')
    const changed = Buffer.from(payload, 'base64url')
      .toString()
      .replace(workshop.organisationId, other.organisationId)
    assert.include(changed, other.organisationId)
    const forged = Buffer.from(changed).toString('base64url')
    for (const token of [`${forged}.${signature}`, payload, `${payload}.${'x'.repeat(43)}`, 'x']) {
      const refused = await open(`${process.env.APP_URL}/files/${token}`)
      assert.equal(refused.status, 404)
    }
    const now = Date.now
    cleanup(() => void (Date.now = now))
    Date.now = () => now() + 5 * 60_000 + 1000
    assert.equal((await open()).status, 404, 'it is too old')
    Date.now = now
    assert.equal((await open()).status, 200)
    const scope = await workshop.scope()
    const manager = await workshop.member('manager')
    const change = (sql: string, ...bindings: string[]) =>
      scope.work((unit) => unit.rows(sql, [...bindings, workshop.organisationId]))
    const turn = (state: string) =>
      change(
        `update organisation_modules set state = ? where module_id = 'tickets' and organisation_id = ?`,
        state
      )
    await turn('paused')
    assert.equal((await open()).status, 404, 'its module is off')
    await turn('enabled')
    assert.equal((await open()).status, 200)
    ;(await ask('owner', 'DELETE', kept.href)).assertStatus(200)
    assert.equal((await open()).status, 404, 'it was removed')
    ;(await ask('owner', 'POST', `${kept.href}/restore`)).assertStatus(200)
    assert.equal((await open()).status, 200)
    const employ = (role: string) =>
      change(
        'update memberships set role = ? where id = ? and organisation_id = ?',
        role,
        manager.membership.id
      )
    await employ('technician')
    assert.equal((await open()).status, 404, 'who made it may not see the ticket any more')
    await employ('manager')
    await change(
      'update memberships set active = false where id = ? and organisation_id = ?',
      manager.membership.id
    )
    assert.equal((await open()).status, 404, 'who made it does not work here any more')
  })

  test('are looked at by the virus scanner before anybody opens them', async ({
    client,
    assert,
    cleanup,
  }) => {
    const clamd = await FakeClamd.start()
    cleanup(async () => {
      fakeScanner(undefined)
      await clamd.stop()
    })
    fakeScanner(clamd.scanner())
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const finish = async (name: string, content: Buffer) =>
      (await (await attach(workshop, base, { name, content })).finish()).data
    const clean = await finish('clean.txt', Buffer.from('Nothing '.repeat(20_000)))
    const bad = await finish('bad.txt', Buffer.from('EICAR test file'))
    assert.deepInclude(clean, { state: 'scanning', thumbnail: null })
    ;(await ask('owner', 'GET', clean.href)).assertStatus(404)
    assert.deepEqual((await ask('owner', 'GET', `${base}/timeline?kind=file`)).body().data, [])

    clamd.silent = true
    await assert.rejects(() => scanFile(scope, clean.id), ScannerError)
    ;(await ask('owner', 'GET', clean.href)).assertStatus(404)
    clamd.silent = false
    for (const file of [clean, bad]) await scanFile(scope, file.id)
    await scanFile(scope, clean.id)
    assert.deepEqual(clamd.seen, [160_000, 15])
    ;(await ask('owner', 'GET', clean.href)).assertStatus(200)
    ;(await ask('owner', 'GET', bad.href)).assertStatus(404)
    const list = (await ask('owner', 'GET', `${base}/files`)).body().data as { name: string }[]
    assert.containsSubset(
      list.find(({ name }) => name === 'bad.txt'),
      { state: 'refused', refusal: 'Eicar-Test' }
    )
    await sweepFiles(scope)
    assert.lengthOf(await keys(scope), 1)
    ;(await ask('owner', 'DELETE', bad.href)).assertStatus(200)

    // Its attempts were over before the scanner came back
    const late = await finish('late.txt', Buffer.from('Nothing'))
    assert.equal((await sweepOrganisation(scope)).scans, 0)
    await age(scope, 'attachments', 13)
    await scope.work((unit) => unit.rows(`delete from jobs where name = 'kernel.scan_attachment'`))
    assert.equal((await sweepOrganisation(scope)).scans, 1)
    const jobs = await scope.read((unit) =>
      unit.rows<{ id: string }>(
        `select envelope -> 'payload' ->> 'attachmentId' as id from jobs
          where name = 'kernel.scan_attachment'`
      )
    )
    assert.deepEqual(jobs, [{ id: late.id }])
  })

  test('have a small picture at once and one for phones from a job, all let go together', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const content = await photo(3000, 2000)
    const { data: kept } = await (await attach(workshop, base, { name: 'a.jpg', content })).finish()
    const side = async (href: string) => {
      const { width, height, format } = await sharp(
        (await ask('owner', 'GET', href)).body() as Buffer
      ).metadata()
      return [Math.max(width, height), format]
    }
    assert.deepEqual(
      await side(kept.preview!),
      [2560, 'jpeg'],
      'the file itself until there is one'
    )
    await previewAttachment(scope, kept.id)
    await previewAttachment(scope, kept.id)
    assert.deepEqual(await side(kept.thumbnail!), [320, 'webp'])
    assert.deepEqual(await side(kept.preview!), [1280, 'webp'])
    assert.deepEqual(await side(kept.href), [2560, 'jpeg'])
    assert.lengthOf(await keys(scope), 3)

    ;(await ask('owner', 'DELETE', kept.href)).assertStatus(200)
    await scope.work((unit) =>
      unit.rows(`update attachments set deleted_at = now() - interval '31 days'`)
    )
    await runRetention(scope, await app.container.make(ModuleRegistry))
    await sweepFiles(scope)
    assert.lengthOf(await keys(scope), 0)
    assert.deepInclude(await fileUsage(scope), { bytes: 0, files: 0 })
  })

  test('go with the person they are about', async ({ client, assert }) => {
    const { workshop, program, marker, contactId, ticketId } = await makeGarage(client)
    const scope = await workshop.scope()
    const base = `/records/contacts_contacts/${contactId}`
    await (await attach(workshop, base, { name: 'a.jpg', content: await photo(400, 300) })).finish()
    assert.lengthOf(await keys(scope), 2)
    await program.act(`/tickets/${ticketId}/transitions`, {
      transition: 'cancel',
      reason: 'Mistake',
    })
    await program.act(`/settings/data/people/contacts.contact/${contactId}/erase`, {
      confirmation: `ERASE Raj ${marker}`,
    })
    await sweepFiles(scope)
    assert.lengthOf(await keys(scope), 0)
  })

  test('that lie in rows are read from there, and carried to the store', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const { data: kept } = await (
      await attach(workshop, base, { name: 'a.jpg', content: await photo(400, 300) })
    ).finish()
    const before = (await ask('owner', 'GET', kept.href)).body() as Buffer
    const small = (await ask('owner', 'GET', kept.thumbnail!)).body() as Buffer
    // As it was before there was a store
    await scope.work((unit) =>
      unit.rows(
        `update attachments set content = ?, thumbnail = ?, file_id = null, thumbnail_id = null where id = ?`,
        [before, small, kept.id]
      )
    )
    await sweepFiles(scope)
    assert.lengthOf(await keys(scope), 0)
    assert.deepEqual((await ask('owner', 'GET', kept.href)).body(), before)
    assert.deepEqual((await ask('owner', 'GET', kept.thumbnail!)).body(), small)
    await setFileQuota(scope, 1)
    assert.deepEqual(await moveFiles(scope), { fromRows: 1, fromDisks: 0, lost: 0 })
    assert.deepEqual(await moveFiles(scope), { fromRows: 0, fromDisks: 0, lost: 0 })
    assert.lengthOf(await keys(scope), 2)
    assert.deepEqual((await ask('owner', 'GET', kept.href)).body(), before)
    assert.deepEqual((await ask('owner', 'GET', kept.thumbnail!)).body(), small)
  })

  test('are refused when there is no room, before anything is sent', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    await setFileQuota(scope, 10)
    const refused = await ask('manager', 'POST', `/records/tickets_tickets/${id}/files`, {
      name: 'a.txt',
      bytes: 11,
    })
    refused.assertStatus(422)
    assert.equal(refused.body().code, 'E_FILE_QUOTA')
    assert.match(JSON.stringify(refused.body()), /Remove files that are no longer needed/)
  })

  test('are kept once by a program that asks twice with the same key', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const content = await photo(400, 300)
    const upload = await attach(workshop, base, { name: 'a.jpg', content })
    const key = randomUUID()
    const first = await upload.finish({ 'idempotency-key': key })
    assert.equal(first.status, 200)
    assert.deepEqual(await upload.finish({ 'idempotency-key': key }), first)
    assert.lengthOf(await keys(scope), 2)
    assert.deepInclude(await fileUsage(scope), { files: 2 })
    await sweepFiles(scope)
    assert.lengthOf(await keys(scope), 2)
  })

  test('that were announced and never came are forgotten after a week', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const scope = await workshop.scope()
    const { id } = await makeTicket(client, workshop)
    const content = Buffer.alloc(600_000, 'x')
    const base = `/records/tickets_tickets/${id}`
    const upload = await attach(workshop, base, { name: 'a.txt', content, parts: [0] })
    assert.equal((await sweepOrganisation(scope)).uploads, 0)
    await age(scope, 'attachments', 24 * 8)
    assert.equal((await sweepOrganisation(scope)).uploads, 1)
    assert.equal((await upload.state()).status, 404)
    assert.deepEqual(await scope.read((unit) => unit.rows('select id from attachment_parts')), [])
  })
})
