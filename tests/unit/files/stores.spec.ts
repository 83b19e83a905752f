import { test } from '@japa/runner'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileMissingError, FileStoreError } from '../../../app/files/errors.ts'
import { LocalDriver } from '../../../app/files/local_driver.ts'
import { FileStore } from '../../../app/files/store.ts'
import { FakeS3 } from '../../helpers/files/fake_s3.ts'

const KEY = 'a1/2026/file'

interface Place {
  store: FileStore
  close(): Promise<void>
}

const PLACES: Record<string, () => Promise<Place>> = {
  async 'a folder'() {
    const folder = await mkdtemp(join(tmpdir(), 'karkhana-store-'))
    const store = new FileStore('local', new LocalDriver(folder), { pauseMs: 1 })
    return { store, close: () => rm(folder, { recursive: true }) }
  },
  async 'a bucket'() {
    const s3 = await FakeS3.start()
    s3.pageSize = 2
    return { store: s3.store(), close: () => s3.stop() }
  },
}

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
