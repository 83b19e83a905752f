import { test } from '@japa/runner'
import { makeWorkshop, type Workshop } from '@karkhana/kernel/testing'
import sharp from 'sharp'
import { fileStore } from '../../../app/files/stores.ts'
import { hugePhoto, PDF, photo, pngOf, workbook, zip } from '../../helpers/files/hostile.ts'
import { asker, attach, makeTicket } from '../records/support.ts'

const SCRIPT = '<script>alert(document.domain)</script>'
const MEGABYTE = 1024 ** 2

interface Refused {
  name: string
  content: Buffer
  code: string
  /** Words of the next step. */
  next: RegExp
}

/** Keys of the store that belong to the organisation. */
async function keysOf({ organisationId }: Workshop) {
  const found = await Array.fromAsync(fileStore().list(`${organisationId}/`))
  return found.map(({ key }) => key)
}

async function rowsOf(workshop: Workshop) {
  const scope = await workshop.scope()
  return scope.read(async (unit) => {
    const [{ rows }] = await unit.rows<{ rows: number }>(
      `select (select count(*) from attachments) + (select count(*) from attachment_parts)
            + (select count(*) from stored_files) + coalesce((select bytes from file_usage), 0) as rows`
    )
    return Number(rows)
  })
}

test.group('Hostile files', () => {
  test('are refused with what to do instead; nothing of them stays and the process is well', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const jpeg = await photo()
    const svg = `<svg xmlns="http://www.w3.org/2000/svg">${SCRIPT}</svg>`
    const zeros = Buffer.alloc(60 * MEGABYTE)
    const page = Buffer.from(`\ufeff<!-- a note --><!DOCTYPE html><html>${SCRIPT}`)
    const hostile: Refused[] = [
      // pages and drawings, by any name and encoding
      { name: 'logo.svg', content: Buffer.from(svg), code: 'E_FILE_ACTIVE', next: /PNG/ },
      {
        name: 'a.txt',
        content: Buffer.from(`<?xml version="1.0"?>\n${svg}`),
        code: 'E_FILE_ACTIVE',
        next: /PNG/,
      },
      { name: 'photo.jpg', content: Buffer.from(svg), code: 'E_FILE_ACTIVE', next: /PNG/ },
      { name: 'notes.txt', content: page, code: 'E_FILE_ACTIVE', next: /PDF/ },
      {
        name: 'notes.csv',
        content: Buffer.from(`\ufeff<html>${SCRIPT}`, 'utf16le'),
        code: 'E_FILE_ACTIVE',
        next: /PDF/,
      },
      // another kind than the name says
      {
        name: 'photo.jpg',
        content: Buffer.from('no picture at all'),
        code: 'E_FILE_MISNAMED',
        next: /save it again/,
      },
      {
        name: 'bill.pdf',
        content: Buffer.from('MZ\x90\0\x03\0\0\0'.padEnd(200, '\0'), 'latin1'),
        code: 'E_FILE_TYPE',
        next: /Attach a picture/,
      },
      {
        name: 'photos.docx',
        content: zip([{ name: 'a.txt', content: Buffer.from('a') }]),
        code: 'E_FILE_TYPE',
        next: /Unpack the archive/,
      },
      {
        name: 'run.txt',
        content: Buffer.from('\x7fELF\x02\x01\x01\0\0\0', 'latin1'),
        code: 'E_FILE_TYPE',
        next: /Attach/,
      },
      // two files in one
      {
        name: 'bill.pdf',
        content: Buffer.concat([PDF, zip([{ name: 'run.js', content: Buffer.from(SCRIPT) }])]),
        code: 'E_FILE_TWOFOLD',
        next: /Print it to PDF/,
      },
      {
        name: 'bill.pdf',
        content: Buffer.concat([PDF, Buffer.from(`<html>${SCRIPT}`)]),
        code: 'E_FILE_TWOFOLD',
        next: /Print it to PDF/,
      },
      {
        name: 'bill.pdf',
        content: Buffer.concat([Buffer.from('%PDF-1.4\n<html><script>x</script>\n'), PDF]),
        code: 'E_FILE_TWOFOLD',
        next: /Print it to PDF/,
      },
      // small as a file, huge when opened, whatever sizes they state
      { name: 'bomb.xlsx', content: workbook([], zeros), code: 'E_FILE_BOMB', next: /split/ },
      {
        name: 'liar.xlsx',
        content: workbook([{ name: 'xl/media/a', content: zeros, states: 100 }]),
        code: 'E_FILE_BROKEN',
        next: /save it again/,
      },
      {
        name: 'many.xlsx',
        content: workbook(
          Array.from({ length: 6_000 }, (_, n) => ({ name: `xl/p${n}`, content: Buffer.alloc(1) }))
        ),
        code: 'E_FILE_BOMB',
        next: /split/,
      },
      {
        name: 'macro.xlsx',
        content: workbook([{ name: 'xl/vbaProject.bin', content: Buffer.from('Sub') }]),
        code: 'E_FILE_MACROS',
        next: /without macros/,
      },
      // pictures that fill the memory, or that break off
      {
        name: 'huge.jpg',
        content: await hugePhoto(),
        code: 'E_PICTURE_TOO_LARGE',
        next: /60 million pixels/,
      },
      {
        name: 'bomb.png',
        content: pngOf(60_000, 60_000),
        code: 'E_PICTURE_TOO_LARGE',
        next: /60 million pixels/,
      },
      {
        name: 'cut.jpg',
        content: jpeg.subarray(0, jpeg.length / 2),
        code: 'E_PICTURE_UNREADABLE',
        next: /save it again/,
      },
      {
        name: 'cut.png',
        content: pngOf(4_000, 4_000),
        code: 'E_PICTURE_UNREADABLE',
        next: /save it again/,
      },
      {
        name: 'cut.pdf',
        content: PDF.subarray(0, 60),
        code: 'E_FILE_BROKEN',
        next: /save it again/,
      },
      {
        name: 'cut.xlsx',
        content: workbook().subarray(0, -30),
        code: 'E_FILE_BROKEN',
        next: /save it again/,
      },
    ]
    const before = process.memoryUsage.rss()
    for (const { name, content, code, next } of hostile) {
      const answer = await (await attach(workshop, base, { name, content })).finish()
      const told = answer as unknown as {
        status: number
        code: string
        next: string
        errors?: { message: string }[]
      }
      const of = `${name} (${code})`
      assert.equal(told.status, 422, of)
      assert.equal(told.code, code, of)
      assert.match(told.next, next, of)
    }
    assert.isBelow(process.memoryUsage.rss() - before, 300 * MEGABYTE, 'memory came back')
    ;(await client.get('/api/health')).assertStatus(200)
    assert.equal(await rowsOf(workshop), 0)
    assert.deepEqual(await keysOf(workshop), [])
  }).timeout(120_000)

  test('that can be made harmless are: a picture keeps nothing but itself', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const jpeg = await photo()
    const tails = {
      archive: zip([{ name: 'run.sh', content: Buffer.from('rm -rf') }]),
      page: Buffer.from(`<html>${SCRIPT}`),
      pdf: PDF,
    }
    for (const [kind, tail] of Object.entries(tails)) {
      const content = Buffer.concat([jpeg, tail])
      const { data: kept } = await (
        await attach(workshop, base, { name: `../..\\${kind}.html`, content })
      ).finish()
      assert.include(kept, { name: `${kind}.jpg`, type: 'image/jpeg' })
      const answer = await ask('owner', 'GET', kept.href)
      const body = answer.body() as Buffer
      const { exif, icc, orientation, width, height } = await sharp(body).metadata()
      assert.deepEqual(
        [exif, icc, orientation, width, height],
        [undefined, undefined, undefined, 900, 1200]
      )
      for (const hidden of ['PK\x05\x06', '<script', '%PDF', 'Camera of Raj']) {
        assert.isFalse(body.includes(hidden), `${kind}: ${hidden}`)
      }
      assert.equal(answer.header('x-content-type-options'), 'nosniff')
      assert.equal(answer.header('content-security-policy'), `default-src 'none'; sandbox`)
    }
  })

  test('have names that lead nowhere, and documents that no browser opens in place', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const names: [sent: string, kept: string][] = [
      ['../../../etc/passwd', 'passwd.pdf'],
      ['C:\\Windows\\con.pdf', 'con_.pdf'],
      ['bill\u202Efdp.exe', 'billfdp.pdf'],
      ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie x=1.pdf'],
      ['"><img src=x>.pdf', 'img src=x.pdf'],
      [`${'ब'.repeat(400)}.pdf`, `${'ब'.repeat(196)}.pdf`],
      ['.htaccess', 'htaccess.pdf'],
    ]
    for (const [sent, wanted] of names) {
      const { data: kept } = await (
        await attach(workshop, base, { name: sent, content: PDF })
      ).finish()
      assert.equal(kept.name, wanted)
      const answer = await ask('owner', 'GET', kept.href)
      answer.assertStatus(200)
      assert.match(
        answer.header('content-disposition')!,
        /^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%-]+$/
      )
      assert.notInclude(answer.header('set-cookie') ?? '', 'x=1')
    }
    const keys = await keysOf(workshop)
    assert.lengthOf(keys, names.length)
    const ours = new RegExp(`^${workshop.organisationId}/\\d{4}/[0-9a-f-]{36}$`)
    for (const key of keys) assert.match(key, ours)
  })

  test('are not longer, shorter or other than they were announced', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const announce = (bytes: unknown) =>
      ask('manager', 'POST', `${base}/files`, { name: 'a.txt', bytes })
    for (const bytes of [0, -1, 1.5, 'many', Number.MAX_SAFE_INTEGER]) {
      assert.equal((await announce(bytes)).status(), 422, String(bytes))
    }
    const upload = await attach(workshop, base, {
      name: 'a.txt',
      content: Buffer.from('twelve bytes'),
      parts: [],
    })
    const send = async (part: number, body: string) => (await upload.put(part, body)).status
    assert.equal(await send(0, 'short'), 422)
    assert.equal(await send(0, 'more than twelve bytes'), 422)
    assert.equal(await send(0, 'x'.repeat(600 * 1024)), 422)
    assert.equal(await send(1, ''), 422)
    assert.equal(await send(100, 'x'), 422)
    assert.equal((await upload.finish()).code, 'E_FILE_INCOMPLETE')
    assert.equal(await send(0, 'twelve bytes'), 200)
    assert.equal((await upload.finish()).data.bytes, 12)
  })
})
