import type { ModuleManifest } from './manifest.ts'

/** A module and what it points to. */
export interface GraphNode {
  id: string
  name: string
  version: string
  kind: ModuleManifest['kind']
  requires: string[]
  enhances: string[]
}

/** The modules in the order of their requirements. */
export function moduleGraph(manifests: ModuleManifest[]): GraphNode[] {
  return manifests.map(({ id, name, version, kind, requires, enhances }) => ({
    id,
    name,
    version,
    kind,
    requires: Object.keys(requires),
    enhances: Object.keys(enhances),
  }))
}

/** As a tree: below each module those that require it; where one hangs twice, its own tree is drawn once. */
export function treeOf(nodes: GraphNode[]): string[] {
  const drawn = new Set<string>()
  const below = (id: string) => nodes.filter(({ requires }) => requires.includes(id))
  const draw = (node: GraphNode, indent: string): string[] => {
    const again = drawn.has(node.id)
    drawn.add(node.id)
    const kind = node.kind === 'app' ? '' : ` (${node.kind})`
    const line = `${node.id} ${node.version}${kind}${again && below(node.id).length > 0 ? ' …' : ''}`
    if (again) return [line]
    const children = below(node.id)
    return [
      line,
      ...children.flatMap((child, index) => {
        const last = index === children.length - 1
        const [first, ...rest] = draw(child, `${indent}${last ? '  ' : '│ '}`)
        return [`${indent}${last ? '└─' : '├─'} ${first}`, ...rest]
      }),
    ]
  }
  return nodes.filter(({ requires }) => requires.length === 0).flatMap((node) => draw(node, ''))
}

/** As a diagram of Mermaid: solid arrows to what is required, dotted ones to what is used when it is there. */
export function mermaidOf(nodes: GraphNode[]): string[] {
  const known = new Set(nodes.map(({ id }) => id))
  return [
    'flowchart LR',
    ...nodes.map(({ id, name }) => `  ${id}["${name}"]`),
    ...nodes.flatMap(({ id, requires }) => requires.map((other) => `  ${id} --> ${other}`)),
    ...nodes.flatMap(({ id, enhances }) =>
      enhances.filter((other) => known.has(other)).map((other) => `  ${id} -.-> ${other}`)
    ),
  ]
}

/** As a graph of Graphviz. */
export function dotOf(nodes: GraphNode[]): string[] {
  const known = new Set(nodes.map(({ id }) => id))
  return [
    'digraph modules {',
    '  rankdir=LR',
    ...nodes.map(({ id, name }) => `  "${id}" [label="${name}"]`),
    ...nodes.flatMap(({ id, requires }) => requires.map((other) => `  "${id}" -> "${other}"`)),
    ...nodes.flatMap(({ id, enhances }) =>
      enhances
        .filter((other) => known.has(other))
        .map((other) => `  "${id}" -> "${other}" [style=dotted]`)
    ),
    '}',
  ]
}
