import fs from 'node:fs'
import path from 'node:path'
import { readPackages } from '@karkhana/kernel/floors'
import { compiledExports } from '@karkhana/kernel/packages'

/** Folders with sources whose other files (templates, data, translations) the server reads at run time. */
const SOURCE_FOLDERS = ['app', 'modules', 'plugins', 'resources/views']

/** Not for the server: compiled, for browsers, or for developers. */
const SKIPPED_FOLDERS = ['node_modules', 'tests', 'pages', 'slots', 'docs']
const SKIPPED_FILES = /(\.(ts|vue|md)|^package\.json)$/

/** Copies the templates, data files, public files and launchers' scripts that the compiler leaves out. */
export function copyAssets(root: string, target: string): void {
  for (const folder of SOURCE_FOLDERS) {
    for (const file of dataFiles(root, folder)) copy(root, target, file)
  }
  for (const name of ['public', '.env.example', '.npmrc', 'package-lock.json', 'bin/setup']) {
    if (fs.existsSync(path.join(root, name))) copy(root, target, name)
  }
  // The source's ace.ts prepares TypeScript, which a build does without
  fs.writeFileSync(path.join(target, 'ace.js'), `await import('./bin/console.js')\n`)
}

function dataFiles(root: string, folder: string): string[] {
  const absolute = path.join(root, folder)
  if (!fs.existsSync(absolute)) return []
  return fs.readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) {
      return SKIPPED_FOLDERS.includes(entry.name) ? [] : dataFiles(root, file)
    }
    return SKIPPED_FILES.test(entry.name) ? [] : [file]
  })
}

function copy(root: string, target: string, name: string): void {
  fs.cpSync(path.join(root, name), path.join(target, name), { recursive: true })
}

/** Writes the manifests of the root and of all packages, with exports that name the compiled files. */
export function writeManifests(root: string, target: string): void {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  const scripts = { start: 'node bin/server.js', ace: 'node ace.js' }
  write(path.join(target, 'package.json'), { ...manifest, scripts })

  for (const { folder } of readPackages(root)) {
    const source = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'))
    const exports = source.exports && compiledExports(source.exports)
    write(path.join(target, folder, 'package.json'), { ...source, exports })
  }
}

function write(file: string, manifest: object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

/**
 * Links the packages of the build inside it. Without the links Node would find those of the checkout further up,
 * which are TypeScript.
 */
export function linkPackages(root: string, target: string): void {
  for (const { name, folder } of readPackages(root)) {
    const link = path.join(target, 'node_modules', name)
    fs.mkdirSync(path.dirname(link), { recursive: true })
    fs.symlinkSync(path.relative(path.dirname(link), path.join(target, folder)), link, 'junction')
  }
}
