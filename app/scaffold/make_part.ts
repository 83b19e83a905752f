import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Changes, type ChangedFile } from './changes.ts'
import { PartNeedsError } from './errors.ts'
import { ManifestEditor } from './manifest_editor.ts'
import { authoredModule } from './module_folder.ts'
import { nameForms } from './names.ts'
import type { Part, PartOptions, PartTarget } from './parts/part.ts'
import { moduleTokens, nameTokens } from './stub.ts'
import { loadTypescript } from './tooling.ts'

/** What the author asked for. */
export interface PartRequest {
  moduleId: string
  name: string
  options: PartOptions
  dryRun?: boolean
}

/** What was made. */
export interface Made {
  files: ChangedFile[]
  /** What is left for the author to do. */
  next: string[]
}

/**
 * Adds a part to a module: its files, and its entry in module.ts; all of it or nothing.
 * @throws PartNeedsError, ScaffoldExistsError, AlreadyDeclaredError, CannotEditError, NotFoundError
 */
export async function makePart(root: string, part: Part, request: PartRequest): Promise<Made> {
  const missing = part.options.find(({ name, required }) => required && !request.options[name])
  if (missing) {
    const { name, description } = missing
    throw new PartNeedsError(`--${name} is missing.`, `${description}.`, name)
  }
  const typescript = await loadTypescript()
  const module = await authoredModule(root, request.moduleId)
  const name = nameForms(request.name)
  const changes = new Changes(root)
  const path = (file: string) => `${module.folder}/${file}`
  const target: PartTarget = {
    root,
    module,
    name,
    typed: request.name.trim(),
    options: request.options,
    changes,
    path,
    tokens: { ...moduleTokens(module.id, module.manifest.name), ...nameTokens(name) },
    stub: (file, stub, tokens) =>
      changes.stub(path(file), `part/${stub}`, { ...target.tokens, ...tokens }),
    async manifest(edit) {
      await changes.edit(path('module.ts'), (text) => {
        const editor = new ManifestEditor(typescript, path('module.ts'), text)
        edit(editor)
        return editor.text
      })
    },
    async edit(file, change, first) {
      if (first && !existsSync(join(root, path(file)))) changes.create(path(file), first)
      await changes.edit(path(file), (text) => change(typescript, text, path(file)))
    },
  }
  const next = await part.make(target)
  return { files: await changes.write({ dryRun: request.dryRun }), next }
}
