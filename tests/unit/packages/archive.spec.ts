import { test } from '@japa/runner'
import { gzipSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'
import { LIMITS, readArchive, writeArchive } from '../../../app/packages/archive.ts'

/** Head of an entry, as the format has it. */
interface Headers {
  name: string
  type?: 'file' | 'symlink' | 'link' | 'character-device'
  linkname?: string
}

/** A tarball as somebody hostile would write it. */
async function tarball(entries: [Headers, string?][]): Promise<Buffer> {
  const archive = pack()
  const whole = buffer(archive)
  for (const [header, content = ''] of entries) {
    archive.entry({ ...header, size: content.length }, content)
  }
  archive.finalize()
  return gzipSync(await whole)
}

test.group('Tarballs', () => {
  test('the same files give the same bytes, whatever their order', async ({ assert }) => {
    const files: [string, Buffer][] = [
      ['module.js', Buffer.from('export default {}')],
      ['pages/index.vue', Buffer.from('<template />')],
      ['a/b/c.json', Buffer.from('{}')],
    ]
    const one = await writeArchive(new Map(files))
    const other = await writeArchive(new Map(files.toReversed()))
    assert.isTrue(one.equals(other))
    assert.equal(one[9], 255)
    assert.deepEqual(
      [...(await readArchive(one))].map(([name]) => name),
      ['a/b/c.json', 'module.js', 'pages/index.vue']
    )
  })

  test('{what} is refused')
    .with([
      { what: 'a path upwards', header: { name: 'package/../../evil.js' }, why: /outside/ },
      { what: 'an absolute path', header: { name: '/etc/passwd' }, why: /does not lie in package/ },
      { what: 'another folder', header: { name: 'other/x.js' }, why: /does not lie in package/ },
      { what: 'a backslash', header: { name: 'package/..\\x.js' }, why: /characters/ },
      { what: 'a drive', header: { name: 'package/C:evil.js' }, why: /characters/ },
      { what: 'a line break', header: { name: 'package/a\nb.js' }, why: /characters/ },
      {
        what: 'a symbolic link',
        header: { name: 'package/x', type: 'symlink', linkname: '/etc/passwd' },
        why: /symlink/,
      },
      {
        what: 'a hard link',
        header: { name: 'package/x', type: 'link', linkname: 'package/y' },
        why: /link/,
      },
      {
        what: 'a device',
        header: { name: 'package/x', type: 'character-device' },
        why: /character-device/,
      },
      { what: 'a hidden file', header: { name: 'package/.npmrc' }, why: /hidden/ },
      {
        what: 'a package within',
        header: { name: 'package/node_modules/vue/index.js' },
        why: /of another package/,
      },
      { what: 'a long name', header: { name: `package/${'x'.repeat(201)}` }, why: /too long/ },
    ] as { what: string; header: Headers; why: RegExp }[])
    .run(async ({ assert }, { header, why }) => {
      const file = await tarball([[{ name: 'package/module.js' }, 'x'], [header]])
      await assert.rejects(() => readArchive(file), why)
    })

  test('the same name twice is refused, also in capitals', async ({ assert }) => {
    const file = await tarball([
      [{ name: 'package/module.js' }, 'good'],
      [{ name: 'package/Module.js' }, 'evil'],
    ])
    await assert.rejects(() => readArchive(file), /is there twice/)
  })

  test('what grows while it is unzipped, and what is no tarball, is refused', async ({
    assert,
  }) => {
    const bomb = gzipSync(Buffer.alloc(LIMITS.total + 1))
    await assert.rejects(() => readArchive(bomb), /holds more than 100 MB/)
    await assert.rejects(() => readArchive(Buffer.from('hello')), /cannot be unzipped/)
    await assert.rejects(() => readArchive(gzipSync(Buffer.from('x'.repeat(2000)))), /no tarball/)
  })

  test('one large file is refused', async ({ assert }) => {
    const file = await writeArchive(new Map([['data/big.bin', Buffer.alloc(LIMITS.file + 1)]]))
    await assert.rejects(() => readArchive(file), /is larger than 20 MB/)
  })
})
