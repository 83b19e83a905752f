import { satisfies, validRange } from 'semver'
import { KERNEL_VERSION } from '../../version.ts'
import type { ModuleManifest } from '../manifest.ts'

/** What is wrong between a module, the kernel and the other modules. */
export function relationProblems(manifest: ModuleManifest, all: ModuleManifest[]): string[] {
  return [
    ...kernelProblems(manifest),
    ...rangeProblems(manifest, all),
    ...contractProblems(manifest, all),
    ...bridgeProblems(manifest),
  ]
}

function kernelProblems({ kernel }: ModuleManifest) {
  if (validRange(kernel) === null) return [`kernel: "${kernel}" is no semver range such as ^0.1.0`]
  return satisfies(KERNEL_VERSION, kernel)
    ? []
    : [`needs kernel ${kernel}, this is ${KERNEL_VERSION}; install a version made for this kernel`]
}

function rangeProblems(manifest: ModuleManifest, all: ModuleManifest[]) {
  const wanted: [string, string, string][] = [
    ...Object.entries(manifest.requires).map(([id, range]): [string, string, string] => [
      'requires',
      id,
      range,
    ]),
    ...Object.entries(manifest.enhances).map(([id, range]): [string, string, string] => [
      'enhances',
      id,
      range,
    ]),
  ]
  return wanted.flatMap(([how, id, range]) => {
    if (validRange(range) === null) {
      return [`${how} "${id}" as "${range}", which is no semver range`]
    }
    if (id === manifest.id) return [`${how} itself; remove "${id}" from ${how}`]
    const other = all.find((candidate) => candidate.id === id)
    if (!other) {
      return how === 'requires' ? [`requires "${id}", which is not installed; install it too`] : []
    }
    return satisfies(other.version, range)
      ? []
      : [`${how} ${id} ${range}, but ${other.version} is installed; change one of the two versions`]
  })
}

/** A required contract comes from a module that is required, too: otherwise it could be off. */
function contractProblems(manifest: ModuleManifest, all: ModuleManifest[]) {
  const needed = requiredBy(manifest, all)
  return Object.entries(manifest.consumes).flatMap(([contract, need]) => {
    const provider = all.find(({ provides }) => contract in provides)
    if (need === 'optional') return []
    if (!provider) return [`consumes "${contract}", which no installed module provides`]
    return needed.has(provider.id)
      ? []
      : [
          `consumes "${contract}" as required, but does not require "${provider.id}"; add it to requires, or make ` +
            'the contract optional',
        ]
  })
}

function requiredBy(manifest: ModuleManifest, all: ModuleManifest[], found = new Set<string>()) {
  found.add(manifest.id)
  for (const id of Object.keys(manifest.requires)) {
    const other = all.find((candidate) => candidate.id === id)
    if (other && !found.has(id)) requiredBy(other, all, found)
  }
  return found
}

function bridgeProblems(manifest: ModuleManifest) {
  if (manifest.kind !== 'bridge' || Object.keys(manifest.requires).length > 0) return []
  return ['is a bridge and requires nothing; name the modules it joins in requires']
}
