import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentDefinition } from '../../../documents/definition.ts'
import type { ModuleCheck } from '../check.ts'
import { namedFiles } from '../loading.ts'
import type { ModuleUnderTest } from '../module_under_test.ts'

/** Everything the manifest and the sources name is there, and would be packed. */
export const FILES: ModuleCheck[] = [
  {
    id: 'files.named',
    title: 'every file that the manifest names can be loaded and has a default export',
    run: namedFilesLoad,
  },
  {
    id: 'files.pages',
    title: 'every page, slot, card and template that it names exists',
    run: (module) => pagesExist(module),
  },
  {
    id: 'files.packed',
    title: 'package.json names the package, exports the manifest and packs every file',
    run: (module) => Promise.resolve(packageProblems(module)),
  },
  {
    id: 'files.readme',
    title: 'a README says what the module is for',
    run: ({ folder }) => {
      const file = join(folder, 'README.md')
      const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
      return Promise.resolve(
        text.trim().length > 200
          ? []
          : [
              'README.md is missing or says next to nothing: tell what the module does, for whom, and how to set it up',
            ]
      )
    },
  },
]

async function namedFilesLoad({ manifest }: ModuleUnderTest): Promise<string[]> {
  const problems: string[] = []
  for (const { key, load } of namedFiles(manifest)) {
    try {
      const { default: found } = await load()
      if (found === undefined) problems.push(`${key}: the file has no default export; add one`)
    } catch (error) {
      problems.push(`${key}: the file cannot be loaded: ${(error as Error).message}`)
    }
  }
  return problems
}

async function pagesExist(module: ModuleUnderTest): Promise<string[]> {
  const { id, folder, manifest } = module
  const wanted = new Map<string, string>()
  for (const { path, text } of module
    .sources()
    .filter(({ path: file }) => !file.endsWith('.vue'))) {
    for (const [, name] of text.matchAll(new RegExp(`['"\`]${id}::([\\w/-]+)['"\`]`, 'g'))) {
      if (!isTemplate(path, name)) wanted.set(`pages/${name}.vue`, path)
    }
  }
  for (const component of componentsOf(manifest)) {
    const [owner, name] = component.split('::')
    if (owner !== id) {
      return [`module.ts names the component "${component}"; a fill is the module's own`]
    }
    wanted.delete(`pages/${name}.vue`)
    wanted.set(`slots/${name}.vue`, 'module.ts')
  }
  for (const load of manifest.documents) {
    const { default: document } = (await load()) as { default: DocumentDefinition }
    const [owner, name] = document.template.split('::')
    wanted.delete(`pages/${name}.vue`)
    if (owner === id) wanted.set(`documents/${name}.edge`, document.id)
  }
  return [...wanted]
    .filter(([file]) => !existsSync(join(folder, file)))
    .map(([file, by]) => `${by} names ${file}, which does not exist; add it or correct the name`)
}

const isTemplate = (path: string, name: string) =>
  path.endsWith('.edge') || name.startsWith('layouts/')

const componentsOf = (manifest: ModuleUnderTest['manifest']) => [
  ...Object.values(manifest.slots).flatMap((fills) => fills.map(({ component }) => component)),
  ...manifest.widgets.flatMap((widget) => (widget.kind === 'component' ? [widget.component] : [])),
]

function packageProblems({ folder, id, manifest }: ModuleUnderTest): string[] {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) {
    return ['package.json is missing; it names the package and what it exports']
  }
  const found = JSON.parse(readFileSync(file, 'utf8')) as {
    name?: string
    version?: string
    exports?: Record<string, string>
    files?: string[]
  }
  return [
    ...(found.name?.endsWith(`/${id}`) || found.name === id
      ? []
      : [`package.json: the name "${found.name}" does not end in "/${id}"`]),
    ...(found.version === manifest.version
      ? []
      : [
          `package.json has version ${found.version}, module.ts has ${manifest.version}; make them equal`,
        ]),
    ...(found.exports?.['./module']
      ? []
      : ['package.json: "exports" lacks "./module"; others cannot find the manifest']),
    ...Object.entries(found.exports ?? {})
      .filter(([, target]) => !target.includes('*') && !existsSync(join(folder, target)))
      .map(([key, target]) => `package.json exports "${key}" as ${target}, which does not exist`),
    ...(found.files &&
    !found.files.some((each) => /^(\.|\*\*|\/)?\/?\*?$/.test(each) || each === 'module.ts')
      ? [
          'package.json: "files" leaves module.ts out; remove the key, module:pack knows what belongs in',
        ]
      : []),
  ]
}
