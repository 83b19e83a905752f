import { test } from '@japa/runner'
import { createHash, randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileMissingError, FileStoreError } from '../../../app/files/errors.ts'
import { FakeS3 } from '../../helpers/files/fake_s3.ts'
import { NO_REAL_BUCKET, PLACES, realBucket, type Place } from '../../helpers/files/places.ts'

const KEY = 'a1/2026/file'

async function text(stream: AsyncIterable<Buffer>) {
  return Buffer.concat(await Array.fromAsync(stream)).toString('utf8')
}

for (const [name, open] of Object.entries(PLACES)) {
  test.group(`A store in ${name}`, (group) => {
    let place: Place
    group.each.setup(async () => {
      place = await open()
      return () => place.close()
    })

    test('gives back what was put, as a whole, as a stream and in parts', async ({ assert }) => {
      const { store } = place
      await store.put(KEY, Buffer.from('0123456789'), 'text/plain')
      assert.equal((await store.read(KEY)).toString(), '0123456789')
      assert.equal(await text(await store.stream(KEY)), '0123456789')
      assert.equal(await text(await store.stream(KEY, { start: 3, end: 5 })), '345')
      assert.equal(await store.size(KEY), 10)
    })

    test('takes a file of this machine without holding it', async ({ assert }) => {
      const { store } = place
      const path = join(tmpdir(), `karkhana-put-${process.pid}`)
      await writeFile(path, 'x'.repeat(300_000))
      await store.put(KEY, { path, bytes: 300_000 }, 'application/zip')
      assert.equal(await store.size(KEY), 300_000)
      await rm(path)
    })

    test('keeps a file of no bytes', async ({ assert }) => {
      const { store } = place
      await store.put(KEY, Buffer.alloc(0), 'text/plain')
      assert.equal(await store.size(KEY), 0)
      assert.equal(await text(await store.stream(KEY)), '')
    })

    test('says what is not there, and deletes it without a word', async ({ assert }) => {
      const { store } = place
      assert.isNull(await store.size(KEY))
      await assert.rejects(() => store.read(KEY), FileMissingError)
      await assert.rejects(() => store.stream(KEY), FileMissingError)
      await assert.rejects(() => store.stream(KEY, { start: 0, end: 1 }), FileMissingError)
      await store.remove(KEY)
      await store.put(KEY, Buffer.from('x'), 'text/plain')
      await store.remove(KEY)
      assert.isNull(await store.size(KEY))
    })

    test('lists every key of one folder, over several pages, and no other', async ({ assert }) => {
      const { store } = place
      const keys = ['a1/2026/1', 'a1/2026/2', 'a1/2027/3', 'a1/2027/4', 'a1/2027/5']
      for (const key of [...keys, 'a11/2026/9', 'b1/2026/7']) {
        await store.put(key, Buffer.from(key), 'text/plain')
      }
      const found = await Array.fromAsync(store.list('a1/'))
      assert.deepEqual(found.map(({ key }) => key).sort(), keys)
      assert.isTrue(found.every(({ modifiedAt }) => Math.abs(Date.now() - +modifiedAt) < 60_000))
      assert.deepEqual(await Array.fromAsync(store.list('nobody/')), [])
    })
  })
}

test.group('A store in a bucket that is in trouble', (group) => {
  let s3: FakeS3
  group.each.setup(async () => {
    s3 = await FakeS3.start()
    return () => s3.stop()
  })

  test('is asked again after an error of its own, a cut line and silence', async ({ assert }) => {
    const store = s3.store()
    s3.trouble(500, 'cut', 'silent')
    await store.put(KEY, Buffer.from('bytes'), 'text/plain')
    assert.equal(s3.asked.length, 4)
    s3.trouble(503)
    assert.equal((await store.read(KEY)).toString(), 'bytes')
    s3.trouble('silent')
    assert.equal(await text(await store.stream(KEY)), 'bytes')
    s3.trouble(500)
    await store.remove(KEY)
    assert.isNull(await store.size(KEY))
  })

  test('gets a file of this machine from its beginning with each attempt', async ({ assert }) => {
    const path = join(tmpdir(), `karkhana-again-${process.pid}`)
    const bytes = 200_000
    await writeFile(path, 'y'.repeat(bytes))
    s3.trouble(500, 'cut')
    await s3.store().put(KEY, { path, bytes }, 'application/zip')
    assert.equal(s3.kept.get(KEY)!.bytes.length, bytes)
    await rm(path)
  })

  test('is given up with a clear error after four attempts, what it refuses at once', async ({
    assert,
  }) => {
    const store = s3.store()
    s3.trouble(500, 500, 500, 500)
    const error = await store
      .put(KEY, Buffer.from('x'), 'text/plain')
      .catch((each) => each as Error)
    assert.instanceOf(error, FileStoreError)
    assert.containsSubset(error, { code: 'E_FILE_STORE', status: 503 })
    assert.equal(s3.asked.length, 4)
    s3.trouble(403)
    await assert.rejects(() => store.read(KEY), FileStoreError)
    assert.equal(s3.asked.length, 5)
  })
})

test.group('A store at a real S3 service', (group) => {
  let bucket: Awaited<ReturnType<typeof realBucket>>
  group.each.setup(async () => {
    if (!NO_REAL_BUCKET) bucket = await realBucket()
    return () => bucket?.close()
  })

  test('takes a large file in parts, whole or not at all', async ({ assert, cleanup }) => {
    const path = join(tmpdir(), `karkhana-parts-${process.pid}`)
    const content = randomBytes(12 * 1024 * 1024 + 7)
    await writeFile(path, content)
    cleanup(() => rm(path))
    const { store } = bucket
    await store.put(KEY, { path, bytes: content.length }, 'application/zip')
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    assert.equal(hash(await store.read(KEY)), hash(content))
    const range = { start: 5 * 1024 * 1024 - 2, end: 5 * 1024 * 1024 + 2 }
    const part = Buffer.concat(await Array.fromAsync(await store.stream(KEY, range)))
    assert.deepEqual(part, content.subarray(range.start, range.end + 1))

    const gone = { path: `${path}-gone`, bytes: content.length }
    await assert.rejects(() => store.put('a1/2026/gone', gone, 'application/zip'), FileStoreError)
    assert.isNull(await store.size('a1/2026/gone'))
    assert.equal(await bucket.unfinished(), 0)
  })
    .skip(NO_REAL_BUCKET !== undefined, NO_REAL_BUCKET)
    .timeout(60_000)

  test('lists more keys than one answer holds', async ({ assert }) => {
    const { store } = bucket
    for (let from = 0; from < 1_010; from += 101) {
      const keys = Array.from({ length: 101 }, (_, at) => `a1/2026/${from + at}`)
      await Promise.all(keys.map((key) => store.put(key, Buffer.from('x'), 'text/plain')))
    }
    assert.lengthOf(await Array.fromAsync(store.list('a1/')), 1_010)
  })
    .skip(NO_REAL_BUCKET !== undefined, NO_REAL_BUCKET)
    .timeout(120_000)
})
