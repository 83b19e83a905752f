import { test } from '@japa/runner'
import { makeWorkshop } from '@karkhana/kernel/testing'
import sharp from 'sharp'
import { asker, attach, makeTicket } from './support.ts'

/** A photo of a phone: turned, with the place where it was taken. */
async function photo(width = 1200, height = 900): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#884422' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '18/1 31/1 12/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

test.group('Files at a record', () => {
  test('are kept upright, without the place of a photo, with a small picture, and answered safely', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const content = await photo()
    assert.isDefined((await sharp(content).metadata()).exif)
    const { finish } = await attach(workshop, base, { name: 'C:\\dash "1".jpg', content })
    const kept = (await finish()).data
    assert.include(kept, { name: 'dash 1.jpg', type: 'image/jpeg', author: 'API: test' })

    const answer = await ask('owner', 'GET', kept.href)
    answer.assertStatus(200)
    const picture = await sharp(answer.body() as Buffer).metadata()
    assert.isUndefined(picture.exif)
    assert.deepEqual([picture.width, picture.height], [900, 1200])
    assert.equal(answer.header('x-content-type-options'), 'nosniff')
    assert.equal(answer.header('content-security-policy'), `default-src 'none'; sandbox`)
    assert.match(answer.header('content-disposition')!, /^inline; filename="dash_1.jpg"/)
    const small = await ask('owner', 'GET', kept.thumbnail!)
    assert.equal((await sharp(small.body() as Buffer).metadata()).height, 320)
    const timeline = await ask('owner', 'GET', `${base}/timeline?kind=file`)
    assert.equal(timeline.body().data[0].file.name, 'dash 1.jpg')
  })

  test('arrive in parts: what is missing is told and can follow', async ({ client, assert }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const content = Buffer.from('Odometer 12,400 km\n'.repeat(50_000))
    const {
      id: file,
      finish,
      state,
      sendPart,
    } = await attach(workshop, base, {
      name: 'readings.txt',
      content,
      parts: [1],
    })
    const early = await finish()
    assert.include(early, { status: 422, code: 'E_FILE_INCOMPLETE' })
    assert.deepEqual(early.meta, { missing: [0] })
    assert.deepEqual((await state()).data.received, [1])
    const stranger = await ask('owner', 'GET', `${base}/files/${file}/upload`)
    stranger.assertStatus(404)
    assert.deepEqual((await ask('owner', 'GET', `${base}/files`)).body().data, [])
    await sendPart(0)
    assert.include((await finish()).data, { type: 'text/plain', bytes: content.length })
    // asked again, since the answer was lost
    assert.include((await finish()).data, { type: 'text/plain' })
  })

  test('are refused by what they hold, whatever they are called, and leave nothing behind', async ({
    client,
    assert,
  }) => {
    const workshop = await makeWorkshop()
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const hostile = [
      { name: 'photo.jpg', content: Buffer.from('<script>alert(1)</script>') },
      { name: 'drawing.txt', content: Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03, 0x00, 0x00]) },
      { name: 'page.html', content: Buffer.from('<!doctype html><p>x') },
      { name: 'broken.jpg', content: (await photo()).subarray(0, 900) },
    ]
    for (const file of hostile) {
      const answer = await (await attach(workshop, base, file)).finish()
      assert.equal(answer.status, 422)
      assert.match(answer.code!, /^E_(FILE_TYPE|FILE_ACTIVE|PICTURE_UNREADABLE)$/, file.name)
    }
    const large = await ask('manager', 'POST', `${base}/files`, { name: 'a', bytes: 21 << 20 })
    assert.equal(large.body().code, 'E_FILE_TOO_LARGE')
    const left = await (
      await workshop.scope()
    ).read((unit) => unit.rows('select id from attachments'))
    assert.deepEqual(left, [])
  })

  test('are open to nobody who may not see the record, and removed by few, with a way back', async ({
    client,
    assert,
  }) => {
    const [workshop, other] = [await makeWorkshop(), await makeWorkshop()]
    const ask = asker(client, workshop)
    const { id } = await makeTicket(client, workshop)
    const base = `/records/tickets_tickets/${id}`
    const content = await photo(40, 30)
    const { data: kept } = await (await attach(workshop, base, { name: 'a.jpg', content })).finish()
    const closed = [
      await asker(client, other)('owner', 'GET', kept.href),
      await ask('technician', 'GET', kept.href),
      await ask('technician', 'GET', kept.thumbnail!),
      await ask('technician', 'DELETE', kept.href),
    ]
    assert.deepEqual(
      closed.map((response) => response.status()),
      [404, 404, 404, 404]
    )
    const accountant = await ask('accountant', 'DELETE', kept.href)
    assert.equal(accountant.body().code, 'E_FILE_OF_ANOTHER')
    ;(await ask('owner', 'DELETE', kept.href)).assertStatus(200)
    ;(await ask('owner', 'GET', kept.href)).assertStatus(404)
    ;(await ask('owner', 'POST', `${kept.href}/restore`)).assertStatus(200)
    ;(await ask('owner', 'GET', kept.href)).assertStatus(200)
  })
})
