import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diff } from 'node:util'
import { formatted, loadTypescript } from '../scaffold/tooling.ts'
import { checkoutProgram } from '../scaffold/program.ts'
import { type Declared, kernelDeclared, moduleDeclared } from './declared.ts'
import { type ExportedName, ExportReader } from './exported.ts'
import type { ApiSubject } from './subjects.ts'

/** The public API of one package. */
export interface ApiReport {
  id: string
  /** Where it is kept, relative to the root. */
  file: string
  /** What others import, by specifier. */
  exports: Record<string, ExportedName[]>
  declared: Declared
  /** Names without a doc block. */
  undocumented: { specifier: string; name: string; file: string }[]
  /** The report as it is kept. */
  text: string
  /** What differs from the file that is kept, line by line; empty when nothing does. */
  changes: string[]
}

/** Reads the API of packages, and what changed since it was reviewed. The same sources give the same text. */
export async function apiReports(root: string, subjects: ApiSubject[]): Promise<ApiReport[]> {
  const ts = await loadTypescript()
  const files = subjects.flatMap(({ entries }) => entries.map(({ file }) => join(root, file)))
  const reader = new ExportReader(ts, root, checkoutProgram(ts, root, files))
  return Promise.all(subjects.map((subject) => reportOf(root, reader, subject)))
}

/** Keeps the report as the reviewed one. */
export async function keepReport(root: string, { file, text }: ApiReport): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

async function reportOf(
  root: string,
  reader: ExportReader,
  subject: ApiSubject
): Promise<ApiReport> {
  const { id, entries, report: file, manifest } = subject
  const folder = dirname(entries[0]?.file ?? file)
  const own = id === 'kernel' ? 'app' : id === 'ui' ? 'resources/ui' : folder
  const exports = Object.fromEntries(
    entries.map((entry) => [entry.specifier, reader.exportsOf(entry.file, own)])
  )
  const augmented = manifest ? entries.flatMap((entry) => reader.augmentationsOf(entry.file)) : []
  const declared = manifest
    ? await moduleDeclared(manifest, join(root, folder))
    : id === 'kernel'
      ? kernelDeclared()
      : {}
  const text = await formatted(join(root, file), render(subject, exports, augmented, declared))
  return {
    ...{ id, file, exports, declared, text },
    undocumented: Object.entries(exports).flatMap(([specifier, names]) =>
      names
        .filter(({ documented }) => !documented)
        .map(({ name, file: source }) => ({ specifier, name, file: source }))
    ),
    changes: await changesOf(join(root, file), text),
  }
}

function render(
  { id, package: name, manifest }: ApiSubject,
  exports: ApiReport['exports'],
  augmented: string[],
  declared: Declared
): string {
  const block = (texts: string[], language: string) =>
    texts.length === 0 ? '' : `\`\`\`${language}\n${texts.join('\n\n')}\n\`\`\`\n`
  const entry = ([specifier, names]: [string, ExportedName[]]) => {
    const components = names.filter(({ text }) => text.startsWith('export component'))
    const types = names.filter((each) => !components.includes(each))
    return `\n## ${specifier}\n\n${block(types.map(shown), 'ts')}\n${block(components.map(shown), 'text')}`
  }
  return [
    `# API of ${manifest ? manifest.name : name}\n`,
    `What others may rely on. Written by \`npm run ace -- module:api ${id}\`; a change of it is reviewed.`,
    ...Object.entries(exports).map(entry),
    ...(augmented.length > 0 ? [`\n## Added to the kernel’s types\n`, block(augmented, 'ts')] : []),
    ...Object.entries(declared)
      .filter(([, lines]) => lines.length > 0)
      .map(
        ([heading, lines]) => `\n## ${heading}\n\n${lines.map((line) => `- ${line}`).join('\n')}`
      ),
  ].join('\n')
}

function shown({ text, marks, documented }: ExportedName): string {
  const notes = [...marks, ...(documented ? [] : ['undocumented'])]
  return [...notes.map((note) => `// ${note}`), text].join('\n')
}

/** The lines that differ, `+` new and `-` gone, each group behind the heading it stands under. */
async function changesOf(file: string, text: string): Promise<string[]> {
  const kept = existsSync(file) ? await readFile(file, 'utf8') : ''
  if (kept === text) return []
  const lines: string[] = []
  let heading = ''
  let told = ''
  // `diff` tells what the first one has more (1) and what it lacks (-1)
  for (const [operation, line] of diff(text.split('\n'), kept.split('\n'))) {
    if (line.startsWith('## ')) heading = line
    if (operation === 0 || line.trim() === '') continue
    if (heading !== told) lines.push(heading)
    told = heading
    lines.push(`${operation === 1 ? '+' : '-'} ${line}`)
  }
  return lines
}
