import { writeFileSync } from 'node:fs'
import { readArchive, writeArchive } from '../../../app/packages/archive.ts'
import { sha256 } from '../../../app/packages/pack.ts'
import { checksum } from '../../../app/migrations/ledger.ts'
import type { PackageSummary } from '../../../app/packages/summary.ts'

/** Writes a later version of a package: with one more migration, as its maker would have packed it. */
export async function repack(
  tarball: Buffer,
  target: string,
  { version, migration, sql }: { version: string; migration: string; sql: string }
) {
  const files = await readArchive(tarball)
  const manifest = JSON.parse(String(files.get('package.json'))) as {
    version: string
    karkhana: PackageSummary & { files: Record<string, string> }
  }
  const { karkhana } = manifest
  const code = String(files.get('module.js')).replace(manifest.version, version)
  files.set('module.js', Buffer.from(code))
  const step = { up: [sql], down: [] }
  files.set(`migrations/${migration}.js`, Buffer.from(`export default ${JSON.stringify(step)}\n`))
  karkhana.migrations.push({ name: migration, checksum: checksum(step), sql: step.up })
  karkhana.version = version
  manifest.version = version
  for (const [path, content] of files) {
    if (path !== 'package.json') karkhana.files[path] = sha256(content)
  }
  files.set('package.json', Buffer.from(JSON.stringify(manifest)))
  writeFileSync(target, await writeArchive(files))
}
